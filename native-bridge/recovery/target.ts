// The image to be written, made of the base and the chosen regions, and its plan. Made anew for every look: bytes are not kept.
import { composeTarget, type RegionChoice as ComposeChoice } from '../../shared/firmware/compose';
import { inspectImage } from '../../shared/firmware/inspect';
import { planWrite } from '../../shared/firmware/plan-write';
import { mergeRanges } from '../../shared/firmware/ranges';
import { appError, fault, type AppError } from '../../shared/model/errors';
import type { ChipProfile } from '../../shared/model/chip';
import type { Finding, ImageReport } from '../../shared/firmware/report';
import type { RegionChoice } from '../../shared/ipc/views';
import { machineById } from '../../shared/machines';
import { assertNever } from '../../shared/model/result';
import type { ByteRange, WritePlan } from '../../shared/model/plan';
import type { LinkModel } from '../spi/bus';
import { chipContent, knownRanges, type ChipContent } from './chip-content';
import { errorOf, valueOf } from './context';
import type { Disk } from './files';
import { sha256Of } from './hash';
import { layoutFor, type CaseLayout } from './layout';
import type { OpenCase } from './open-case';
import { isOwnBackup } from './recipe-desk';

/** What stays of a composed target when its bytes are let go. */
export interface TargetState {
  readonly sha256: string;
  readonly report: ImageReport;
  readonly changedRegions: readonly string[];
  /** Codes of failures that the chip does not have now: they are of our making. What was broken and stays so is no reason to stop. */
  readonly newFailures: readonly string[];
  readonly plan?: WritePlan;
}

export interface ComposedTarget {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly layout: CaseLayout;
  readonly content: ChipContent;
  /** Of the image, and of the choices it was made of. */
  readonly findings: readonly Finding[];
  /** All that a write may change. */
  readonly ranges: readonly ByteRange[];
  readonly changedRegions: readonly string[];
}

/** Throws the faults of backups, sources and sizes. `undefined` while nothing is chosen. */
export async function composeFor(disk: Disk, opened: OpenCase): Promise<ComposedTarget | undefined> {
  const { record } = opened;
  const base = opened.base();
  const isChosen = Object.values(record.choices).some(({ kind }) => kind !== 'keep');
  if (!isChosen && !opened.journal.open) return undefined;
  if (!base) return record.backupOverride ? composeWithoutBase(opened) : undefined;

  const backup = await opened.vault.load(base);
  const layout = layoutFor(record.machineId, backup.length, opened.reportOf(base));
  const chosen = layout.regions.filter(({ name }) => (record.choices[name]?.kind ?? 'keep') !== 'keep');
  const before = await chipContent(disk, opened, backup);
  const { bytes, findings } = await composeImage(opened, before.base, layout);
  const sha256 = sha256Of(bytes);
  const content = await chipContent(disk, opened, backup, sha256);
  const changedRegions = chosen.filter(({ offset, length }) => !equalWithin(bytes, content.base, offset, length)).map(({ name }) => name);
  return { bytes, sha256, layout, content, findings, changedRegions, ranges: mergeRanges([...chosen, ...content.touched]) };
}

async function composeImage(
  opened: OpenCase,
  base: Uint8Array,
  layout: CaseLayout,
): Promise<{ bytes: Uint8Array; findings: readonly Finding[] }> {
  const { choices, machineId } = opened.record;
  const machine = machineId === undefined ? undefined : machineById(machineId);
  if (machine && layout.regions === machine.layout.regions) {
    const wanted: [string, ComposeChoice][] = [];
    for (const { name } of layout.regions) wanted.push([name, await composeChoice(opened, choices[name])]);
    const { target, findings } = valueOf(composeTarget({ base, machine, choices: Object.fromEntries(wanted) }));
    return { bytes: target, findings };
  }
  const bytes = base.slice();
  for (const region of layout.regions) {
    const choice = await composeChoice(opened, choices[region.name]);
    if (choice.kind !== 'source') continue;
    if (choice.bytes.length !== base.length) throw fault('IMAGE_WRONG_SIZE', { size: choice.bytes.length, expected: base.length });
    bytes.set(choice.bytes.subarray(region.offset, region.offset + region.length), region.offset);
  }
  return { bytes, findings: inspectImage(bytes).findings };
}

