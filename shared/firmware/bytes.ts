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

/** True where every byte of [offset, offset + length) is `value`; an empty range is. */
export function isFilledWith(bytes: Uint8Array, value: number, offset = 0, length = bytes.length - offset): boolean {
  const end = Math.min(offset + length, bytes.length);
  for (let at = offset; at < end; at++) if (bytes[at] !== value) return false;
  return true;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** A copy that is never a view: `slice` of a node Buffer shares its memory. */
export const copyOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

/** The bytes as 32-bit words, for speed; copies only where the view is not aligned. A tail of under four bytes is left out. */
export function words32(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : copyOf(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
}
