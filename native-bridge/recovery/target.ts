// The image to be written, made of the base and the chosen regions, and its plan. Made anew for every look: bytes are not kept.
import {
  judgeComposition,
  ledgerOf,
  placeRegions,
  wholeWithoutBackup,
  type ComposeRequest,
  type PlacedRegion,
  type PlacedTarget,
  type RegionChoice as ComposeChoice,
} from '../../shared/firmware/compose';
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
import { sha256Aside } from './hash';
import { layoutFor, type CaseLayout, type CaseRegion } from './layout';
import type { OpenCase } from './open-case';
import { isOwnBackup } from './recipe-desk';

/** What stays of a composed target when its bytes are let go. */
export interface TargetState {
  readonly sha256: string;
  readonly report: ImageReport;
  readonly changedRegions: readonly string[];
  /** Codes of failures that the chip does not have now: they are of our making. What was broken and stays so is no reason to stop. */
  readonly newFailures: readonly string[];
  /** Codes of failures that the chip has now and keeps, of a machine that is known: a person says that they know. */
  readonly oldFailures: readonly string[];
  /** None while there are new failures, unless a write of it has begun. */
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
  /** How it was composed; absent where it is one file, whole. */
  readonly composed?: { readonly request: ComposeRequest; readonly placed: PlacedTarget };
}

/** Throws the faults of backups, sources, sizes and rules. `undefined` while nothing is chosen. */
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
  const request = await requestFor(opened, before.base, base.fileName, layout);
  const placed = valueOf(placeRegions(request));
  const bytes = placed.target;
  const sha256 = await sha256Aside(bytes);
  const content = await chipContent(disk, opened, backup, sha256);
  const changedRegions = chosen.filter(({ offset, length }) => !equalWithin(bytes, content.base, offset, length)).map(({ name }) => name);
  const ranges = mergeRanges([...chosen, ...content.touched]);
  return { bytes, sha256, layout, content, changedRegions, ranges, composed: { request, placed } };
}

async function requestFor(opened: OpenCase, base: Uint8Array, baseLabel: string, layout: CaseLayout): Promise<ComposeRequest> {
  const { choices, machineId, recipe } = opened.record;
  const known = machineId === undefined ? undefined : machineById(machineId);
  const machine = known && layout.regions === known.layout.regions ? known : undefined;
  const wanted: [string, ComposeChoice][] = [];
  for (const { name } of layout.regions) wanted.push([name, await composeChoice(opened, choices[name])]);
  return {
    base,
    baseLabel,
    choices: Object.fromEntries(wanted),
    ...(machine ? { machine } : { placement: { sizeBytes: base.length, by: 'descriptor', regions: layout.regions.map(placedRegion) } }),
    // Chosen region by region by a person who sees the warning; never where the file is known to be of another board.
    ...(recipe === 'custom' ? { foreignMe: 'unknown-owner' as const } : {}),
  };
}

/** Without a map the BIOS region holds the variables too. */
const placedRegion = (region: CaseRegion): PlacedRegion => ({ ...region, perBoard: region.name === 'bb' ? 'no' : 'maybe' });

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
    sha256: await sha256Aside(bytes),
    layout,
    content,
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
  let made: TargetState | undefined;
  try {
    const composed = await composeFor(disk, opened);
    if (!composed) return undefined;
    if (planner && planner.chip.sizeBytes !== composed.bytes.length)
      return appError('IMAGE_WRONG_SIZE', { size: composed.bytes.length, expected: planner.chip.sizeBytes });
    const judged = await judge(opened, composed);
    const mayPlan = judged.newFailures.length === 0 || opened.journal.open;
    made = {
      ...judged,
      sha256: composed.sha256,
      changedRegions: composed.changedRegions,
      ...(planner && mayPlan ? { plan: planFor(composed, composed.content, planner.chip, planner.link) } : {}),
    };
    return undefined;
  } catch (thrown) {
    return errorOf(thrown);
  } finally {
    // Only now: what is shown meanwhile is the target that was, not none.
    opened.target = made;
  }
}

type Judged = Pick<TargetState, 'report' | 'newFailures' | 'oldFailures'>;

/** Failures are told apart by the backup: what it has is the chip's, the rest would be ours. */
async function judge(opened: OpenCase, { bytes, composed, layout }: ComposedTarget): Promise<Judged> {
  const report = await opened.inspect(bytes);
  const base = opened.base();
  if (!composed || !base) {
    const newFailures = codesOf(ledgerOf(report.findings, []).introduced);
    return { report: { ...report, findings: [wholeWithoutBackup(layout.regions), ...report.findings] }, newFailures, oldFailures: [] };
  }
  const { findings, faults } = judgeComposition(composed.request, composed.placed, opened.reportOf(base), report);
  return {
    report: { ...report, findings },
    newFailures: codesOf(faults.introduced),
    oldFailures: composed.request.machine ? codesOf(faults.remaining) : [],
  };
}

const codesOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ code }) => code))];

function equalWithin(a: Uint8Array, b: Uint8Array, offset: number, length: number): boolean {
  for (let at = offset; at < offset + length; at++) if (a[at] !== b[at]) return false;
  return true;
}
