// LZMA in its "alone" form: 13 bytes of header (properties, dictionary size, unpacked size), then one range-coded stream.
// Made for speed: the coder's state lives in whole numbers, all probabilities in one table, the output is its own dictionary.
import { u32, u8 } from '../bytes';
import type { Decode } from './types';

const HEADER_BYTES = 13;
const LONGEST_MATCH = 273;

/** Places in the table of probabilities. */
const IS_MATCH = 0;
const IS_REP = 192;
const IS_REP0 = 204;
const IS_REP1 = 216;
const IS_REP2 = 228;
const IS_REP0_LONG = 240;
const SLOTS = 432;
const DISTANCES = 688;
const ALIGN = 816;
const MATCH_LENGTH = 832;
const REP_LENGTH = 1346;
const LITERALS = 1860;
/** Inside a length coder: two choices, then 16 short trees of 8, 16 middle trees of 8, one long tree of 256. */
const LENGTH_SHORT = 2;
const LENGTH_MIDDLE = 130;
const LENGTH_LONG = 258;

/**
 * Unpacked size -1 means: to the end mark. A known size ends the stream when it is reached; bytes behind it are not looked at.
 * Undefined where the stream is damaged, cut, or would give more than the limit.
 */
export const lzmaAlone: Decode = (input, { maxOutputBytes }) => {
  const properties = u8(input, 0);
  // The first byte of a range-coded stream is always 0.
  if (input.length < HEADER_BYTES + 5 || properties >= 225 || input[HEADER_BYTES] !== 0) return undefined;
  const [low, high] = [u32(input, 5), u32(input, 9)];
  const untilMark = low === 0xffffffff && high === 0xffffffff;
  const size = high * 0x1_0000_0000 + low;
  if (!untilMark && size > maxOutputBytes) return undefined;
  const contextBits = properties % 9;
  const positionBits = ((properties / 9) | 0) % 5;
  return unpack(new RangeDecoder(input, LITERALS + (0x300 << (contextBits + positionBits))), {
    contextBits,
    positionMask: (1 << positionBits) - 1,
    stateMask: (1 << ((properties / 45) | 0)) - 1,
    untilMark,
    limitBytes: untilMark ? maxOutputBytes : size,
    // A header can claim anything: room grows with what really comes.
    firstBytes: Math.max(0x10000, input.length * 8),
  });
};

interface Shape {
  readonly contextBits: number;
  readonly positionMask: number;
  readonly stateMask: number;
  readonly untilMark: boolean;
  readonly limitBytes: number;
  readonly firstBytes: number;
}

