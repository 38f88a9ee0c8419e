import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { w25q128 } from '../simulator/nor-profile';
import { sfdpOf } from '../simulator/nor-sfdp';
import { parseSfdp, sfdpExtentBytes } from './sfdp';

const table = sfdpOf(w25q128);

describe('a chip describing itself', () => {
  it('tells size, erases and times', () => {
    expect(parseSfdp(table)).toMatchObject({ sizeBytes: 16 * 1024 * 1024, pageBytes: 256, hasTimes: true });
    expect(parseSfdp(table)?.eraseTypes.map(({ sizeBytes, opcode }) => [sizeBytes, opcode])).toEqual([
      [4096, 0x20],
      [32768, 0x52],
      [65536, 0xd8],
    ]);
    expect(sfdpExtentBytes(table)).toBeLessThanOrEqual(table.length);
  });

  it('has its times decoded by count, unit and factor (JESD216 dwords 10 and 11)', () => {
    const facts = parseSfdp(example())!;
    expect(facts.eraseTypes.map(({ typicalMs, maxMs }) => [typicalMs, maxMs])).toEqual([
      [64, 896],
      [160, 2240],
    ]);
    expect(facts.pageTypicalMs).toBeCloseTo(0.704);
    expect(facts.pageMaxMs).toBeCloseTo(4.224);
    expect(facts.volatileStatus).toBe(true);
  });

  it('is not believed where two erases share an opcode, or without a signature', () => {
    const doubled = example();
    doubled[0x10 + 29] = doubled[0x10 + 31] = 0x20;
    expect(parseSfdp(doubled)).toBeUndefined();
    expect(parseSfdp(new Uint8Array(256).fill(0xff))).toBeUndefined();
  });

  it('never throws, and never promises an erase that does not divide the chip', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 256 }), (noise) => {
        const bytes = example();
        bytes.set(noise.subarray(0, 128), 4);
        const facts = parseSfdp(bytes);
        for (const { sizeBytes } of facts?.eraseTypes ?? []) expect(facts!.sizeBytes % sizeBytes).toBe(0);
      }),
    );
  });
});

/** A header, one table of 16 dwords at 0x10: 128 Mbit, 4K and 64K erases. */
function example(): Uint8Array {
  const bytes = new Uint8Array(256).fill(0xff);
  bytes.set([0x53, 0x46, 0x44, 0x50, 6, 1, 0, 0xff, 0x00, 6, 1, 16, 0x10, 0, 0, 0xff]);
  const dwords = [0xfff920e5, 0x07ffffff, 0, 0, 0, 0, 0, 0xd810200c, 0x00000000, 0, 0xc414ea82, 0, 0, 0, 0, 0x00000008];
  // Type 1: (3+1) x 16 ms, type 2: (9+1) x 16 ms, factor 2 x (6+1).
  dwords[9] = 6 | ((3 | (1 << 5)) << 4) | ((9 | (1 << 5)) << 11);
  new DataView(bytes.buffer).setUint32(0, 0x53464450);
  dwords.forEach((dword, index) => new DataView(bytes.buffer).setUint32(0x10 + index * 4, dword, true));
  return bytes;
}
