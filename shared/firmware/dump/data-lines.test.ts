import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sampleImage } from '../synthetic/sample-image';
import { stuckBits } from './data-lines';
import { SCAN_BLOCK_BYTES, scanBlocks, type BlockScan } from './scan-blocks';

const real = new URL('../../../../shared/real/z620-composite.bin.gz', import.meta.url);
const images: readonly (readonly [name: string, image: Uint8Array])[] = [
  ['the synthetic image', sampleImage()],
  ...(existsSync(real) ? [['the real composite', new Uint8Array(gunzipSync(readFileSync(real)))] as const] : []),
];
const GROUP_BYTES = 0x10000;
const LOST_BYTES = 0x80000;

/** As `scanBlocks` sees the image with this bit read as 0 over half a megabyte: no byte is FF there any more. */
function withLostLine(scan: BlockScan, offset: number, bit: number): BlockScan {
  const [and, or, programmed] = [scan.and.slice(), scan.or.slice(), scan.programmed.slice()];
  for (let block = offset / SCAN_BLOCK_BYTES; block < (offset + LOST_BYTES) / SCAN_BLOCK_BYTES; block++) {
    and[block]! &= ~(1 << bit);
    or[block]! &= ~(1 << bit);
    programmed[block] = SCAN_BLOCK_BYTES;
  }
  return { ...scan, and, or, programmed };
}

describe.each(images)('a data line of %s', (_name, image) => {
  const scan = scanBlocks(image);

  it('that was never lost is not called stuck', () => {
    expect(stuckBits(scan)).toEqual([]);
  });

  it('lost over half a megabyte is seen at every place and in every bit, also where the chip is blank', () => {
    const unseen: string[] = [];
    for (let offset = 0; offset + LOST_BYTES <= image.length; offset += GROUP_BYTES) {
      const isAllZero = scan.or.subarray(offset / SCAN_BLOCK_BYTES, (offset + LOST_BYTES) / SCAN_BLOCK_BYTES).every((value) => value === 0);
      for (let bit = 0; bit < 8 && !isAllZero; bit++) {
        const middle = offset + LOST_BYTES / 2;
        const found = stuckBits(withLostLine(scan, offset, bit)).filter((stuck) => stuck.bit === bit && stuck.value === 0);
        if (!found.some((stuck) => middle >= stuck.offset && middle < stuck.offset + stuck.length)) unseen.push(`${offset} bit ${bit}`);
      }
    }
    expect(unseen).toEqual([]);
  });

  it('is scanned as a lost line would be', () => {
    const [offset, bit] = [0x600000, 3];
    const damaged = image.map((byte, at) => (at >= offset && at < offset + LOST_BYTES ? byte & ~(1 << bit) : byte));
    expect(scanBlocks(damaged)).toEqual(withLostLine(scan, offset, bit));
  });
});
