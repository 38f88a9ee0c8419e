// The image to be written, made of the base and the chosen regions, and its plan. Made anew for every look: bytes are not kept.
import { inspectImage } from '../../shared/firmware/inspect';
import { planWrite } from '../../shared/firmware/plan-write';
import { mergeRanges } from '../../shared/firmware/ranges';
import { appError, fault, type AppError } from '../../shared/model/errors';
import type { ChipProfile } from '../../shared/model/chip';
import type { ImageReport } from '../../shared/firmware/report';
import type { ByteRange, WritePlan } from '../../shared/model/plan';
import type { LinkModel } from '../spi/bus';
import { chipContent, knownRanges, type ChipContent } from './chip-content';
import { errorOf } from './context';
import type { Disk } from './files';
import { sha256Of } from './hash';
import { layoutFor, type CaseLayout, type CaseRegion } from './layout';
import type { OpenCase } from './open-case';
import { regionBytesOf } from './sources';

/** What stays of a composed target when its bytes are let go. */
export interface TargetState {
  readonly sha256: string;
  readonly report: ImageReport;
  readonly changedRegions: readonly string[];
  readonly plan?: WritePlan;
}

export interface ComposedTarget {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly layout: CaseLayout;
  readonly content: ChipContent;
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
  const bytes = before.base.slice();
  for (const region of chosen) bytes.set(await chosenBytes(opened, region), region.offset);
  const sha256 = sha256Of(bytes);
  const content = await chipContent(disk, opened, backup, sha256);
  const changedRegions = chosen.filter(({ offset, length }) => !equalWithin(bytes, content.base, offset, length)).map(({ name }) => name);
  return { bytes, sha256, layout, content, changedRegions, ranges: mergeRanges([...chosen, ...content.touched]) };
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
  return { bytes, sha256: sha256Of(bytes), layout, content, ranges: [whole], changedRegions: layout.regions.map(({ name }) => name) };
}

async function chosenBytes(opened: OpenCase, region: CaseRegion): Promise<Uint8Array> {
  const choice = opened.record.choices[region.name];
  if (choice?.kind === 'backup') {
    const bytes = await opened.vault.load(opened.backup(choice.backupId));
    return bytes.subarray(region.offset, region.offset + region.length);
  }
  if (choice?.kind === 'source') return regionBytesOf(await opened.sources.load(choice.sourceId), opened.record.machineId, region);
  throw fault('INTERNAL', { detail: 'nothing chosen' });
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
    opened.target = {
      sha256: composed.sha256,
      report: inspectImage(composed.bytes, machineId === undefined ? {} : { machineId }),
      changedRegions: composed.changedRegions,
      ...(planner ? { plan: planFor(composed, composed.content, planner.chip, planner.link) } : {}),
    };
    return undefined;
  } catch (thrown) {
    return errorOf(thrown);
  }
}

function equalWithin(a: Uint8Array, b: Uint8Array, offset: number, length: number): boolean {
  for (let at = offset; at < offset + length; at++) if (a[at] !== b[at]) return false;
  return true;
}
