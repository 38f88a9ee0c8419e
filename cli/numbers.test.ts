import { expect, test } from 'vitest';
import { parseCount, parseRange, parseSize } from './numbers';

test.each([
  ['0', 0],
  ['4096', 4096],
  ['4K', 4096],
  ['16m', 16 * 1024 * 1024],
  ['0xFF0000', 0xff0000],
  ['0X10', 16],
])('the size %s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', '-1', '1.5M', '10G', '0x', '0x10K', 'ten', '1e3', '99999999999999999999'])('"%s" is not taken for a size', (text) => {
  expect(() => parseSize(text)).toThrow('INPUT_INVALID');
});

test('a range is an offset and a length', () => {
  expect(parseRange('0xFF0000:64K')).toEqual({ offset: 0xff0000, length: 65536 });
});

test.each(['0xFF0000', '1:2:3', '4K:0', ':4K', '4K:'])('"%s" is not taken for a range', (text) => {
  expect(() => parseRange(text)).toThrow('INPUT_INVALID');
});

test('a count outside its limits is refused', () => {
  expect(parseCount('3', 2, 9, '--reads')).toBe(3);
  for (const text of ['1', '10', 'x', '2.5', '']) expect(() => parseCount(text, 2, 9, '--reads')).toThrow('INPUT_INVALID');
});