function unpack(
  coder: RangeDecoder,
  { contextBits, positionMask, stateMask, untilMark, limitBytes, firstBytes }: Shape,
): Uint8Array | undefined {
  let out = new Uint8Array(Math.min(limitBytes, firstBytes));
  let at = 0;
  let state = 0;
  let rep0 = 0;
  let rep1 = 0;
  let rep2 = 0;
  let rep3 = 0;
  for (;;) {
    // Past its end the input reads as 0: without this a cut stream would go on to the last byte of the room.
    if (coder.isPastEnd()) return undefined;
    if (at === limitBytes && !untilMark) return out;
    if (at + LONGEST_MATCH > out.length && out.length < limitBytes) out = grown(out, limitBytes);
    const positionState = at & stateMask;
    if (coder.bit(IS_MATCH + (state << 4) + positionState) === 0) {
      if (at === limitBytes) return undefined;
      const before = at === 0 ? 0 : out[at - 1]!;
      const probabilities = LITERALS + 0x300 * (((at & positionMask) << contextBits) + (before >>> (8 - contextBits)));
      out[at] = state < 7 ? coder.literal(probabilities) : coder.matchedLiteral(probabilities, out[at - rep0 - 1]!);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length: number;
    if (coder.bit(IS_REP + state) === 0) {
      rep3 = rep2;
      rep2 = rep1;
      rep1 = rep0;
      length = coder.length(MATCH_LENGTH, positionState);
      rep0 = coder.distance(length);
      if (rep0 === -1) return untilMark && !coder.isPastEnd() ? out.subarray(0, at) : undefined;
      state = state < 7 ? 7 : 10;
    } else {
      if (coder.bit(IS_REP0 + state) === 0) {
        if (coder.bit(IS_REP0_LONG + (state << 4) + positionState) === 0) {
          if (rep0 >= at || at === limitBytes) return undefined;
          out[at] = out[at - rep0 - 1]!;
          at++;
          state = state < 7 ? 9 : 11;
          continue;
        }
      } else {
        let distance = rep1;
        if (coder.bit(IS_REP1 + state) === 1) {
          distance = rep2;
          if (coder.bit(IS_REP2 + state) === 1) {
            distance = rep3;
            rep3 = rep2;
          }
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
      }
      length = coder.length(REP_LENGTH, positionState);
      state = state < 7 ? 8 : 11;
    }
    const end = at + length;
    if (rep0 < 0 || rep0 >= at || end > limitBytes) return undefined;
    // The source may run into what is being written: byte by byte is meant.
    for (let from = at - rep0 - 1; at < end; at++, from++) out[at] = out[from]!;
  }
}

/** At least one more longest match fits, or the limit is reached. */
function grown(out: Uint8Array, limitBytes: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(limitBytes, out.length * 2 + LONGEST_MATCH));
  larger.set(out);
  return larger;
}

/**
 * Range and code are kept as signed 32-bit numbers between calls (`| 0`): that is the engine's small-integer form. Each method
 * works on local copies and repeats the six lines of one decoded bit, because a shared function would cost a third of the speed.
 */
class RangeDecoder {
  private range = -1;
  private code: number;
  private at: number;
  private readonly probabilities: Uint16Array;

  constructor(
    private readonly input: Uint8Array,
    probabilities: number,
  ) {
    this.probabilities = new Uint16Array(probabilities).fill(1024);
    this.code = (input[14]! << 24) | (input[15]! << 16) | (input[16]! << 8) | input[17]!;
    this.at = HEADER_BYTES + 5;
  }

  isPastEnd(): boolean {
    return this.at > this.input.length;
  }

  bit(index: number): 0 | 1 {
    const probability = this.probabilities[index]!;
    let range = this.range >>> 0;
    let code = this.code >>> 0;
    const bound = Math.imul(range >>> 11, probability) >>> 0;
    let answer: 0 | 1;
    if (code < bound) {
      range = bound;
      this.probabilities[index] = probability + ((2048 - probability) >>> 5);
      answer = 0;
    } else {
      range = (range - bound) >>> 0;
      code = (code - bound) >>> 0;
      this.probabilities[index] = probability - (probability >>> 5);
      answer = 1;
    }
    if (range < 0x1000000) {
      range = range << 8;
      code = (code << 8) | this.input[this.at++]!;
    }
    this.range = range | 0;
    this.code = code | 0;
    return answer;
  }

  /** One byte without a byte to expect. */
  literal(base: number): number {
    return this.tree(base, 8);
  }

  /** One byte after a match: its likely difference from `expected` steers the probabilities. */
  matchedLiteral(base: number, expected: number): number {
    let symbol = 1;
    let match = expected;
    do {
      const wanted = (match >>> 7) & 1;
      match <<= 1;
      const bit = this.bit(base + 0x100 + (wanted << 8) + symbol);
      symbol = (symbol << 1) | bit;
      if (wanted !== bit) break;
    } while (symbol < 0x100);
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(base + symbol);
    return symbol & 0xff;
  }

  /** A tree of `bits` levels, most significant first; the hottest loop. */
  private tree(base: number, bits: number): number {
    const { input, probabilities } = this;
    let range = this.range >>> 0;
    let code = this.code >>> 0;
    let at = this.at;
    const end = 1 << bits;
    let symbol = 1;
    do {
      const probability = probabilities[base + symbol]!;
      const bound = Math.imul(range >>> 11, probability) >>> 0;
      if (code < bound) {
        range = bound;
        probabilities[base + symbol] = probability + ((2048 - probability) >>> 5);
        symbol = symbol << 1;
      } else {
        range = (range - bound) >>> 0;
        code = (code - bound) >>> 0;
        probabilities[base + symbol] = probability - (probability >>> 5);
        symbol = (symbol << 1) | 1;
      }
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | input[at++]!) >>> 0;
      }
    } while (symbol < end);
    this.range = range | 0;
    this.code = code | 0;
    this.at = at;
    return symbol - end;
  }

  /** `base` of the length coder; 2 to 273. */
  length(base: number, positionState: number): number {
    if (this.bit(base) === 0) return 2 + this.tree(base + LENGTH_SHORT + (positionState << 3), 3);
    if (this.bit(base + 1) === 0) return 10 + this.tree(base + LENGTH_MIDDLE + (positionState << 3), 3);
    return 18 + this.tree(base + LENGTH_LONG, 8);
  }

  /** How far back, 0 being the byte before; -1 is the end mark. More than 2 GiB come out negative too: no such match exists. */
  distance(length: number): number {
    const slot = this.tree(SLOTS + (Math.min(length - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >>> 1) - 1;
    const high = 2 | (slot & 1);
    if (slot < 14) return (high << bits) + this.reverseTree(DISTANCES + (high << bits) - slot, bits);
    return ((high << bits) + (this.direct(bits - 4) << 4) + this.reverseTree(ALIGN, 4)) | 0;
  }

  private reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let level = 0; level < bits; level++) {
      const bit = this.bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << level;
    }
    return value;
  }

  /** Bits of even probability. */
  private direct(count: number): number {
    let range = this.range >>> 0;
    let code = this.code >>> 0;
    let value = 0;
    for (let left = count; left > 0; left--) {
      range >>>= 1;
      if (code >= range) {
        code = (code - range) >>> 0;
        value = (value << 1) | 1;
      } else value <<= 1;
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | this.input[this.at++]!) >>> 0;
      }
    }
    this.range = range | 0;
    this.code = code | 0;
    return value;
  }
}
