// LZMA in its "alone" form: 13 bytes of header (properties, dictionary size, unpacked size), then one range-coded stream.
// Made for speed: the coder's state lives in local numbers, all probabilities in one table, and the output is its own dictionary.
import { u32, u8 } from '../bytes';
import { remembering } from './remember';
import type { Decode } from './types';

/** Behind the header. */
const STREAM_START = 13;
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

/** What the next bit of a match answers; the last two are asked of the length, in every kind of match. */
const Question = { isRep: 1, isOlder: 2, isMoreThanOne: 3, isOlderThan1: 4, isOlderThan2: 5, isMiddle: 6, isLong: 7 } as const;

/**
 * Unpacked size -1 means: to the end mark. A known size ends the stream when it is reached; bytes behind it are not looked at.
 * Undefined where the stream is damaged (its coder must end on 0, so any flipped bit that changes no byte is told too), cut, or
 * would give more than the limit.
 */
export const lzmaAlone: Decode = remembering('LZMA', (input, { maxOutputBytes }) => {
  const properties = u8(input, 0);
  // The first byte of a range-coded stream is always 0.
  if (input.length < STREAM_START + 5 || properties >= 225 || input[STREAM_START] !== 0) return undefined;
  const [low, high] = [u32(input, 5), u32(input, 9)];
  const untilMark = low === 0xffffffff && high === 0xffffffff;
  const size = high * 0x1_0000_0000 + low;
  if (!untilMark && size > maxOutputBytes) return undefined;
  return unpack(input, {
    contextBits: properties % 9,
    positionBits: ((properties / 9) | 0) % 5,
    stateMask: (1 << ((properties / 45) | 0)) - 1,
    untilMark,
    limitBytes: untilMark ? maxOutputBytes : size,
    // A header can claim anything: room grows with what really comes.
    firstBytes: Math.max(0x10000, input.length * 8),
  });
});

interface Shape {
  readonly contextBits: number;
  readonly positionBits: number;
  readonly stateMask: number;
  readonly untilMark: boolean;
  readonly limitBytes: number;
  readonly firstBytes: number;
}

/**
 * One function on purpose, and the lines of one decoded bit repeated in it: with range, code and position in local numbers it runs
 * several times as fast as with a coder object. Range and code are 32-bit patterns in signed numbers: before the function is
 * compiled, larger ones would each be an object. A bit is decoded so: the range is split at `bound` by the probability of 0 (of
 * 2048); the half that `code` lies in tells the bit; the probability moves by 1/32; below 24 bits of range one more byte comes in.
 */
