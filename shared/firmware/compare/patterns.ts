// Regularities in what differs: a distance that repeats, an address bit that did not arrive, a stream that slipped, runs of FF.
import { keptRanges, type Tally } from './tally';
import type { Patterns, Side } from './types';

/** The stretch compared, of equal length in both; `tally` counts it. */
export interface Compared {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  /** The same, the last word filled up. */
  readonly leftWords: Int32Array;
  readonly rightWords: Int32Array;
  readonly tally: Tally;
}

const MAX_SAMPLES = 2048;
const LEAST_SAMPLES = 32;
/** A run of FF shorter than this may be content. */
const BLANK_RUN_BYTES = 16;

export function patternsOf(compared: Compared): Patterns {
  if (compared.tally.bytes === 0) return {};
  const samples = sampleOffsets(compared);
  const crossed = crossedAddress(compared, samples);
  const slip = crossed ? undefined : slipOf(compared);
  const blank = blankRuns(compared);
  const period = periodOf(compared.tally);
  const block = onlyBlock(compared.tally);
  return {
    ...(period ? { period } : {}),
    ...(crossed ?? {}),
    ...(slip ? { slip } : {}),
    ...(blank ? { blank } : {}),
    ...(block ? { inOneBlock: block } : {}),
  };
}

/** Offsets of differing bytes, spread over all ranges and inside the long ones. */
function sampleOffsets({ left, right, tally }: Compared): number[] {
  const kept = keptRanges(tally);
  const each = Math.max(1, Math.floor(MAX_SAMPLES / kept));
  const stride = Math.max(1, Math.ceil(kept / MAX_SAMPLES));
  const samples: number[] = [];
  for (let index = 0; index < kept; index += stride) {
    const [start, end] = [tally.starts[index]!, tally.ends[index]!];
    const step = Math.max(1, Math.floor((end - start) / each));
    for (let at = start, taken = 0; at < end && taken < each; at += step, taken++) if (left[at] !== right[at]) samples.push(at);
  }
  return samples;
}

/** One address bit for which each differing byte of one file is the other's byte at the address with that bit turned over. */
function crossedAddress(
  { left, right }: Compared,
  samples: readonly number[],
): Pick<Patterns, 'addressBit' | 'exchangedBytes'> | undefined {
  if (samples.length < LEAST_SAMPLES) return undefined;
  for (let bit = 0; 1 << bit < left.length; bit++) {
    for (const file of ['right', 'left'] as const) {
      const [good, bad] = file === 'right' ? [left, right] : [right, left];
      let [agree, telling, withBit, known] = [0, 0, 0, 0];
      const look = (at: number): void => {
        const other = at ^ (1 << bit);
        if (other >= good.length || bad[at] === good[at]) return;
        known++;
        if (bad[at] !== good[other]) return;
        agree++;
        // FF beside FF proves nothing.
        if (bad[at] !== 0xff && bad[at] !== 0) telling++;
        if ((at >>> bit) & 1) withBit++;
      };
      for (const at of samples) {
        look(at);
        // Exchanged places differ in pairs; of a stuck address only one of the pair does.
        if ((at ^ (1 << bit)) < good.length) look(at ^ (1 << bit));
        if (known >= LEAST_SAMPLES && agree < 0.5 * known) break;
      }
      if (telling < LEAST_SAMPLES || agree < 0.98 * known) continue;
      const share = withBit / agree;
      if (share >= 0.98) return { addressBit: { bit, file, stuckAt: 0 } };
      if (share <= 0.02) return { addressBit: { bit, file, stuckAt: 1 } };
      return { exchangedBytes: 1 << bit };
    }
  }
  return undefined;
}

/** Inside the longest differing stretches: whether one file is the other some bytes or bits later. */
function slipOf({ left, right, tally }: Compared): Patterns['slip'] {
  const kept = keptRanges(tally);
  let [longest, length, start] = [-1, 0, 0];
  for (let index = 0; index < kept; index++) {
    const size = tally.ends[index]! - tally.starts[index]!;
    if (size > length) [longest, length, start] = [index, size, tally.starts[index]!];
  }
  if (longest < 0 || length < 256) return undefined;
  const from = start + (length >>> 1) - 96;
  for (let distance = 1; distance <= 64; distance++) {
    for (const byBytes of [distance, -distance]) {
      if (agreesAt(from, 160, (at) => right[at] === left[at + byBytes], left)) return slip(byBytes, 0);
    }
  }
  for (let bits = 1; bits < 8; bits++) {
    const early = (at: number): boolean => right[at] === (((left[at]! << bits) | (left[at + 1]! >>> (8 - bits))) & 0xff);
    const late = (at: number): boolean => right[at] === (((left[at]! >>> bits) | (left[at - 1]! << (8 - bits))) & 0xff);
    if (agreesAt(from, 160, early, left)) return slip(0, bits);
    if (agreesAt(from, 160, late, left)) return slip(0, -bits);
  }
  return undefined;

  function slip(byBytes: number, byBits: number): Patterns['slip'] {
    return { offset: start, byBytes, byBits };
  }
}

