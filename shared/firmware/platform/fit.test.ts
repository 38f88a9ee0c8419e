import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum8 } from '../bytes';
import { blank, put, putText } from '../synthetic/paint';
import { parseFit } from './fit';
import { readFit } from './read-fit';

const SIZE = 0x10000;
const chip = { base: 0, sizeBytes: SIZE };
const address = (offset: number): number => 0x1_0000_0000 - SIZE + offset;
const TABLE = 0x1000;

/** A chip whose table has microcode at 0x2000, an ACM at 0x3000 and a startup module. */
function image(hasSum = false): Uint8Array {
  const bytes = blank(SIZE);
  put(bytes, SIZE - 0x40, address(TABLE), 4);
  const entries = [
    [0, 4, hasSum ? 0x80 : 0],
    [address(0x2000), 0, 1],
    [address(0x3000), 0, 2],
    [address(0xf000), 0x100, 7],
  ] as const;
  entries.forEach(([target, size, type], index) => {
    bytes.fill(0, TABLE + index * 16, TABLE + index * 16 + 16);
    put(bytes, TABLE + index * 16, target, 4);
    put(bytes, TABLE + index * 16 + 8, size, 3);
    put(bytes, TABLE + index * 16 + 12, 0x100, 2);
    put(bytes, TABLE + index * 16 + 14, type, 1);
  });
  putText(bytes, TABLE, '_FIT_   ');
  if (hasSum) put(bytes, TABLE + 15, -sum8(bytes, TABLE, 64), 1);
  return bytes;
}

const read = (bytes: Uint8Array, isNeeded = true) =>
  readFit(
    parseFit(bytes, chip, () => undefined),
    { isMicrocode: (offset) => offset === 0x2000, isAcm: (offset) => offset === 0x3000 },
    isNeeded,
  );
const codes = (edit: (bytes: Uint8Array) => void, hasSum = false): string[] => {
  const bytes = image(hasSum);
  edit(bytes);
  return read(bytes).findings.map(({ code }) => code);
};

describe('the firmware interface table', () => {
  it('of a good image has nothing to tell, and is under its sum where it has one', () => {
    expect([read(image()).findings, read(image()).proofs]).toEqual([[], []]);
    expect([read(image(true)).findings, read(image(true)).proofs]).toEqual([[], [{ offset: TABLE, length: 64, by: 'sum' }]]);
  });

  it.each<[string, (bytes: Uint8Array) => void, string[]]>([
    ['no pointer', (bytes) => put(bytes, SIZE - 0x40, 0xffffffff, 4), ['FIT_NO_POINTER']],
    ['a pointer outside the chip', (bytes) => put(bytes, SIZE - 0x40, 0x1000, 4), ['FIT_POINTER_OUTSIDE']],
    ['no table behind the pointer', (bytes) => put(bytes, TABLE, 0, 1), ['FIT_NO_TABLE']],
    ['no entries at all', (bytes) => put(bytes, TABLE + 8, 0, 3), ['FIT_COUNT']],
    ['a thousand entries', (bytes) => put(bytes, TABLE + 8, 1000, 3), ['FIT_COUNT']],
    ['microcode that is not there', (bytes) => put(bytes, TABLE + 16, address(0x2010), 4), ['FIT_MICROCODE_MISSING']],
    ['an ACM that is not there', (bytes) => put(bytes, TABLE + 32, address(0x3010), 4), ['FIT_ACM_MISSING']],
    ['an entry that points into memory', (bytes) => put(bytes, TABLE + 48, 0x1000, 4), ['FIT_ENTRY_OUTSIDE']],
    ['an entry of a type that is not known', (bytes) => put(bytes, TABLE + 48 + 14, 0x55, 1), ['FIT_ENTRY_TYPE']],
    ['entries out of order', (bytes) => put(bytes, TABLE + 16 + 14, 7, 1), ['FIT_ORDER']],
  ])('with %s is told', (_, edit, expected) => {
    expect(codes(edit)).toEqual(expected);
  });

  it('with one bit wrong anywhere under its sum is told', () => {
    expect(codes((bytes) => void (bytes[TABLE + 52]! ^= 1), true)).toContain('FIT_CHECKSUM');
  });

  it('may be absent on a board that is not known', () => {
    const bytes = image();
    put(bytes, SIZE - 0x40, 0, 4);
    expect(read(bytes, false).findings).toEqual([]);
  });

  it('is found by its text in a part without the end of the chip', () => {
    const part = image().subarray(0, 0x8000);
    expect(parseFit(part, chip, () => TABLE)).toMatchObject({ state: 'not-here', offset: TABLE, count: 4 });
  });

  it('of any bytes is read without an exception, and points inside the file only', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(79), fc.nat(255)), { maxLength: 12 }), (edits) => {
        const bytes = image();
        for (const [at, value] of edits) bytes[at < 64 ? TABLE + at : SIZE - 0x40 + (at % 16)] = value;
        for (const { target } of parseFit(bytes, chip, () => undefined).entries) expect(target ?? 0).toBeLessThan(SIZE);
        expect(read(bytes).findings.length).toBeLessThan(130);
      }),
      { numRuns: 200 },
    );
  });
});
