// Regions of an image whose descriptor is gone, found by what stands in it: ME table, network sums, firmware volumes.
import { indexOfText, startsWith, sum16, u16, u32 } from '../bytes';
import { hasResetVector } from '../hp';
import type { RegionSpan } from '../report';

const BLOCK_BYTES = 0x1000;
const GBE_SUM = 0xbaba;

/** Ascending. Empty where nothing was found. Lengths reach to the next region, as nothing else tells them. */
export function contentRegions(bytes: Uint8Array): RegionSpan[] {
  const me = meAt(bytes);
  const bios = biosAt(bytes);
  const gbe = gbeAt(bytes, Math.min(me ?? bytes.length, bios ?? bytes.length));
  const starts = [
    ...(gbe ? [gbe] : []),
    ...(me === undefined ? [] : [{ name: 'me', offset: me, length: 0 }]),
    ...(bios === undefined ? [] : [{ name: 'bios', offset: bios, length: 0 }]),
  ].sort((a, b) => a.offset - b.offset);
  return starts.map((region, index) =>
    region.length > 0 ? region : { ...region, length: (starts[index + 1]?.offset ?? bytes.length) - region.offset },
  );
}

/** The table stands 16 bytes into the region, which starts at a block. */
function meAt(bytes: Uint8Array): number | undefined {
  for (let at = indexOfText(bytes, '$FPT'); at >= 0; at = indexOfText(bytes, '$FPT', at + 1)) {
    if (at % BLOCK_BYTES === 0x10) return at - 0x10;
  }
  return undefined;
}

/** From the first volume whose header sum holds, where code stands at the end of the file. */
function biosAt(bytes: Uint8Array): number | undefined {
  if (!hasResetVector(bytes, bytes.length - 0x10)) return undefined;
  for (let at = indexOfText(bytes, '_FVH'); at >= 0; at = indexOfText(bytes, '_FVH', at + 1)) {
    const start = at - 0x28;
    if (start < 0 || start % BLOCK_BYTES !== 0) continue;
    const header = u16(bytes, start + 0x30);
    if (header >= 0x48 && header <= BLOCK_BYTES && u32(bytes, start + 0x24) === 0 && sum16(bytes, start, header) === 0) return start;
  }
  return undefined;
}

/** Two copies half a region apart, each with the sum that is wanted. */
function gbeAt(bytes: Uint8Array, before: number): RegionSpan | undefined {
  for (let at = 0; at + 2 * BLOCK_BYTES <= Math.min(before, 0x100000, bytes.length); at += BLOCK_BYTES) {
    if (isGbeCopy(bytes, at) && isGbeCopy(bytes, at + BLOCK_BYTES)) return { name: 'gbe', offset: at, length: 2 * BLOCK_BYTES };
  }
  return undefined;
}

const isGbeCopy = (bytes: Uint8Array, at: number): boolean =>
  (u16(bytes, at + 0x26) & 0xc000) === 0x8000 && sum16(bytes, at, 0x80) === GBE_SUM && !startsWith(bytes, at, '_FVH');
