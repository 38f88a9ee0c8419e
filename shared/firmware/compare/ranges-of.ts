// The list of ranges that a comparison answers: joined until they are few enough to look at, each with what it looks like.
import { endOf } from '../ranges';
import type { ByteRange } from '../../model/plan';
import { segmentAt, type Segment } from './segments';
import { keptRanges, type Tally } from './tally';
import type { Alignment, DifferenceKind, DifferenceRange } from './types';

const MAX_LISTED = 1000;
/** FF that replaces less than this may be a flipped bit. */
const BLANK_BYTES = 16;

/** `left` and `right` are the words of the stretch compared. Answers the ranges in addresses of the first file, and how many there were. */
export function rangesOf(
  left: Int32Array,
  right: Int32Array,
  tally: Tally,
  segments: readonly Segment[],
  alignment: Alignment,
): { ranges: DifferenceRange[]; total: number } {
  const base = alignment.leftOffset;
  const ranges = joined(tally, segments, base).map(({ offset, length }): DifferenceRange => ({
    offset: offset + base,
    length,
    region: segmentAt(segments, offset + base)?.zone.region ?? '',
    kind: kindOf(left, right, offset, length),
  }));
  return { ranges: [...ranges, ...rests(alignment)].slice(0, MAX_LISTED), total: tally.ranges + rests(alignment).length };
}

/** Nearest neighbours join first; those of two regions never do. */
function joined(tally: Tally, segments: readonly Segment[], base: number): ByteRange[] {
  const kept = keptRanges(tally);
  if (kept < tally.ranges) return joinWithin(blocks(tally), 4096, segments, base, MAX_LISTED);
  const all = Array.from({ length: kept }, (_, index) => ({
    offset: tally.starts[index]!,
    length: tally.ends[index]! - tally.starts[index]!,
  }));
  return all.length <= MAX_LISTED ? all : joinWithin(all, 256, segments, base, MAX_LISTED);
}

function joinWithin(ranges: readonly ByteRange[], gap: number, segments: readonly Segment[], base: number, most: number): ByteRange[] {
  const found: { offset: number; length: number; region: string }[] = [];
  for (const range of ranges) {
    const region = segmentAt(segments, range.offset + base)?.zone.region ?? '';
    const previous = found.at(-1);
    if (previous && previous.region === region && range.offset - endOf(previous) < gap) previous.length = endOf(range) - previous.offset;
    else found.push({ ...range, region });
  }
  return found.length <= most || gap > 0x1000000 ? found : joinWithin(found, gap * 16, segments, base, most);
}

function blocks({ byBlock }: Tally): ByteRange[] {
  const found: ByteRange[] = [];
  for (let block = 0; block < byBlock.length; block++) if (byBlock[block] !== 0) found.push({ offset: block * 4096, length: 4096 });
  return found;
}

/** Words looked at before it is asked whether more could change the answer. */
const STRIDE_WORDS = 64;

function kindOf(left: Int32Array, right: Int32Array, offset: number, length: number): DifferenceKind {
  const [first, last] = [offset >>> 2, (offset + length - 1) >>> 2];
  const lastMask = -1 >>> (((4 - ((offset + length) & 3)) & 3) * 8);
  const firstMask = (-1 << ((offset & 3) * 8)) & (first === last ? lastMask : -1);
  // AND and OR of everything: one byte repeated, or bits that only went one way.
  let [andLeft, orLeft, andRight, orRight, cleared, set] = [-1, 0, -1, 0, 0, 0];
  const mayBeBlank = (): boolean => length >= BLANK_BYTES && (andLeft === -1 || andRight === -1 || orLeft === 0 || orRight === 0);
  for (let at = first; at <= last;) {
    for (const stop = Math.min(at + STRIDE_WORDS, last + 1); at < stop; at++) {
      const mask = at === first ? firstMask : at === last ? lastMask : -1;
      const [a, b] = [left[at]! & mask, right[at]! & mask];
      andLeft &= a | ~mask;
      orLeft |= a;
      andRight &= b | ~mask;
      orRight |= b;
      cleared |= a & ~b;
      set |= b & ~a;
    }
    if (cleared !== 0 && set !== 0 && !mayBeBlank()) return 'replaced';
  }
  if (length >= BLANK_BYTES) {
    if (andRight === -1) return 'ff-right';
    if (andLeft === -1) return 'ff-left';
    if (orRight === 0) return '00-right';
    if (orLeft === 0) return '00-left';
  }
  if (set === 0) return 'bits-cleared';
  return cleared === 0 ? 'bits-set' : 'replaced';
}

/** What only one of them has, as far as it has an address in the first. */
function rests({ leftOffset, length, onlyLeftBytes, rightOffset, onlyRightBytes }: Alignment): DifferenceRange[] {
  const rest = (offset: number, size: number, kind: DifferenceKind): DifferenceRange[] =>
    size > 0 ? [{ offset, length: size, region: '', kind }] : [];
  return [
    ...rest(0, leftOffset, 'only-left'),
    ...rest(leftOffset + length, onlyLeftBytes - leftOffset, 'only-left'),
    ...rest(leftOffset + length, onlyRightBytes - rightOffset, 'only-right'),
  ];
}
