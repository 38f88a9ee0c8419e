// Reads sizes, offsets and ranges as people type them. Everything else is wrong usage.
import { fault } from '../shared/model/errors';
import type { ByteRange } from '../shared/model/plan';

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 * 1024 };

/** `0x…`, decimal, and decimal with `K` or `M`. Bytes. Throws INPUT_INVALID. */
export function parseSize(text: string): number {
  const match = /^(?:(0x[0-9a-f]+)|(\d+)([KM]?))$/i.exec(text.trim());
  const value = match ? Number(match[1] ?? match[2]) * (units[(match[3] ?? '').toUpperCase()] ?? 1) : NaN;
  if (!Number.isSafeInteger(value)) throw fault('INPUT_INVALID', { detail: `"${text}" is not a size: use 0x1000, 4096, 4K or 1M` });
  return value;
}

/** `OFFSET:LENGTH`. Throws INPUT_INVALID, also for an empty range. */
export function parseRange(text: string): ByteRange {
  const [offset, length, ...rest] = text.split(':');
  if (offset === undefined || length === undefined || rest.length > 0)
    throw fault('INPUT_INVALID', { detail: `"${text}" is not a range: use OFFSET:LENGTH, for example 0xFF0000:64K` });
  const range = { offset: parseSize(offset), length: parseSize(length) };
  if (range.length === 0) throw fault('INPUT_INVALID', { detail: `the range ${text} is empty` });
  return range;
}

/** Throws INPUT_INVALID where the range does not lie inside `sizeBytes`. */
export function requireInside(range: ByteRange, sizeBytes: number): ByteRange {
  if (range.offset + range.length > sizeBytes)
    throw fault('INPUT_INVALID', { detail: `the range ${hex(range.offset)}:${hex(range.length)} ends outside ${hex(sizeBytes)}` });
  return range;
}

export function parseCount(text: string, least: number, most: number, what: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw fault('INPUT_INVALID', { detail: `${what} is a number from ${least} to ${most}, not "${text}"` });
  return value;
}

/** One of a few words. Throws INPUT_INVALID with all of them. */
export function oneOf<const T extends string>(text: string, words: readonly T[], what: string): T {
  const found = words.find((word) => word === text.trim());
  if (found === undefined) throw fault('INPUT_INVALID', { detail: `${what} is one of ${words.join(', ')}, not "${text}"` });
  return found;
}

export const hex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(6, '0')}`;
