// Two images compared by 4 KiB, the differences named by region.
import { BLOCK_BYTES } from '../model/blocks';
import { words32 } from './bytes';
import type { RegionSpan } from './report';

export interface BlockDifference {
  readonly offset: number;
  readonly length: number;
  /** Region the blocks lie in; empty outside all of them. */
  readonly region: string;
}

/** First bytes of the 4 KiB blocks that differ. Bytes that only the longer one has count as different. */
export function differingBlocks(left: Uint8Array, right: Uint8Array): number[] {
  const [a, b] = [words32(left), words32(right)];
  const shared = Math.min(left.length, right.length);
  const size = Math.max(left.length, right.length);
  const differing: number[] = [];
  for (let offset = 0; offset < size; offset += BLOCK_BYTES) {
    if (offset + BLOCK_BYTES > shared) {
      if (left.length !== right.length || !sameBytesIn(left, right, offset, shared)) differing.push(offset);
      continue;
    }
    for (let at = offset / 4; at < (offset + BLOCK_BYTES) / 4; at++) {
      if (a[at] === b[at]) continue;
      differing.push(offset);
      break;
    }
  }
  return differing;
}

/** Runs of differing blocks, cut at the borders of regions, ascending. */
export function compareBlocks(left: Uint8Array, right: Uint8Array, regions: readonly RegionSpan[]): BlockDifference[] {
  const regionAt = (offset: number): string =>
    regions.find((region) => offset >= region.offset && offset < region.offset + region.length)?.name ?? '';
  const size = Math.max(left.length, right.length);
  const runs: { offset: number; length: number; region: string }[] = [];
  for (const offset of differingBlocks(left, right)) {
    const region = regionAt(offset);
    const length = Math.min(BLOCK_BYTES, size - offset);
    const previous = runs.at(-1);
    if (previous && previous.region === region && previous.offset + previous.length === offset) previous.length += length;
    else runs.push({ offset, length, region });
  }
  return runs;
}

function sameBytesIn(left: Uint8Array, right: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (left[at] !== right[at]) return false;
  return true;
}