function agreesAt(from: number, length: number, holds: (at: number) => boolean, left: Uint8Array): boolean {
  let [agree, changes] = [0, 0];
  for (let at = Math.max(1, from); at < from + length; at++) {
    if (holds(at)) agree++;
    else if (at - from - agree > 4) return false;
    if (left[at] !== left[at - 1]) changes++;
  }
  return agree >= length * 0.95 && changes > length / 4;
}

/** Long runs of FF or 00 that only one of the files has, as far as they explain what differs. */
function blankRuns({ left, right, leftWords, rightWords, tally }: Compared): Patterns['blank'] {
  let best: Patterns['blank'];
  for (const file of ['left', 'right'] as const) {
    const [bytes, words, other] = file === 'left' ? [left, leftWords, right] : [right, rightWords, left];
    for (const value of [0xff, 0]) {
      const found = runsIn(bytes, words, other, value, tally, file);
      if (found && found.bytes > (best?.bytes ?? 0)) best = found;
    }
  }
  return best;
}

function runsIn(bytes: Uint8Array, words: Int32Array, other: Uint8Array, value: number, tally: Tally, file: Side): Patterns['blank'] {
  const kept = keptRanges(tally);
  let [runs, differing, end, wholeBlocks] = [0, 0, -1, true];
  for (let index = 0; index < kept; index++) {
    const [from, to] = [tally.starts[index]!, tally.ends[index]!];
    if (to - from < BLANK_RUN_BYTES) continue;
    if (to <= end) {
      differing += differingIn(bytes, other, from, to, tally);
      continue;
    }
    // The run goes on where the other file happens to hold the same value.
    const runEnd = endOfRun(bytes, words, value, from);
    if (runEnd < to) continue;
    differing += differingIn(bytes, other, from, to, tally);
    runs++;
    end = runEnd;
    let start = from;
    while (start > 0 && bytes[start - 1] === value) start--;
    const first = Math.ceil(start / 4096) * 4096;
    wholeBlocks &&= first <= from && Math.floor(end / 4096) * 4096 >= to;
  }
  return runs === 0 ? undefined : { file, value, runs, bytes: differing, wholeBlocks };
}

/** End of the run of `value` that begins at `from`. */
function endOfRun(bytes: Uint8Array, words: Int32Array, value: number, from: number): number {
  let at = from;
  for (; at & 3; at++) if (bytes[at] !== value) return at;
  const [wanted, last] = [Math.imul(value, 0x01010101), bytes.length >>> 2];
  let word = at >>> 2;
  while (word < last && words[word] === wanted) word++;
  for (at = word * 4; at < bytes.length && bytes[at] === value;) at++;
  return at;
}

/** Whole blocks are counted already. */
function differingIn(bytes: Uint8Array, other: Uint8Array, from: number, to: number, { byBlock }: Tally): number {
  let count = 0;
  for (let at = from; at < to;) {
    if ((at & 4095) === 0 && at + 4096 <= to) {
      count += byBlock[at >>> 12]!;
      at += 4096;
    } else {
      for (const stop = Math.min(to, (at & ~4095) + 4096); at < stop; at++) if (bytes[at] !== other[at]) count++;
    }
  }
  return count;
}

/** Distances between places that differ: reads come in chunks, and a fault of a chunk comes back in each of them. */
function periodOf(tally: Tally): Patterns['period'] {
  const kept = keptRanges(tally);
  if (kept < 8) return undefined;
  const span = tally.starts[kept - 1]! - tally.starts[0]!;
  let best: Patterns['period'];
  const stride = Math.ceil(kept / MAX_SAMPLES);
  for (const bytes of candidatePeriods(tally, kept, stride)) {
    if (bytes < 16 || span < bytes * 8) continue;
    const residues = new Map<number, number>();
    let [looked, most] = [0, 0];
    for (let index = 0; index < kept; index += stride) {
      const residue = tally.starts[index]! % bytes;
      const count = (residues.get(residue) ?? 0) + 1;
      residues.set(residue, count);
      most = Math.max(most, count);
      looked++;
    }
    const share = most / looked;
    if (share >= 0.8 && bytes > (best?.bytes ?? 0)) best = { bytes, share };
  }
  return best;
}

function candidatePeriods({ starts }: Tally, kept: number, stride: number): Set<number> {
  const gaps = new Map<number, number>();
  for (let index = 1; index < kept; index += stride) {
    const gap = starts[index]! - starts[index - 1]!;
    gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
  }
  const commonest = [...gaps].sort((a, b) => b[1] - a[1]).slice(0, 2);
  return new Set([...commonest.map(([gap]) => gap), ...[31, 62], ...Array.from({ length: 13 }, (_, power) => 16 << power)]);
}

function onlyBlock({ byBlock }: Tally): Patterns['inOneBlock'] {
  let [first, last] = [-1, -1];
  for (let index = 0; index < byBlock.length; index++) {
    if (byBlock[index] === 0) continue;
    if (first < 0) first = index;
    last = index;
  }
  if (first === last) return { offset: first * 4096, length: 4096 };
  return first >> 4 === last >> 4 ? { offset: (first >> 4) * 65536, length: 65536 } : undefined;
}
