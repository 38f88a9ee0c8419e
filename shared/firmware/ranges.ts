// Arithmetic of byte ranges: merge, round, cut. Offsets and lengths in bytes.
import type { ByteRange } from '../model/plan';

export const endOf = (range: ByteRange): number => range.offset + range.length;

/** Sorted, overlapping and touching ranges joined, empty ones dropped. */
export function mergeRanges(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: { offset: number; length: number }[] = [];
  for (const range of [...ranges].filter(({ length }) => length > 0).sort((a, b) => a.offset - b.offset)) {
    const previous = merged.at(-1);
    if (previous && range.offset <= endOf(previous)) previous.length = Math.max(endOf(previous), endOf(range)) - previous.offset;
    else merged.push({ offset: range.offset, length: range.length });
  }
  return merged;
}

/** Each range widened to multiples of `unitBytes`, then merged. */
export function roundRanges(ranges: readonly ByteRange[], unitBytes: number): ByteRange[] {
  return mergeRanges(
    ranges
      .filter(({ length }) => length > 0)
      .map((range) => {
        const offset = Math.floor(range.offset / unitBytes) * unitBytes;
        return { offset, length: Math.ceil(endOf(range) / unitBytes) * unitBytes - offset };
      }),
  );
}

/** The parts of `range` that are in one of `ranges` (merged). */
export function intersect(range: ByteRange, ranges: readonly ByteRange[]): ByteRange[] {
  return ranges
    .map((other) => {
      const offset = Math.max(range.offset, other.offset);
      return { offset, length: Math.min(endOf(range), endOf(other)) - offset };
    })
    .filter(({ length }) => length > 0);
}

/** The parts of `range` that are in none of `ranges` (merged). */
export function subtract(range: ByteRange, ranges: readonly ByteRange[]): ByteRange[] {
  const left: ByteRange[] = [];
  let from = range.offset;
  for (const other of intersect(range, ranges)) {
    if (other.offset > from) left.push({ offset: from, length: other.offset - from });
    from = endOf(other);
  }
  if (from < endOf(range)) left.push({ offset: from, length: endOf(range) - from });
  return left;
}
