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
  /** Differing bytes by place in their word: 0 the lowest address. */
  readonly byLane: Uint32Array;
  /** Differing bytes by word inside 4 KiB. */
  readonly byWord: Uint32Array;
  /** Differing bytes by 4 KiB. */
  readonly byBlock: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Ranges found; the first `MAX_RANGES` are in `starts` and `ends`. */
  ranges: number;
  lastEnd: number;
  /** By word inside 4 KiB, for each of its bytes in 8 bits: what `byLane` and `byWord` have still to get. */
  readonly waiting: Int32Array;
  blocksWaiting: number;
}

export const newTally = (length: number): Tally => ({
  bytes: 0,
  cleared: new Uint32Array(8),
  set: new Uint32Array(8),
  byLane: new Uint32Array(4),
  byWord: new Uint32Array(BLOCK_WORDS),
  byBlock: new Uint16Array(Math.ceil(length / 4096)),
  starts: new Uint32Array(MAX_RANGES),
  ends: new Uint32Array(MAX_RANGES),
  ranges: 0,
  lastEnd: -JOIN_BYTES,
  waiting: new Int32Array(BLOCK_WORDS),
  blocksWaiting: 0,
});

export const keptRanges = (tally: Tally): number => Math.min(tally.ranges, MAX_RANGES);

/** The next difference begins a range of its own. */
export function cutRange(tally: Tally): void {
  tally.lastEnd = -JOIN_BYTES;
}

const clearings = new Int32Array(BLOCK_WORDS);
const settings = new Int32Array(BLOCK_WORDS);

/** Adds what differs in bytes [from, to) of the two. Calls are ascending. */
export function tallyRange(left: Int32Array, right: Int32Array, from: number, to: number, tally: Tally): void {
  for (let at = from; at < to;) {
    const next = Math.min(to, (at & ~4095) + 4096);
    if (wordsDiffer(left, right, at >>> 2, (next + 3) >>> 2)) tallyBlock(left, right, at, next, tally);
    at = next;
  }
}

/** Inside one block of 4 KiB. Every word of a file that differs all over comes here: what can wait is done once a block. */
function tallyBlock(left: Int32Array, right: Int32Array, from: number, to: number, tally: Tally): void {
  const { waiting, starts, ends } = tally;
  const [first, last] = [from >>> 2, (to - 1) >>> 2];
  const [firstMask, lastMask] = [-1 << ((from & 3) * 8), -1 >>> (((4 - (to & 3)) & 3) * 8)];
  let { lastEnd, ranges } = tally;
  // Two sums of 16 bits: a block has no more than 4096 bytes.
  let [pairs, words, lastAt, lastChange] = [0, 0, -1, 0];
  for (let at = first; at <= last; at++) {
    const [before, after] = [left[at]!, right[at]!];
    let change = before ^ after;
    if (change === 0) continue;
    if (at === first) change &= firstMask;
    if (at === last) change &= lastMask;
    if (change === 0) continue;
    clearings[words] = change & before;
    settings[words] = change & after;
    words++;
    // 1 in each byte that is not 0.
    const marks = ((((change & 0x7f7f7f7f) + 0x7f7f7f7f) | change) >>> 7) & 0x01010101;
    const place = at & (BLOCK_WORDS - 1);
    waiting[place] = (waiting[place]! + marks) | 0;
    pairs += (marks & 0x00010001) + ((marks >>> 8) & 0x00010001);
    // Words nearer than this are nearer than JOIN_BYTES whichever of their bytes differ.
    if (lastAt < 0 || at - lastAt >= JOIN_BYTES / 4) {
      if (lastAt >= 0) lastEnd = endOfChange(lastAt, lastChange);
      const start = at * 4 + ((31 - Math.clz32(change & -change)) >> 3);
      if (start - lastEnd >= JOIN_BYTES) {
        if (lastEnd > 0 && ranges <= MAX_RANGES) ends[ranges - 1] = lastEnd;
        if (ranges < MAX_RANGES) starts[ranges] = start;
        ranges++;
      }
    }
    lastAt = at;
    lastChange = change;
  }
  if (words === 0) return;
  lastEnd = endOfChange(lastAt, lastChange);
  if (ranges <= MAX_RANGES) ends[ranges - 1] = lastEnd;
  addBitPositions(clearings, words, tally.cleared);
  addBitPositions(settings, words, tally.set);
  const bytes = (pairs & 0xffff) + (pairs >>> 16);
  tally.bytes += bytes;
  tally.byBlock[from >>> 12]! += bytes;
  tally.lastEnd = lastEnd;
  tally.ranges = ranges;
  if (++tally.blocksWaiting === 255) settle(tally);
}

const endOfChange = (at: number, change: number): number => at * 4 + 4 - (Math.clz32(change) >>> 3);

/** Brings `byLane` and `byWord` up to date; to be called before they are read. */
export function settle(tally: Tally): void {
  const { waiting, byLane, byWord } = tally;
  for (let word = 0; word < BLOCK_WORDS; word++) {
    const counts = waiting[word]!;
    if (counts === 0) continue;
    waiting[word] = 0;
    for (let lane = 0; lane < 4; lane++) {
      const count = (counts >>> (lane * 8)) & 0xff;
      byLane[lane]! += count;
      byWord[word]! += count;
    }
  }
  tally.blocksWaiting = 0;
}

function wordsDiffer(left: Int32Array, right: Int32Array, from: number, to: number): boolean {
  let [differing, at] = [0, from];
  for (; at + 4 <= to; at += 4)
    differing |=
      (left[at]! ^ right[at]!) | (left[at + 1]! ^ right[at + 1]!) | (left[at + 2]! ^ right[at + 2]!) | (left[at + 3]! ^ right[at + 3]!);
  for (; at < to; at++) differing |= left[at]! ^ right[at]!;
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
