import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstOther } from '../bytes';
import { byteSum } from './volume-sums';

/** A view that begins at any place in memory, and a range in it that may be shorter than a word. */
const ranges = fc
  .record({
    bytes: fc.uint8Array({ minLength: 0, maxLength: 3000 }),
    skip: fc.nat({ max: 7 }),
    filled: fc.boolean(),
    ends: fc.tuple(fc.nat({ max: 3000 }), fc.nat({ max: 3000 })),
  })
  .map(({ bytes, skip, filled, ends }) => {
    const memory = new Uint8Array(bytes.length + skip).fill(0xff);
    if (!filled) memory.set(bytes, skip);
    const [from, to] = ends.map((end) => end % (bytes.length + 1)).sort((one, other) => one - other) as [number, number];
    return { view: memory.subarray(skip), from, to };
  });

it('sums bytes wherever they lie in memory', () => {
  fc.assert(
    fc.property(ranges, ({ view, from, to }) => {
      expect(byteSum(view, from, to)).toBe(view.subarray(from, to).reduce((sum, byte) => sum + byte, 0) & 0xff);
    }),
  );
});

it('finds the end of a run wherever it lies in memory, however short', () => {
  fc.assert(
    fc.property(ranges, ({ view, from, to }) => {
      const found = view.subarray(from, to).findIndex((byte) => byte !== 0xff);
      expect(firstOther(view, 0xff, from, to)).toBe(found < 0 ? to : from + found);
    }),
  );
});
