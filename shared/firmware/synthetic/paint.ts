// Tools to make bytes: little-endian writers and noise from a seed. Everything synthetic is made here and nowhere copied.
import { asciiBytes } from '../bytes';

export function put(bytes: Uint8Array, offset: number, value: number, width: 1 | 2 | 3 | 4): void {
  for (let index = 0; index < width; index++) bytes[offset + index] = (value >>> (8 * index)) & 0xff;
}

export function putText(bytes: Uint8Array, offset: number, text: string): void {
  bytes.set(asciiBytes(text), offset);
}

/** Fills [offset, offset + length) with noise (xorshift32) that depends only on `seed`. */
export function noise(bytes: Uint8Array, offset: number, length: number, seed: number): void {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  for (let at = offset; at < offset + length; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
    bytes[at + 1] = state >>> 8;
    bytes[at + 2] = state >>> 16;
    bytes[at + 3] = state >>> 24;
  }
}

export const blank = (length: number): Uint8Array => new Uint8Array(length).fill(0xff);
