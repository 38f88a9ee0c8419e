import { expect, it } from 'vitest';
import { sumsOf } from './node-tools';
import { startSums } from './sums-thread';

it.each([0, 5, 4 * 1024 * 1024, 5_000_001])('gives the sums of %i bytes that the caller would have made', (length) => {
  const bytes = Uint8Array.from({ length }, (_, at) => at * 31);
  expect(startSums(bytes.subarray(0))()).toEqual(sumsOf(bytes));
});

it('sums a part of a larger buffer', () => {
  const part = new Uint8Array(5_000_000).fill(7).subarray(100, 4_900_000);
  expect(startSums(part)()).toEqual(sumsOf(part));
});
