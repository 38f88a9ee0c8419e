// Reading numbers, text and sums out of bytes. Every reader is tolerant: past the end it answers what an erased chip would.

/** Little-endian; bytes past the end count as FF. */
export const u8 = (bytes: Uint8Array, offset: number): number => bytes[offset] ?? 0xff;
export const u16 = (bytes: Uint8Array, offset: number): number => u8(bytes, offset) | (u8(bytes, offset + 1) << 8);
export const u24 = (bytes: Uint8Array, offset: number): number => u16(bytes, offset) | (u8(bytes, offset + 2) << 16);
export const u32 = (bytes: Uint8Array, offset: number): number => (u16(bytes, offset) | (u16(bytes, offset + 2) << 16)) >>> 0;

/** Latin-1 text of `length` bytes. */
export function ascii(bytes: Uint8Array, offset: number, length: number): string {
  let text = '';
  for (let at = offset; at < Math.min(offset + length, bytes.length); at++) text += String.fromCharCode(u8(bytes, at));
  return text;
}

export const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

export const hex = (value: number, digits = 6): string => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;

export function startsWith(bytes: Uint8Array, offset: number, wanted: string): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[offset + index] !== wanted.charCodeAt(index)) return false;
  return true;
}

/** First offset of `wanted` in [from, to), or -1. */
export function indexOfText(bytes: Uint8Array, wanted: string, from = 0, to = bytes.length): number {
  const last = Math.min(to, bytes.length) - wanted.length;
  const first = wanted.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes, at, wanted)) return at;
  }
  return -1;
}

/** 8-bit sum of [offset, offset + length). */
export function sum8(bytes: Uint8Array, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at++) sum += u8(bytes, at);
  return sum & 0xff;
}

/** 16-bit sum of the little-endian words in [offset, offset + length). */
export function sum16(bytes: Uint8Array, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at + 1 < offset + length; at += 2) sum += u16(bytes, at);
  return sum & 0xffff;
}

/** First offset from `from` on, at most `to`, where a 32-bit word of the memory begins. */
export const wordStart = (bytes: Uint8Array, from: number, to: number): number => Math.min(to, from + (-(bytes.byteOffset + from) & 3));
/** Of [from, to), where `from` begins a word; a tail of under four bytes is left out. */
export const wordsIn = (bytes: Uint8Array, from: number, to: number): Int32Array =>
  from < to ? new Int32Array(bytes.buffer, bytes.byteOffset + from, (to - from) >>> 2) : new Int32Array(0);

/** A view of words takes as long to make as this many bytes to look at. */
const WORTH_WORDS_BYTES = 64;

/** First offset in [from, to) whose byte is not `value`, or `to`. */
export function firstOther(bytes: Uint8Array, value: number, from: number, to: number): number {
  let at = from;
  const start = to - from < WORTH_WORDS_BYTES ? to : wordStart(bytes, from, to);
  for (; at < start; at++) if (bytes[at] !== value) return at;
  const words = wordsIn(bytes, start, to);
  const word = (value * 0x01010101) | 0;
  let index = 0;
  while (index < words.length && words[index] === word) index++;
  at += index * 4;
  while (at < to && bytes[at] === value) at++;
  return at;
}

/** True where every byte of [offset, offset + length) is `value`; an empty range is. */
export function isFilledWith(bytes: Uint8Array, value: number, offset = 0, length = bytes.length - offset): boolean {
  const end = Math.min(offset + length, bytes.length);
  if (offset >= end) return true;
  return offset >= 0 && firstOther(bytes, value, offset, end) === end;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  const { length } = left;
  if (length !== right.length) return false;
  let at = 0;
  if (length >= WORTH_WORDS_BYTES && (left.byteOffset & 3) === (right.byteOffset & 3)) {
    const start = wordStart(left, 0, length);
    for (; at < start; at++) if (left[at] !== right[at]) return false;
    const [words, others] = [wordsIn(left, start, length), wordsIn(right, start, length)];
    for (let index = 0; index < words.length; index++) if (words[index] !== others[index]) return false;
    at += words.length * 4;
  }
  for (; at < length; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** A copy that is never a view: `slice` of a node Buffer shares its memory. */
export const copyOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

/** The bytes as 32-bit words, for speed; copies only where the view is not aligned. A tail of under four bytes is left out. */
export function words32(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : copyOf(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
}
