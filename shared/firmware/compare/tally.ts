// Counting what differs between two equally long runs of bytes: the inner loop of every comparison. Knows no structure.
import { addBitPositions } from './bit-positions';

/** Runs of equal bytes shorter than this do not part two differences. */
export const JOIN_BYTES = 16;
/** Ranges kept; more are only counted. */
const MAX_RANGES = 0x10000;
const BLOCK_WORDS = 1024;

export interface Tally {
  bytes: number;
  /** By bit of the byte: how often it is 1 in the first and 0 in the second, and the other way round. */
  readonly cleared: Uint32Array;
  readonly set: Uint32Array;
  /** Differing words by which of their four bytes differ: bit 0 the lowest address. */
  readonly byLanes: Uint32Array;
  /** Differing bytes by word inside 4 KiB. */
  readonly byWord: Uint32Array;
  /** Differing bytes by 4 KiB. */
  readonly byBlock: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Ranges found; the first `MAX_RANGES` are in `starts` and `ends`. */
  ranges: number;
  lastEnd: number;
}

export const newTally = (length: number): Tally => ({
  bytes: 0,
  cleared: new Uint32Array(8),
  set: new Uint32Array(8),
  byLanes: new Uint32Array(16),
  byWord: new Uint32Array(BLOCK_WORDS),
  byBlock: new Uint16Array(Math.ceil(length / 4096)),
  starts: new Uint32Array(MAX_RANGES),
  ends: new Uint32Array(MAX_RANGES),
  ranges: 0,
  lastEnd: -JOIN_BYTES,
});

export const keptRanges = (tally: Tally): number => Math.min(tally.ranges, MAX_RANGES);

/** The next difference begins a range of its own. */
export function cutRange(tally: Tally): void {
  tally.lastEnd = -JOIN_BYTES;
}

const changes = new Int32Array(BLOCK_WORDS);
const clearings = new Int32Array(BLOCK_WORDS);

/** Adds what differs in bytes [from, to) of the two. Calls are ascending. */
export function tallyRange(left: Int32Array, right: Int32Array, from: number, to: number, tally: Tally): void {
  for (let at = from; at < to;) {
    const next = Math.min(to, (at & ~4095) + 4096);
    if (wordsDiffer(left, right, at >>> 2, (next + 3) >>> 2)) tallyBlock(left, right, at, next, tally);
    at = next;
  }
}

/** Inside one block of 4 KiB. */
function tallyBlock(left: Int32Array, right: Int32Array, from: number, to: number, tally: Tally): void {
  const { byLanes, byWord, starts, ends } = tally;
  const [first, last] = [from >>> 2, (to - 1) >>> 2];
  const [firstMask, lastMask] = [-1 << ((from & 3) * 8), -1 >>> (((4 - (to & 3)) & 3) * 8)];
  let { lastEnd, ranges } = tally;
  let [bytes, words] = [0, 0];
  for (let at = first; at <= last; at++) {
    const word = left[at]!;
    let change = word ^ right[at]!;
    if (change === 0) continue;
    if (at === first) change &= firstMask;
    if (at === last) change &= lastMask;
    if (change === 0) continue;
    changes[words] = change;
    clearings[words] = change & word;
    words++;
    // The top bit of each byte that is not 0.
    const marks = (((change & 0x7f7f7f7f) + 0x7f7f7f7f) | change) & 0x80808080;
    byLanes[((marks >>> 7) & 1) | ((marks >>> 14) & 2) | ((marks >>> 21) & 4) | ((marks >>> 28) & 8)]!++;
    const count = Math.imul(marks >>> 7, 0x01010101) >>> 24;
    bytes += count;
    byWord[at & (BLOCK_WORDS - 1)]! += count;

    const start = at * 4 + ((31 - Math.clz32(change & -change)) >> 3);
    if (start - lastEnd >= JOIN_BYTES) {
      if (lastEnd > 0 && ranges <= MAX_RANGES) ends[ranges - 1] = lastEnd;
      if (ranges < MAX_RANGES) starts[ranges] = start;
      ranges++;
    }
    lastEnd = at * 4 + 4 - (Math.clz32(change) >>> 3);
  }
  if (words === 0) return;
  if (ranges <= MAX_RANGES) ends[ranges - 1] = lastEnd;
  addBitPositions(clearings, words, tally.cleared);
  // What changed and was not cleared was set.
  for (let at = 0; at < words; at++) changes[at]! ^= clearings[at]!;
  addBitPositions(changes, words, tally.set);
  tally.bytes += bytes;
  tally.byBlock[from >>> 12]! += bytes;
  tally.lastEnd = lastEnd;
  tally.ranges = ranges;
}

function wordsDiffer(left: Int32Array, right: Int32Array, from: number, to: number): boolean {
  let differing = 0;
  for (let at = from; at < to; at++) differing |= left[at]! ^ right[at]!;
  return differing !== 0;
}

/**
 * The bytes as signed words (one over 2^31 would be a float to the engine), the last filled up with 00; a copy only where
 * the view is not aligned or its length is no multiple of four.
 */
export function paddedWords(bytes: Uint8Array): Int32Array {
  if (bytes.byteOffset % 4 === 0 && bytes.length % 4 === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return new Int32Array(padded.buffer);
}

/** Equal in length and content; stops soon after the first difference. */
export function sameContent(left: Uint8Array, right: Uint8Array): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  const [a, b] = [paddedWords(left), paddedWords(right)];
  for (let at = 0; at < a.length; at += BLOCK_WORDS) if (wordsDiffer(a, b, at, Math.min(at + BLOCK_WORDS, a.length))) return false;
  return true;
}

export const sumOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
