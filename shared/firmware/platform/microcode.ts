// Microcode updates: the 48-byte header, the sum over all dwords, which processors each serves. Format: images.md 5, Intel SDM volume 3.
import { u32 } from '../bytes';
import { bcdMonthDayYear } from './days';
import { cpuidText } from './processors';

const HEADER_BYTES = 48;
const MAX_UPDATE_BYTES = 0x100000;
/** Length of updates that give none: 2000 bytes of data, 2048 in all. */
const DEFAULT_DATA_BYTES = 2000;
const DEFAULT_TOTAL_BYTES = 2048;
const MAX_EXTRA_SIGNATURES = 64;

export interface MicrocodeUpdate {
  readonly offset: number;
  /** All of it, as its header says. */
  readonly length: number;
  readonly cpuid: string;
  /** Further processors from the extended table; mostly none. */
  readonly moreCpuids: readonly string[];
  readonly revision: number;
  /** ISO day. */
  readonly date: string;
  readonly platformFlags: number;
  readonly sumIsGood: boolean;
}

/** Undefined where no whole update stands; every field of the header must be possible. */
export function parseMicrocode(bytes: Uint8Array, offset: number): MicrocodeUpdate | undefined {
  if (offset < 0 || offset + HEADER_BYTES > bytes.length) return undefined;
  if (u32(bytes, offset) !== 1 || u32(bytes, offset + 20) !== 1) return undefined;
  const signature = u32(bytes, offset + 12);
  const date = bcdMonthDayYear(u32(bytes, offset + 8));
  if (!date || signature === 0 || (signature & 0xf000f000) !== 0) return undefined;
  const dataBytes = u32(bytes, offset + 28) || DEFAULT_DATA_BYTES;
  const length = u32(bytes, offset + 32) || DEFAULT_TOTAL_BYTES;
  if (dataBytes % 4 !== 0 || length % 1024 !== 0 || length > MAX_UPDATE_BYTES) return undefined;
  if (dataBytes + HEADER_BYTES > length || offset + length > bytes.length) return undefined;
  return {
    offset,
    length,
    cpuid: cpuidText(signature),
    moreCpuids: extraSignatures(bytes, offset + HEADER_BYTES + dataBytes, offset + length),
    revision: u32(bytes, offset + 4),
    date,
    platformFlags: u32(bytes, offset + 24),
    sumIsGood: sumOfWords(bytes, offset, length) === 0,
  };
}

/** Behind the data: a count, a sum, three reserved dwords, then signature, flags and sum of each. */
function extraSignatures(bytes: Uint8Array, from: number, end: number): string[] {
  if (from + 20 > end) return [];
  const count = u32(bytes, from);
  if (count > MAX_EXTRA_SIGNATURES || from + 20 + count * 12 > end) return [];
  return Array.from({ length: count }, (_, index) => cpuidText(u32(bytes, from + 20 + index * 12)));
}

/** 32-bit sum of the little-endian dwords; `length` is a multiple of 4 and lies inside. */
function sumOfWords(bytes: Uint8Array, offset: number, length: number): number {
  let sum = 0;
  const at = bytes.byteOffset + offset;
  if (at % 4 === 0) {
    const words = new Uint32Array(bytes.buffer, at, length >>> 2);
    for (let index = 0; index < words.length; index++) sum = (sum + words[index]!) | 0;
    return sum;
  }
  const view = new DataView(bytes.buffer, at, length);
  for (let index = 0; index < length; index += 4) sum = (sum + view.getInt32(index, true)) | 0;
  return sum;
}
