// Choosing regions: the files at hand, the recipes, the choice per region, the edits; each change makes target and plan anew.
import { basename } from 'node:path';
import { BlockState } from '../../shared/model/blocks';
import { fault, Fault } from '../../shared/model/errors';
import type { RecipeId } from '../../shared/model/recovery';
import { macProblem } from '../../shared/firmware/compose';
import type { RegionChoice, TargetEdits } from '../../shared/ipc/views';
import type { Context } from './context';
import { layoutFor } from './layout';
import type { CasePatch, OpenCase } from './open-case';
import { recipeNamed } from './recipe-desk';
import { orderFor, refreshTarget, type Planner } from './target';

/** Makes target, plan and the drawn plan of the open case anew. What stands in the way of a target becomes the case's last error. */
export async function refreshPlan(context: Context, options: { keepMap?: boolean } = {}): Promise<Fault | undefined> {
  const opened = context.openCase;
  if (!opened) return undefined;
  const problem = await refreshTarget(context.deps.disk, context.composer, opened, plannerOf(context, opened));
  if (!options.keepMap) drawCase(context, opened);
  return problem && new Fault(problem);
}

/** The chip and the link at hand, else those of the last backup. */
function plannerOf({ session }: Context, { record }: OpenCase): Planner | undefined {
  const [chip, link] = [session?.chip ?? record.chip, session?.link ?? record.link];
  return chip && link ? { chip, link } : undefined;
}

/** The block map of a case at rest: what the journal proves, else what the plan means, else what was read. */
export function drawCase(context: Context, opened: OpenCase): void {
  const { journal, target } = opened;
  const base = opened.base();
  const sizeBytes = base?.sizeBytes ?? opened.record.chip?.sizeBytes ?? 0;
  const planned = target?.plan?.units.map(({ range }) => range) ?? [];
  const isTold = journal.open || opened.record.written;
  const layers = [
    ...(base && !target?.plan ? [{ ranges: base.settled, state: BlockState.settled }] : []),
    { ranges: planned, state: BlockState.old },
    ...(isTold
      ? [
          { ranges: journal.oldUnits, state: BlockState.old },
          { ranges: journal.newUnits, state: BlockState.proven },
          { ranges: journal.unknownUnits, state: BlockState.unknown },
        ]
      : []),
    { ranges: opened.record.verification?.equal === false ? opened.record.verification.differences : [], state: BlockState.failed },
  ];
  const rest = planned.length > 0 || isTold ? BlockState.keep : base ? BlockState.agreed : BlockState.unread;
  context.map.reset(sizeBytes, rest, layers);
}

export async function addSource(context: Context, name: string, bytes: Uint8Array): Promise<{ sourceId: string }> {
  const opened = context.requireCase();
  const sourceId = `file-${context.deps.newId()}`;
  const record = await opened.sources.add(sourceId, basename(name), bytes, opened.record.machineId);
  await opened.update({ sources: [...opened.record.sources, record] });
  await opened.refreshRecipes();
  const view = opened.sources.views.find((source) => source.sourceId === sourceId);
  context.log('source-added', {
    name: record.name,
    sizeBytes: record.sizeBytes,
    sha256: record.sha256,
    kind: view?.kind ?? '',
    problem: view?.problem?.code ?? '',
  });
  context.changed();
  return { sourceId };
}

export async function removeSource(context: Context, sourceId: string): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const { edits = {} } = opened.record;
  const isFrom = (choice: RegionChoice | TargetEdits['recovery']): boolean => choice?.kind === 'source' && choice.sourceId === sourceId;
  await opened.update({
    sources: opened.record.sources.filter((source) => source.sourceId !== sourceId),
    choices: Object.fromEntries(Object.entries(opened.record.choices).filter(([, choice]) => !isFrom(choice))),
    edits: isFrom(edits.recovery) ? withoutRecovery(edits) : edits,
  });
  await opened.sources.remove(sourceId);
  await opened.refreshRecipes();
  context.log('source-removed', { sourceId });
  await replan(context);
}

export async function chooseRegion(context: Context, region: string, choice: RegionChoice): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const { choices, edits } = opened.record;
  checkChoice(opened, region, choice);
  await applyChoices(context, { recipe: 'custom', choices: { ...choices, [region]: choice }, edits });
}

/** What is not right of it is refused, and the case stays as it was. */
export async function editTarget(context: Context, edits: TargetEdits): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const problem = edits.mac === undefined ? undefined : macProblem(edits.mac);
  if (problem !== undefined) throw fault('INPUT_INVALID', { detail: problem });
  if (edits.recovery && edits.recovery.kind !== 'keep') checkChoice(opened, 'bios', edits.recovery);
  await applyChoices(context, { recipe: 'custom', choices: opened.record.choices, edits });
}

