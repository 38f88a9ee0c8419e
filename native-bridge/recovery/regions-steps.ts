// Choosing regions: the files at hand, the recipes, the choice per region; each change makes target and plan anew.
import { basename } from 'node:path';
import { BlockState } from '../../shared/model/blocks';
import { fault, Fault } from '../../shared/model/errors';
import type { RecipeId } from '../../shared/model/recovery';
import type { RegionChoice } from '../../shared/ipc/views';
import type { Context } from './context';
import { layoutFor } from './layout';
import type { OpenCase } from './open-case';
import { recipeNamed } from './recipe-desk';
import { refreshTarget } from './target';

/** Makes target, plan and the drawn plan of the open case anew. What stands in the way of a target becomes the case's last error. */
export async function refreshPlan(context: Context, options: { keepMap?: boolean } = {}): Promise<Fault | undefined> {
  const opened = context.openCase;
  if (!opened) return undefined;
  const chip = context.session?.chip ?? opened.record.chip;
  const link = context.session?.link ?? opened.record.link;
  const problem = await refreshTarget(context.deps.disk, opened, chip && link ? { chip, link } : undefined);
  if (!options.keepMap) drawCase(context, opened);
  return problem && new Fault(problem);
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
  const choices = Object.entries(opened.record.choices).filter(([, choice]) => choice.kind !== 'source' || choice.sourceId !== sourceId);
  await opened.update({
    sources: opened.record.sources.filter((source) => source.sourceId !== sourceId),
    choices: Object.fromEntries(choices),
  });
  await opened.sources.remove(sourceId);
  await opened.refreshRecipes();
  context.log('source-removed', { sourceId });
  await replan(context);
}

export async function chooseRegion(context: Context, region: string, choice: RegionChoice): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const { choices } = opened.record;
  checkChoice(opened, region, choice);
  await applyChoices(context, 'custom', { ...choices, [region]: choice });
}

export async function chooseRecipe(context: Context, recipe: RecipeId): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const offered = recipeNamed(opened.recipes, recipe);
  if (recipe !== 'custom' && !offered?.choices) throw fault('STATE_WRONG', { state: 'recipe-not-possible' });
  await applyChoices(context, recipe, recipe === 'custom' ? opened.record.choices : { ...offered?.choices });
}

/** A choice that makes no target is taken back: the case stays as it was, and the reason is answered. */
async function applyChoices(context: Context, recipe: RecipeId, choices: Readonly<Record<string, RegionChoice>>): Promise<void> {
  const opened = context.requireCase();
  const before = { recipe: opened.record.recipe, choices: opened.record.choices };
  await opened.update({ recipe, choices: { ...choices } });
  const problem = await refreshPlan(context, { keepMap: true });
  if (problem) {
    await opened.update(before);
    await replan(context);
    throw problem;
  }
  context.log('regions-chosen', { recipe, choices, target: opened.target?.sha256 ?? '' });
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
  if (choice.kind !== 'source') return;
  if (!view) throw fault('INPUT_INVALID', { detail: 'no such source' });
  if (view.problem) throw new Fault(view.problem);
  if (!view.regions.includes(region)) {
    const expected = layout.regions.find(({ name }) => name === region)?.length ?? 0;
    throw fault('IMAGE_WRONG_SIZE', { size: view.sizeBytes, expected });
  }
}