async function composeChoice(opened: OpenCase, choice: RegionChoice = { kind: 'keep' }): Promise<ComposeChoice> {
  switch (choice.kind) {
    case 'keep':
    case 'declare-valid':
      return choice;
    case 'backup': {
      const backup = opened.backup(choice.backupId);
      return { kind: 'source', bytes: await opened.vault.load(backup), label: backup.fileName, ownBackup: true };
    }
    case 'source': {
      const view = opened.sources.views.find(({ sourceId }) => sourceId === choice.sourceId);
      const base = opened.base();
      const ownBackup = base !== undefined && isOwnBackup(view?.report, opened.reportOf(base));
      return { kind: 'source', bytes: await opened.sources.load(choice.sourceId), label: view?.name ?? choice.sourceId, ownBackup };
    }
    default:
      return assertNever(choice);
  }
}

/** An unreadable chip: the whole of it from one full image, and nothing is assumed of what is there. */
async function composeWithoutBase(opened: OpenCase): Promise<ComposedTarget | undefined> {
  const { choices, machineId, chip } = opened.record;
  const ids = new Set(Object.values(choices).map((choice) => (choice.kind === 'source' ? choice.sourceId : '')));
  const [sourceId] = [...ids];
  const view = opened.sources.views.find((source) => source.sourceId === sourceId);
  if (ids.size !== 1 || view?.kind !== 'full-image') return undefined;
  const bytes = await opened.sources.load(view.sourceId);
  if (chip && bytes.length !== chip.sizeBytes) throw fault('IMAGE_WRONG_SIZE', { size: bytes.length, expected: chip.sizeBytes });
  const layout = layoutFor(machineId, bytes.length, view.report);
  if (!layout.regions.every(({ name }) => choices[name]?.kind === 'source')) return undefined;
  const whole = { offset: 0, length: bytes.length };
  const blank = new Uint8Array(bytes.length).fill(0xff);
  const content: ChipContent = { base: blank, current: blank, unknown: [whole], touched: [] };
  return {
    bytes,
    sha256: sha256Of(bytes),
    layout,
    content,
    findings: inspectImage(bytes, machineId === undefined ? {} : { machineId }).findings,
    ranges: [whole],
    changedRegions: layout.regions.map(({ name }) => name),
  };
}

export function planFor(composed: ComposedTarget, content: ChipContent, chip: ChipProfile, link: LinkModel): WritePlan {
  const { bytes, ranges, changedRegions, layout } = composed;
  return planWrite({
    current: content.current,
    currentKnown: knownRanges(bytes.length, content.unknown),
    target: bytes,
    ranges: mergeRanges([...ranges, ...content.unknown]),
    regionNames: changedRegions,
    chip,
    link,
    ...(layout.last ? { last: layout.last } : {}),
  });
}

/** Makes target and plan of the case anew; what stands in the way is answered, not thrown. */
export async function refreshTarget(
  disk: Disk,
  opened: OpenCase,
  planner: { chip: ChipProfile; link: LinkModel } | undefined,
): Promise<AppError | undefined> {
  opened.target = undefined;
  try {
    const composed = await composeFor(disk, opened);
    if (!composed) return undefined;
    if (planner && planner.chip.sizeBytes !== composed.bytes.length)
      return appError('IMAGE_WRONG_SIZE', { size: composed.bytes.length, expected: planner.chip.sizeBytes });
    const { machineId } = opened.record;
    const report = inspectImage(composed.bytes, machineId === undefined ? {} : { machineId });
    const base = opened.base();
    opened.target = {
      sha256: composed.sha256,
      report: { ...report, findings: composed.findings },
      newFailures: newFailures(composed.findings, base && opened.reportOf(base).findings),
      changedRegions: composed.changedRegions,
      ...(planner ? { plan: planFor(composed, composed.content, planner.chip, planner.link) } : {}),
    };
    return undefined;
  } catch (thrown) {
    return errorOf(thrown);
  }
}

function newFailures(after: readonly Finding[], before: readonly Finding[] = []): string[] {
  const known = new Set(before.map(({ code, offset }) => `${code}:${offset ?? ''}`));
  return after.filter(({ severity, code, offset }) => severity === 'fail' && !known.has(`${code}:${offset ?? ''}`)).map(({ code }) => code);
}

function equalWithin(a: Uint8Array, b: Uint8Array, offset: number, length: number): boolean {
  for (let at = offset; at < offset + length; at++) if (a[at] !== b[at]) return false;
  return true;
}
