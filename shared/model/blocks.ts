// The map of 4 KiB blocks: one state byte a block, 4,096 of them for a 16 MiB chip.
export const BLOCK_BYTES = 4096;

/** What is known of one 4 KiB block. The number travels in the block map; the order is part of the contract. */
export const BlockState = {
  unread: 0,
  readOnce: 1,
  /** Two reads agree. */
  agreed: 2,
  /** Reads differ so far. */
  differing: 3,
  /** Differed at first, then two later reads in a row agreed. */
  settled: 4,
  unstable: 5,
  /** Stays as it is. */
  keep: 6,
  /** Planned to change; on the chip is still the old content. */
  old: 7,
  erased: 8,
  programmed: 9,
  /** Read back and equal to the target. */
  proven: 10,
  unknown: 11,
  /** Read back and different from what it should be. */
  failed: 12,
} as const;
export type BlockState = (typeof BlockState)[keyof typeof BlockState];

/** A run of equal blocks: first block, count, state. */
export type BlockRun = readonly [first: number, count: number, state: BlockState];

/** Contiguous runs of a block map, ascending and covering it. */
export function runsOf(map: Uint8Array): BlockRun[] {
  const runs: BlockRun[] = [];
  for (let first = 0; first < map.length;) {
    let end = first + 1;
    while (end < map.length && map[end] === map[first]) end++;
    runs.push([first, end - first, map[first] as BlockState]);
    first = end;
  }
  return runs;
}

export function applyRuns(map: Uint8Array, runs: readonly BlockRun[]): void {
  for (const [first, count, state] of runs) map.fill(state, first, first + count);
}