/** For the image that is shown, and no other. */
export async function readWarnings(context: Context, sha256: string): Promise<void> {
  const opened = context.requireCase();
  if (opened.target?.sha256 !== sha256) throw fault('STATE_WRONG', { state: 'target changed' });
  await opened.update({ warningsRead: sha256 });
  const warned = opened.target.report.findings.filter(({ severity }) => severity === 'warn').map(({ code }) => code);
  context.log('warnings-read', { target: sha256, codes: [...new Set(warned)].join(', ') });
  context.changed();
}

export async function targetManifest(context: Context): Promise<{ name: string; mime: string; text: string }> {
  const opened = context.requireCase();
  const order = await orderFor(context.deps.disk, opened, plannerOf(context, opened));
  if (!order) throw fault('SAFETY_REFUSED', { problem: 'TARGET_MISSING' });
  const manifest = await context.composer.manifest(order, context.deps.version);
  const name = `rom-rescue-target-${manifest.result.sha256.slice(0, 8)}.json`;
  return { name, mime: 'application/json', text: `${JSON.stringify(manifest, null, 2)}\n` };
}

export async function chooseRecipe(context: Context, recipe: RecipeId): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const offered = recipeNamed(opened.recipes, recipe);
  if (recipe !== 'custom' && !offered?.choices) throw fault('STATE_WRONG', { state: 'recipe-not-possible' });
  const { choices, edits } = opened.record;
  // What the card of a recipe says it keeps, it keeps: edits that were made before are taken back.
  await applyChoices(context, recipe === 'custom' ? { recipe, choices, edits } : { recipe, choices: { ...offered?.choices }, edits: {} });
}

interface Wanted {
  readonly recipe: RecipeId;
  readonly choices: Record<string, RegionChoice>;
  readonly edits: TargetEdits | undefined;
}

const withoutRecovery = ({ recovery: _, ...rest }: TargetEdits): TargetEdits => rest;

/** A choice that makes no target is taken back: the case stays as it was, and the reason is answered. */
async function applyChoices(context: Context, wanted: Wanted): Promise<void> {
  const opened = context.requireCase();
  const { recipe, choices, edits } = opened.record;
  const before: CasePatch = { recipe, choices, edits };
  await opened.update(wanted);
  const problem = await refreshPlan(context, { keepMap: true });
  if (problem) {
    await opened.update(before);
    await replan(context);
    throw problem;
  }
  // Not the address itself: the log goes into reports, and only the one that stands in the image is masked there.
  const { mac, recovery } = wanted.edits ?? {};
  const edited = { ...(mac === undefined ? {} : { mac: 'set' }), ...(recovery === undefined ? {} : { recovery }) };
  context.log('regions-chosen', { recipe: wanted.recipe, choices: wanted.choices, edits: edited, target: opened.target?.sha256 ?? '' });
  drawCase(context, opened);
  await settleOnTarget(context, opened);
}

async function replan(context: Context): Promise<void> {
  await refreshPlan(context);
  await settleOnTarget(context, context.requireCase());
}

/** A target other than the one that was written and verified is a new piece of work. */
async function settleOnTarget(context: Context, opened: OpenCase): Promise<void> {
  const { record, target } = opened;
  const isNewWork = record.written && target !== undefined && target.sha256 !== record.write?.targetSha256;
  await opened.update(isNewWork ? { verification: undefined, lastError: undefined } : { lastError: undefined });
  context.changed();
}

function checkChoice(opened: OpenCase, region: string, choice: RegionChoice): void {
  const base = opened.base();
  const sizeBytes = base?.sizeBytes ?? opened.record.chip?.sizeBytes ?? 0;
  const view = choice.kind === 'source' ? opened.sources.views.find(({ sourceId }) => sourceId === choice.sourceId) : undefined;
  // Without a backup it is the file that says which regions there are.
  const layout = layoutFor(opened.record.machineId, sizeBytes, base ? opened.reportOf(base) : view?.report);
  if (!layout.regions.some(({ name }) => name === region)) throw fault('INPUT_INVALID', { detail: 'no such region' });
  if (choice.kind === 'backup' && opened.backup(choice.backupId).sizeBytes !== sizeBytes)
    throw fault('IMAGE_WRONG_SIZE', { size: opened.backup(choice.backupId).sizeBytes, expected: sizeBytes });
  if (choice.kind === 'declare-valid' && region !== 'me') throw fault('INPUT_INVALID', { detail: 'only for the management engine' });
  if ((choice.kind === 'backup' || choice.kind === 'source') && choice.meData && region !== 'me')
    throw fault('INPUT_INVALID', { detail: 'only for the management engine' });
  if (choice.kind !== 'source') return;
  if (!view) throw fault('INPUT_INVALID', { detail: 'no such source' });
  if (view.problem) throw new Fault(view.problem);
  if (!view.regions.includes(region)) {
    const expected = layout.regions.find(({ name }) => name === region)?.length ?? 0;
    throw fault('IMAGE_WRONG_SIZE', { size: view.sizeBytes, expected });
  }
}
