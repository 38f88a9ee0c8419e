import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameBytes } from '../bytes';
import { noise } from '../synthetic/paint';
import { tianoPack, type PackOptions } from '../synthetic/uefi-tiano';
import { efiDecompress, tianoDecompress } from './tiano';

const limits = { maxOutputBytes: 1 << 20 };
const decoders = { 4: efiDecompress, 5: tianoDecompress } as const;

/** Comparing hundreds of kilobytes as values takes the test library seconds. */
const comesBack = (bytes: Uint8Array, how: PackOptions): boolean => {
  const unpacked = decoders[how.positionBits](tianoPack(bytes, how), limits);
  return unpacked !== undefined && sameBytes(unpacked, bytes);
};

/** Letters in runs and repeats, so that there are matches near and far. */
const content = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 30 })), { maxLength: 12 })
  .map((runs) => Uint8Array.from(runs.flatMap(([bytes, times]) => Array.from({ length: times }, () => [...bytes]).flat())));
const options = fc.record({
  positionBits: fc.constantFrom<4 | 5>(4, 5),
  blockSymbols: fc.constantFrom(1, 7, 500, 16_000),
  isSkewed: fc.boolean(),
});

describe('standard decompression', () => {
  it('gives back what was packed, in both variants, with one block or many, short codes or long', () => {
    fc.assert(
      fc.property(content, options, (bytes, how) => {
        expect(comesBack(bytes, how)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each<PackOptions>([
    { positionBits: 4, isSkewed: true },
    { positionBits: 5, isSkewed: true },
    { positionBits: 5, blockSymbols: 3000 },
  ])('unpacks noise of 60 KB, with codes of up to sixteen bits (%o)', (how) => {
    const bytes = new Uint8Array(60_000);
    noise(bytes, 0, 45_000, 7);
    bytes.copyWithin(45_000, 30_000, 45_000);
    expect(comesBack(bytes, how)).toBe(true);
  });

  it('reaches back over the whole window of Tiano', () => {
    const bytes = new Uint8Array(0x80000 + 300);
    noise(bytes, 0, 300, 1);
    bytes.copyWithin(0x80000 - 1, 0, 300);
    expect(comesBack(bytes, { positionBits: 5 })).toBe(true);
  });

  it('leaves alone what stands behind the packed bytes', () => {
    const packed = tianoPack(Uint8Array.of(1, 2, 3), { positionBits: 5 });
    expect(tianoDecompress(Uint8Array.of(...packed, 0xff, 0xff), limits)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('gives nothing for a stream that is cut anywhere', () => {
    const packed = tianoPack(
      Uint8Array.from({ length: 300 }, (_, index) => (index * index) & 0xff),
      { positionBits: 5 },
    );
    for (let length = 0; length < packed.length; length++) expect(tianoDecompress(packed.subarray(0, length), limits)).toBeUndefined();
  });

  it('gives nothing for a stream that states fewer packed bytes than it needs', () => {
    const packed = tianoPack(
      new Uint8Array(100).fill(7).map((value, index) => value + index),
      { positionBits: 5 },
    );
    new DataView(packed.buffer).setUint32(0, packed.length - 8 - 20, true);
    expect(tianoDecompress(packed, limits)).toBeUndefined();
  });

  it('refuses what is larger than the limit', () => {
    const packed = tianoPack(new Uint8Array(1000), { positionBits: 5 });
    expect(tianoDecompress(packed, { maxOutputBytes: 999 })).toBeUndefined();
    expect(tianoDecompress(packed, { maxOutputBytes: 1000 })).toHaveLength(1000);
  });

  it('any bytes: an answer of the stated size or none, and the same for the same bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.constantFrom<4 | 5>(4, 5),
        (body, size, variant) => {
          const input = new Uint8Array(8 + body.length);
          input.set(body, 8);
          new DataView(input.buffer).setUint32(0, body.length, true);
          new DataView(input.buffer).setUint32(4, size, true);
          const output = decoders[variant](input, limits);
          expect(output === undefined || output.length === size).toBe(true);
          expect(decoders[variant](input, limits)).toEqual(output);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any damage to a good stream: an answer of the stated size or none', () => {
    const bytes = new Uint8Array(3000);
    noise(bytes, 0, 2000, 3);
    bytes.copyWithin(2000, 500, 1500);
    const packed = tianoPack(bytes, { positionBits: 5, blockSymbols: 400 });
    fc.assert(
      fc.property(fc.nat(packed.length - 9), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = new Uint8Array(packed);
        damaged[8 + at] = damaged[8 + at]! ^ change;
        const output = tianoDecompress(damaged, limits);
        expect(output === undefined || output.length === bytes.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
