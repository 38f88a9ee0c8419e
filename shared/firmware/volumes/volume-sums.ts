// Sums and runs over megabytes: tight loops, no reads outside. Callers give ranges that lie inside the bytes.
import { wordsIn, wordStart } from '../bytes';

/** Two bytes are summed in each half of a number; so many words fit before a half runs over. */
const WORDS_PER_FOLD = 128;
const LANES = 0x00ff00ff;

/** 8-bit sum of [from, to). */
export function byteSum(bytes: Uint8Array, from: number, to: number): number {
  const start = wordStart(bytes, from, to);
  const words = wordsIn(bytes, start, to);
  let sum = 0;
  for (let at = from; at < start; at++) sum += bytes[at]!;
  for (let first = 0; first < words.length; first += WORDS_PER_FOLD) {
    const end = Math.min(words.length, first + WORDS_PER_FOLD);
    let lanes = 0;
    for (let index = first; index < end; index++) lanes = (lanes + (words[index]! & LANES) + ((words[index]! >>> 8) & LANES)) | 0;
    sum = (sum + lanes + (lanes >>> 16)) & 0xff;
  }
  for (let at = start + words.length * 4; at < to; at++) sum += bytes[at]!;
  return sum & 0xff;
}

/** 16-bit sum of the little-endian words in [from, to). */
export function wordSum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at + 1 < to; at += 2) sum += bytes[at]! | (bytes[at + 1]! << 8);
  return sum & 0xffff;
}

/** End of what is in [from, to) without the run of `value` at its end. */
export function withoutTail(bytes: Uint8Array, value: number, from: number, to: number): number {
  let at = to;
  while (at > from && bytes[at - 1] === value) at--;
  return at;
}

/** How many bytes in [from, to) are not `value`. */
export function countOther(bytes: Uint8Array, value: number, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at] !== value) count++;
  return count;
}

let table: Uint32Array | undefined;

function crcTable(): Uint32Array {
  const made = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    made[index] = value;
  }
  return made;
}

/** CRC-32 as in zip and in UEFI. */
export function crc32(bytes: Uint8Array): number {
  table ??= crcTable();
  let crc = -1;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}
