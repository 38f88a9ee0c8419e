// How much of each block of 4 KiB differs between two files.
import { blockSteps, COMPARE_BLOCK_BYTES } from '../../shared/ipc/check-views';

/** `shift`: added to an offset in `base` it gives the same place in `other`. One byte a block, as in `blockSteps`. */
export function blockDifferences(base: Uint8Array, other: Uint8Array, shift: number): Uint8Array {
  const blocks = new Uint8Array(Math.ceil(Math.max(base.length, other.length - shift) / COMPARE_BLOCK_BYTES));
  for (let block = 0; block < blocks.length; block++) {
    const from = block * COMPARE_BLOCK_BYTES;
    const to = Math.min(from + COMPARE_BLOCK_BYTES, Math.max(base.length, other.length - shift));
    if (from + shift < 0 || to > base.length || to + shift > other.length) {
      blocks[block] = blockSteps.missing;
      continue;
    }
    let differing = 0;
    for (let at = from; at < to; at++) if (base[at] !== other[at + shift]) differing++;
    blocks[block] = stepOf(differing);
  }
  return blocks;
}

function stepOf(differing: number): number {
  if (differing === 0) return blockSteps.equal;
  if (differing <= COMPARE_BLOCK_BYTES / 100) return blockSteps.few;
  return differing <= COMPARE_BLOCK_BYTES / 4 ? blockSteps.part : blockSteps.most;
}
