// Address bits that do not arrive: stuck, or two joined. Told by bytes that are equal wherever only those bits differ.
import { isUniform, SCAN_BLOCK_BYTES, type BlockScan } from './scan-blocks';

const SAMPLES = 4096;
const FEWEST_SAMPLES = 128;
const FEWEST_BLOCKS = 8;
/** A good image has a few per cent by chance, a stuck line all of them (images.md 8, check 5). */
const ENOUGH_EQUAL = 0.95;
const SMALLEST_CHIP_BYTES = 0x80000;
const SMALLEST_FILE_BYTES = 0x10000;

export interface LineFaults {
  /** Numbers of stuck lines, ascending. */
  readonly stuck: readonly number[];
  readonly joined: readonly (readonly [number, number])[];
}

/** Lines from 12 up only in files of a chip's size: a part may well stand at an odd place. */
export function faultyLines(bytes: Uint8Array, scan: BlockScan): LineFaults {
  if (bytes.length < SMALLEST_FILE_BYTES) return { stuck: [], joined: [] };
  const isChip = bytes.length >= SMALLEST_CHIP_BYTES && (bytes.length & (bytes.length - 1)) === 0;
  const lines = isChip ? Math.log2(bytes.length) : 12;
  const used = usedBlocks(scan);
  // A few blocks that hold anything are alike or not by chance.
  if (used.length < FEWEST_BLOCKS) return { stuck: [], joined: [] };
  const samples = sampleOffsets(bytes, used);
  if (samples.length < FEWEST_SAMPLES) return { stuck: [], joined: [] };
  const stuck: number[] = [];
  for (let line = 0; line < lines; line++) if (isAlwaysEqual(bytes, samples, 1 << line, 0, 0)) stuck.push(line);
  const joined: [number, number][] = [];
  for (let low = 0; low < lines; low++) {
    for (let high = low + 1; high < lines; high++) {
      if (stuck.includes(low) || stuck.includes(high)) continue;
      if (isAlwaysEqual(bytes, samples, (1 << low) | (1 << high), 1 << low, 1 << high)) joined.push([low, high]);
    }
  }
  return { stuck, joined };
}

function usedBlocks(scan: BlockScan): number[] {
  const used: number[] = [];
  for (let block = 0; block < scan.blocks; block++) if (!isUniform(scan, block)) used.push(block);
  return used;
}

/** Places that hold something to compare by, spread over all blocks that do; always the same for the same bytes. */
function sampleOffsets(bytes: Uint8Array, used: readonly number[]): number[] {
  const perBlock = Math.max(1, Math.ceil(SAMPLES / used.length));
  const offsets: number[] = [];
  let state = 0x2545f491;
  for (const block of used) {
    for (let wanted = perBlock, tries = perBlock * 4; wanted > 0 && tries > 0; tries--) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const at = block * SCAN_BLOCK_BYTES + ((state >>> 12) & (SCAN_BLOCK_BYTES - 1));
      if (at >= bytes.length || bytes[at] === 0xff || bytes[at] === 0) continue;
      offsets.push(at);
      wanted--;
    }
  }
  return offsets;
}

/** Whether bytes stay the same with the bits of `flip` inverted; of two lines, only where exactly one of them is set. */
function isAlwaysEqual(bytes: Uint8Array, samples: readonly number[], flip: number, low: number, high: number): boolean {
  let [compared, equal] = [0, 0];
  for (const at of samples) {
    if (low !== 0 && ((at & low) !== 0) === ((at & high) !== 0)) continue;
    const other = at ^ flip;
    if (other >= bytes.length) continue;
    compared++;
    if (bytes[at] === bytes[other]) equal++;
    if (compared === 64 && equal < 48) return false;
  }
  return compared >= FEWEST_SAMPLES / 2 && equal >= ENOUGH_EQUAL * compared;
}
