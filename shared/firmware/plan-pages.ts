// What each page of the chip needs, so that the planner can add up any block quickly.
import type { ByteRange } from '../model/plan';
import { copyOf, words32 } from './bytes';
import { endOf, intersect } from './ranges';

/** Flags of one page. */
export const PageNeed = { differs: 1, erase: 2, filled: 4 } as const;

export interface PageMap {
  readonly pageBytes: number;
  /** PageNeed flags of each page inside the examined ranges; 0 elsewhere. */
  readonly flags: Uint8Array;
  /** Bytes that change. */
  readonly bytesChanged: number;
}

/** What the chip holds at the end: `target` inside `ranges`, `current` elsewhere. */
export function expectedContent(current: Uint8Array, target: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  const result = copyOf(current);
  for (const range of ranges) result.set(target.subarray(range.offset, endOf(range)), range.offset);
  return result;
}

/**
 * @param examined page-aligned ranges to look at.
 * @param unknown ranges where `current` is not known: they count as different and in need of an erase.
 */
export function mapPages(
  current: Uint8Array,
  result: Uint8Array,
  pageBytes: number,
  examined: readonly ByteRange[],
  unknown: readonly ByteRange[],
): PageMap {
  const [old, wanted] = [words32(current), words32(result)];
  const flags = new Uint8Array(Math.ceil(result.length / pageBytes));
  const wordsPerPage = pageBytes / 4;
  let bytesChanged = 0;
  for (const range of examined) {
    for (let page = range.offset / pageBytes; page < Math.min(flags.length, endOf(range) / pageBytes); page++) {
      const first = page * wordsPerPage;
      let [differing, rising, notBlank] = [0, 0, 0];
      for (let at = first; at < first + wordsPerPage; at++) {
        const [before, after] = [old[at] ?? 0, wanted[at] ?? 0];
        notBlank |= ~after;
        if (before === after) continue;
        differing |= 1;
        rising |= after & ~before;
        // One bit for each byte that changes, then the four added up.
        let changed = before ^ after;
        changed |= changed >>> 4;
        changed |= changed >>> 2;
        changed |= changed >>> 1;
        bytesChanged += Math.imul(changed & 0x01010101, 0x01010101) >>> 24;
      }
      flags[page] = (differing ? PageNeed.differs : 0) | (rising ? PageNeed.erase : 0) | (notBlank ? PageNeed.filled : 0);
      if (unknown.length > 0 && intersect({ offset: page * pageBytes, length: pageBytes }, unknown).length > 0) {
        flags[page]! |= PageNeed.differs | PageNeed.erase;
      }
    }
  }
  return { pageBytes, flags, bytesChanged };
}
