// A chip on a simulated CH341A under a virtual clock, for the tests of operations. Not part of the program.
import type { ByteRange, WritePlan } from '../../shared/model/plan';
import type { ChipInfo } from '../../shared/model/chip';
import type { BlockRun } from '../../shared/model/blocks';
import type { JournalEntry } from '../../shared/model/journal';
import type { Progress } from '../../shared/model/progress';
import type { Result } from '../../shared/model/result';
import { planWrite } from '../../shared/firmware/plan-write';
import { VirtualClock } from '../clock';
import { openCh341a } from '../programmers/ch341a';
import { Ch341aDevice } from '../simulator/ch341a-device';
import { FaultyFlash } from '../simulator/faults';
import { NorChip } from '../simulator/nor-chip';
import type { NorProfile } from '../simulator/nor-profile';
import type { OperationContext, WriteParams } from './device-session';
import { LocalDeviceSession } from './local-session';

export interface Bench {
  readonly chip: NorChip;
  readonly flash: FaultyFlash;
  readonly usb: Ch341aDevice;
  readonly clock: VirtualClock;
  readonly session: LocalDeviceSession;
  /** Puts back what broke, and opens the adapter again. */
  reopen(): Promise<void>;
}

/** `content` is copied. The session is open. */
export async function makeBench(profile: NorProfile, content?: Uint8Array): Promise<Bench> {
  const clock = new VirtualClock();
  const chip = new NorChip(profile, content?.slice());
  const flash: FaultyFlash = new FaultyFlash(chip, () => usb.unplug());
  const usb: Ch341aDevice = new Ch341aDevice({ flash, clock });
  const info = { id: 'simulated', kind: 'simulated' as const, name: 'Test' };
  const session = new LocalDeviceSession({
    drivers: [
      {
        kind: 'simulated',
        list: () => Promise.resolve([info]),
        open: async () => {
          const { bus } = await openCh341a('ch341a', { backend: usb, clock, platform: 'linux' });
          return { info, bus, clock };
        },
      },
    ],
  });
  await session.open('simulated');
  const reopen = async () => {
    await session.close();
    flash.mend(clock.now());
    usb.plugIn();
    unwrap(await session.open('simulated'));
  };
  return { chip, flash, usb, clock, session, reopen };
}

export interface Recorder extends OperationContext {
  readonly events: Progress[];
  readonly runs: BlockRun[][];
  readonly codes: string[];
  readonly stop: AbortController;
}

export function recorder(onProgress: (progress: Progress) => void = () => undefined): Recorder {
  const events: Progress[] = [];
  const runs: BlockRun[][] = [];
  const codes: string[] = [];
  const stop = new AbortController();
  return {
    events,
    runs,
    codes,
    stop,
    signal: stop.signal,
    progress: (progress) => {
      events.push(progress);
      onProgress(progress);
    },
    blocks: (changed) => runs.push([...changed]),
    log: (code) => codes.push(code),
  };
}

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.params)}`);
  return result.value;
}

/** Bytes that look like firmware: noise with blank stretches. */
export function firmwareLike(sizeBytes: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  const words = new Uint32Array(bytes.buffer);
  let x = (seed * 2_654_435_761) >>> 0 || 1;
  for (let index = 0; index < words.length; index++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    words[index] = x;
  }
  for (let at = 0; at < sizeBytes; at += 65_536) bytes.fill(0xff, at + 0x8000, at + 0x9000);
  return bytes;
}

/** `base` with `ranges` replaced from `source`. */
export function composed(base: Uint8Array, source: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  const image = base.slice();
  for (const { offset, length } of ranges) image.set(source.subarray(offset, offset + length), offset);
  return image;
}

export function planFor(
  chip: ChipInfo,
  current: Uint8Array,
  desired: Uint8Array,
  ranges: readonly ByteRange[],
  unknown: readonly ByteRange[] = [],
): WritePlan {
  const whole = { offset: 0, length: chip.sizeBytes };
  const known = unknown.length === 0 ? undefined : knownBeside(whole, unknown);
  return planWrite({
    current,
    ...(known ? { currentKnown: known } : {}),
    target: desired,
    ranges,
    regionNames: ['test'],
    chip,
    link: { byteUs: 7.5, roundTripUs: 120, unitBytes: 31 },
  });
}

function knownBeside(whole: ByteRange, unknown: readonly ByteRange[]): ByteRange[] {
  const known: ByteRange[] = [];
  let at = whole.offset;
  for (const range of [...unknown].sort((a, b) => a.offset - b.offset)) {
    if (range.offset > at) known.push({ offset: at, length: range.offset - at });
    at = Math.max(at, range.offset + range.length);
  }
  if (at < whole.length) known.push({ offset: at, length: whole.length - at });
  return known;
}

/** Journal in memory. */
export function memoryJournal(): { readonly entries: JournalEntry[]; readonly write: WriteParams['journal'] } {
  const entries: JournalEntry[] = [];
  return {
    entries,
    write: async (entry) => {
      await Promise.resolve();
      entries.push(entry);
    },
  };
}
