// Where two files differ, byte for byte: runs, blocks, counts. What it means is said elsewhere.
import { COMPARE_BLOCK_BYTES } from '../../shared/ipc/check-views';
import type { ByteRange } from '../../shared/model/plan';

export interface ByteDifferences {
  readonly differingBytes: number;
  /** Runs of differing bytes; those nearer to each other than a line of hex are one. The first `MOST_RANGES`. */
  readonly ranges: readonly ByteRange[];
  readonly rangesInAll: number;
}

const NEAR_BYTES = 16;
const MOST_RANGES = 2000;

/** Bytes that only one of them has count as differing. */
export function byteDifferences(a: Uint8Array, b: Uint8Array): ByteDifferences {
  const shared = Math.min(a.length, b.length);
  const longest = Math.max(a.length, b.length);
  const ranges: { offset: number; length: number }[] = [];
  let rangesInAll = 0;
  let differingBytes = longest - shared;
  let start = -1;
  let end = -1;
  const close = () => {
    if (start < 0) return;
    rangesInAll++;
    if (ranges.length < MOST_RANGES) ranges.push({ offset: start, length: end - start });
  };
  for (let at = 0; at < shared; at++) {
    if (a[at] === b[at]) continue;
    differingBytes++;
    if (start >= 0 && at - end >= NEAR_BYTES) {
      close();
      start = at;
    } else if (start < 0) start = at;
    end = at + 1;
  }
  if (longest > shared) {
    if (start < 0 || shared - end >= NEAR_BYTES) {
      close();
      start = shared;
    }
    end = longest;
  }
  close();
  return { differingBytes, ranges, rangesInAll };
}

/** Steps of a block's shade: none, a few bits or bytes, a part, most of it; or not in every file. */
export const blockSteps = { equal: 0, few: 1, part: 2, most: 3, missing: 4 } as const;

export function blockDifferences(base: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  const longest = Math.max(base.length, ...others.map(({ length }) => length));
  const blocks = new Uint8Array(Math.ceil(longest / COMPARE_BLOCK_BYTES));
  for (const other of others) {
    for (let block = 0; block < blocks.length; block++) {
      const from = block * COMPARE_BLOCK_BYTES;
      const to = Math.min(from + COMPARE_BLOCK_BYTES, longest);
      if (to > base.length || to > other.length) {
        blocks[block] = blockSteps.missing;
        continue;
      }
      let differing = 0;
      for (let at = from; at < to; at++) if (base[at] !== other[at]) differing++;
      const step = stepOf(differing);
      if (step > blocks[block]!) blocks[block] = step;
    }
  }
  return blocks;
}

function stepOf(differing: number): number {
  if (differing === 0) return blockSteps.equal;
  if (differing <= COMPARE_BLOCK_BYTES / 100) return blockSteps.few;
  return differing <= COMPARE_BLOCK_BYTES / 4 ? blockSteps.part : blockSteps.most;
}
