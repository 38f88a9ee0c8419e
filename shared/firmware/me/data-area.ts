// The data file system of the ME (EFFS): how often its blocks were erased tells whether the ME has ever run from this copy.
import { indexOfText, u32, u8 } from '../bytes';

const BLOCK_BYTES = 0x4000;
const BLOCK_MARK = 0x78;
const FREE = 0xff;

export interface DataArea {
  /** Of 16 KiB each. */
  readonly blocks: number;
  readonly blocksInUse: number;
  /** 0 where no block tells. */
  readonly lowest: number;
  readonly highest: number;
}

/** Each block starts with its logical id (FF: free), 0x78, two bytes of state and the erase count. Erased blocks have no count. */
export function readDataArea(region: Uint8Array, offset: number, length: number): DataArea {
  const end = Math.min(offset + length, region.length);
  let [blocks, blocksInUse, lowest, highest] = [0, 0, Infinity, 0];
  for (let at = offset; at + 8 <= end; at += BLOCK_BYTES) {
    blocks++;
    const count = u32(region, at + 4);
    if (u8(region, at + 1) !== BLOCK_MARK || count === 0xffffffff) continue;
    if (u8(region, at) !== FREE) blocksInUse++;
    lowest = Math.min(lowest, count);
    highest = Math.max(highest, count);
  }
  return { blocks, blocksInUse, lowest: lowest === Infinity ? 0 : lowest, highest };
}

/** Settings put in by an image builder leave `KRND` with a 0 behind it. */
export function holdsBuilderSettings(region: Uint8Array, offset: number, length: number): boolean {
  const end = Math.min(offset + length, region.length);
  for (let at = indexOfText(region, 'KRND', offset, end); at >= 0; at = indexOfText(region, 'KRND', at + 4, end)) {
    if (region[at + 4] === 0) return true;
  }
  return false;
}
