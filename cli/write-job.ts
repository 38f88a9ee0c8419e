// A write from plan to proof, fresh or going on after a fault: the part that both share.
import { planWrite } from '../shared/firmware/plan-write';
import { endOf, mergeRanges, subtract } from '../shared/firmware/ranges';
import { copyOf } from '../shared/firmware/bytes';
import type { ChipInfo } from '../shared/model/chip';
import { fault, type AppError } from '../shared/model/errors';
import type { ByteRange, WritePlan } from '../shared/model/plan';
import { sha256Of } from '../native-bridge/recovery/hash';
import type { JournalView } from '../native-bridge/recovery/journal';
import type { Device } from './device';
import { differencesByRegion } from './differences';
import { layoutOf } from './target';
import { planJson, rangesText } from './plan-view';
import { valueOf, VerbFailure, type Verb } from './verb';
import type { WriteFolder } from './write-folder';

export interface WriteJob {
  readonly chip: ChipInfo;
  readonly plan: WritePlan;
  readonly desired: Uint8Array;
  /** Whole chip as it is believed to be. */
  readonly known: Uint8Array;
  readonly unknown: readonly ByteRange[];
  /** The only bytes that may change, beside `unknown`. */
  readonly chosen: readonly ByteRange[];
  /** What an earlier run found before it lifted protection. */
  readonly restoreRegisters?: readonly number[] | undefined;
}

/** What is read back beside the units, which the write itself reads back. */
export type VerifyMode = 'full' | 'touched';

export interface Proof {
  readonly comparedBytes: number;
  /** Of the whole chip; full verify only. */
  readonly sha256?: string;
}

/** Fails with the folder to go on from; where nothing was begun yet, the folder says so too. */
export async function runWrite(device: Device, job: WriteJob, folder: WriteFolder): Promise<void> {
  const { chip, plan, desired, known, unknown, restoreRegisters } = job;
  const result = await device.session.write(
    { chip, plan, desired, known, unknown, restoreRegisters, journal: folder.journal },
    device.context,
  );
  if (result.ok && result.value.proven) return;
  const error = result.ok ? fault('VERIFY_MISMATCH', { count: 0, first: 'unknown' }, undefined, 'modified').error : result.error;
  throw await writeFailure(error, plan, folder);
}

async function writeFailure(error: AppError, plan: WritePlan, folder: WriteFolder): Promise<VerbFailure> {
  const { touched, oldUnits, newUnits, unknownUnits } = await folder.progress();
  const blocks = { old: oldUnits, new: newUnits, unknown: unknownUnits };
  const text = touched
    ? [
        `Written and read back: ${rangesText(newUnits)}`,
        `Still as before:       ${rangesText(oldUnits)}`,
        `Not known:             ${rangesText(unknownUnits)}`,
        `To go on: rom-rescue write --resume ${folder.path}`,
      ]
    : [];
  const json = { plan: planJson(plan), verified: false, chipState: error.chipState, blocks, ...(touched ? { resume: folder.path } : {}) };
  return new VerbFailure(error, json, text);
}

/**
 * Every unit was read back by the write; a full verify reads the rest, so that each byte was read after it was written.
 * Where nothing was written, nothing was read back either: then the chosen bytes are.
 */
export async function prove(
  device: Device,
  { chip, plan, desired, chosen }: WriteJob,
  mode: VerifyMode,
  folder: WriteFolder,
): Promise<Proof> {
  const everything = [{ offset: 0, length: chip.sizeBytes }];
  const units = plan.units.map(({ range }) => range);
  const ranges = (mode === 'full' ? everything : units.length === 0 ? chosen : []).flatMap((range) => subtract(range, mergeRanges(units)));
  const chipState = units.length === 0 ? 'untouched' : 'modified';
  const tell = { plan: planJson(plan), verified: false, chipState, resume: folder.path };
  const text = [
    'Everything was written and read back; comparing the rest did not end well.',
    `To verify again: rom-rescue write --resume ${folder.path}`,
  ];
  const outcome =
    ranges.length === 0
      ? { differences: [], comparedBytes: 0 }
      : valueOf(await device.session.verify({ chip, expected: desired, ranges }, device.context), tell, text);
  const [first] = outcome.differences;
  if (!first) return { comparedBytes: outcome.comparedBytes + unitBytes(plan), ...(mode === 'full' ? { sha256: sha256Of(desired) } : {}) };
  const differences = differencesByRegion(outcome.differences, layoutOf(desired, undefined, chip.sizeBytes));
  const error = fault('VERIFY_MISMATCH', { count: differences.length, first: rangesText([first]) }, undefined, chipState).error;
  throw new VerbFailure(error, { ...tell, differences }, text);
}

export const unitBytes = (plan: WritePlan): number => plan.units.reduce((sum, { range }) => sum + range.length, 0);

/** What is left to do after a fault. Blocks that are not known are written whole, also where they stick out of the regions. */
export function resumedJob(folder: WriteFolder, known: Uint8Array, chip: ChipInfo, device: Device, done: JournalView): WriteJob {
  const { desired, record } = folder;
  const current = copyOf(known);
  for (const range of done.newUnits) current.set(desired.subarray(range.offset, endOf(range)), range.offset);
  const unknown = mergeRanges(done.unknownUnits);
  const plan = planWrite({
    current,
    currentKnown: subtract({ offset: 0, length: chip.sizeBytes }, unknown),
    target: desired,
    ranges: mergeRanges([...record.ranges, ...unknown]),
    regionNames: record.regions,
    chip,
    link: device.link,
    ...(record.last ? { last: record.last } : {}),
  });
  return { chip, plan, desired, known: current, unknown, chosen: record.ranges, restoreRegisters: done.restoreRegisters };
}

/** Throws SAFETY_REFUSED unless the user agreed: in advance with --yes, or by typing it now. */
export async function requireConsent(verb: Verb, yes: boolean, what: readonly string[]): Promise<void> {
  if (yes) return;
  const problem = 'a write must be confirmed';
  if (!verb.terminal.interactive)
    throw fault('SAFETY_REFUSED', { problem, next: 'Look at the plan first (rom-rescue plan), then add --yes.' });
  for (const line of what) verb.terminal.note(line);
  const typed = await verb.terminal.ask('Type WRITE to start: ', verb.signal);
  verb.signal.throwIfAborted();
  if (typed?.trim() !== 'WRITE')
    throw fault('SAFETY_REFUSED', { problem, next: 'Nothing was written. Run it again and type WRITE in capitals.' });
}