function unpack(input: Uint8Array, shape: Shape): Uint8Array | undefined {
  const { contextBits, stateMask, untilMark, limitBytes } = shape;
  const positionMask = (1 << shape.positionBits) - 1;
  const contextShift = 8 - contextBits;
  const probabilities = new Uint16Array(LITERALS + (0x300 << (contextBits + shape.positionBits))).fill(1024);
  const inputEnd = input.length;
  let out = new Uint8Array(Math.min(limitBytes, shape.firstBytes));
  // Inverts the order of signed numbers into that of unsigned ones.
  const sign = 0x80000000 | 0;
  let range = -1;
  let code = (u8(input, STREAM_START + 1) << 24) | (input[15]! << 16) | (input[16]! << 8) | input[17]!;
  let next = STREAM_START + 5;
  let at = 0;
  let state = 0;
  let rep0 = 0;
  let rep1 = 0;
  let rep2 = 0;
  let rep3 = 0;
  for (;;) {
    // Past its end the input reads as 0: without this a cut stream would go on to the last byte of the room.
    if (next > inputEnd) return undefined;
    // Where more code is left, an end mark stands behind the last byte: that is allowed.
    if (at === limitBytes && !untilMark && code === 0) return out;
    if (at + LONGEST_MATCH > out.length && out.length < limitBytes) out = grown(out, limitBytes);
    const positionState = at & stateMask;

    let index = IS_MATCH + (state << 4) + positionState;
    let probability = probabilities[index]!;
    let bound = Math.imul(range >>> 11, probability);
    if ((code ^ sign) < (bound ^ sign)) {
      range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> 5);
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[next++]!;
      }
      if (at === limitBytes) return undefined;
      const before = at === 0 ? 0 : out[at - 1]!;
      const base = LITERALS + 0x300 * (((at & positionMask) << contextBits) + (before >>> contextShift));
      let symbol = 1;
      if (state >= 7) {
        // After a match the byte that would have gone on steers the probabilities, as long as the bits agree with it.
        let expected = out[at - rep0 - 1]!;
        let wanted: number;
        let bit: number;
        do {
          wanted = (expected >>> 7) & 1;
          expected <<= 1;
          index = base + ((1 + wanted) << 8) + symbol;
          probability = probabilities[index]!;
          bound = Math.imul(range >>> 11, probability);
          if ((code ^ sign) < (bound ^ sign)) {
            range = bound;
            probabilities[index] = probability + ((2048 - probability) >>> 5);
            bit = 0;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probabilities[index] = probability - (probability >>> 5);
            bit = 1;
          }
          symbol = (symbol << 1) | bit;
          if (range >>> 24 === 0) {
            range <<= 8;
            code = (code << 8) | input[next++]!;
          }
        } while (bit === wanted && symbol < 0x100);
      }
      while (symbol < 0x100) {
        index = base + symbol;
        probability = probabilities[index]!;
        bound = Math.imul(range >>> 11, probability);
        if ((code ^ sign) < (bound ^ sign)) {
          range = bound;
          probabilities[index] = probability + ((2048 - probability) >>> 5);
          symbol <<= 1;
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probabilities[index] = probability - (probability >>> 5);
          symbol = (symbol << 1) | 1;
        }
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[next++]!;
        }
      }
      out[at++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    range = (range - bound) | 0;
    code = (code - bound) | 0;
    probabilities[index] = probability - (probability >>> 5);
    if (range >>> 24 === 0) {
      range <<= 8;
      code = (code << 8) | input[next++]!;
    }

    // The few bits that tell which kind of match and which of the three length trees: one loop, so that the lines stand here once.
    let question: number = Question.isRep;
    let lengthBase = MATCH_LENGTH;
    let treeBase = 0;
    let treeEnd = 8;
    let lengthFrom = 2;
    index = IS_REP + state;
    for (;;) {
      probability = probabilities[index]!;
      bound = Math.imul(range >>> 11, probability);
      let bit = 0;
      if ((code ^ sign) < (bound ^ sign)) {
        range = bound;
        probabilities[index] = probability + ((2048 - probability) >>> 5);
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probabilities[index] = probability - (probability >>> 5);
        bit = 1;
      }
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[next++]!;
      }
      if (question >= Question.isMiddle) {
        if (bit === 0) {
          treeBase = lengthBase + (question === Question.isMiddle ? LENGTH_SHORT : LENGTH_MIDDLE) + (positionState << 3);
          break;
        }
        lengthFrom += 8;
        if (question === Question.isLong) {
          treeBase = lengthBase + LENGTH_LONG;
          treeEnd = 256;
          break;
        }
        question = Question.isLong;
        index = lengthBase + 1;
        continue;
      }
      if (question === Question.isRep) {
        if (bit === 1) {
          lengthBase = REP_LENGTH;
          question = Question.isOlder;
          index = IS_REP0 + state;
          continue;
        }
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
      } else if (question === Question.isOlder) {
        question = bit === 1 ? Question.isOlderThan1 : Question.isMoreThanOne;
        index = bit === 1 ? IS_REP1 + state : IS_REP0_LONG + (state << 4) + positionState;
        continue;
      } else if (question === Question.isMoreThanOne) {
        if (bit === 0) {
          treeEnd = 0;
          break;
        }
      } else if (question === Question.isOlderThan1) {
        if (bit === 1) {
          question = Question.isOlderThan2;
          index = IS_REP2 + state;
          continue;
        }
        const distance = rep1;
        rep1 = rep0;
        rep0 = distance;
      } else {
        const distance = bit === 0 ? rep2 : rep3;
        if (bit === 1) rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        rep0 = distance;
      }
      question = Question.isMiddle;
      index = lengthBase;
    }

    if (treeEnd === 0) {
      // One byte from the newest distance.
      if (rep0 >= at || at === limitBytes) return undefined;
      out[at] = out[at - rep0 - 1]!;
      at++;
      state = state < 7 ? 9 : 11;
      continue;
    }

    let symbol = 1;
    do {
      index = treeBase + symbol;
      probability = probabilities[index]!;
      bound = Math.imul(range >>> 11, probability);
      if ((code ^ sign) < (bound ^ sign)) {
        range = bound;
        probabilities[index] = probability + ((2048 - probability) >>> 5);
        symbol <<= 1;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probabilities[index] = probability - (probability >>> 5);
        symbol = (symbol << 1) | 1;
      }
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[next++]!;
      }
    } while (symbol < treeEnd);
    const length = lengthFrom + symbol - treeEnd;

    if (lengthBase === REP_LENGTH) {
      state = state < 7 ? 8 : 11;
    } else {
      treeBase = SLOTS + ((length < 6 ? length - 2 : 3) << 6);
      symbol = 1;
      do {
        index = treeBase + symbol;
        probability = probabilities[index]!;
        bound = Math.imul(range >>> 11, probability);
        if ((code ^ sign) < (bound ^ sign)) {
          range = bound;
          probabilities[index] = probability + ((2048 - probability) >>> 5);
          symbol <<= 1;
        } else {
          range = (range - bound) | 0;
          code = (code - bound) | 0;
          probabilities[index] = probability - (probability >>> 5);
          symbol = (symbol << 1) | 1;
        }
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[next++]!;
        }
      } while (symbol < 64);
      const slot = symbol - 64;
      rep0 = slot;
      if (slot >= 4) {
        let bits = (slot >>> 1) - 1;
        rep0 = (2 | (slot & 1)) << bits;
        treeBase = DISTANCES + rep0 - slot;
        if (slot >= 14) {
          // All but the lowest four bits are even chances.
          let value = 0;
          for (; bits > 4; bits--) {
            range >>>= 1;
            value <<= 1;
            if ((code ^ sign) >= (range ^ sign)) {
              code = (code - range) | 0;
              value |= 1;
            }
            if (range >>> 24 === 0) {
              range <<= 8;
              code = (code << 8) | input[next++]!;
            }
          }
          rep0 = (rep0 + (value << 4)) | 0;
          treeBase = ALIGN;
        }
        symbol = 1;
        for (let level = 0; level < bits; level++) {
          index = treeBase + symbol;
          probability = probabilities[index]!;
          bound = Math.imul(range >>> 11, probability);
          if ((code ^ sign) < (bound ^ sign)) {
            range = bound;
            probabilities[index] = probability + ((2048 - probability) >>> 5);
            symbol <<= 1;
          } else {
            range = (range - bound) | 0;
            code = (code - bound) | 0;
            probabilities[index] = probability - (probability >>> 5);
            symbol = (symbol << 1) | 1;
            rep0 |= 1 << level;
          }
          if (range >>> 24 === 0) {
            range <<= 8;
            code = (code << 8) | input[next++]!;
          }
        }
      }
      // The largest distance of all is the end mark.
      if (rep0 === -1) return code === 0 && next <= inputEnd && (untilMark || at === limitBytes) ? out.subarray(0, at) : undefined;
      state = state < 7 ? 7 : 10;
    }

    const end = at + length;
    // A distance of more than 2 GiB came out negative.
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
