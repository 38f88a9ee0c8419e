import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexLines, parseOffset } from './hex-lines';

const textOf = (lines: ReturnType<typeof hexLines>) => lines.map(({ runs }) => runs.map(({ hex }) => hex).join(''));

test('a line is its bytes in hex with a wider gap in the middle, and the letters among them', () => {
  const [line] = hexLines([0x41, 0x00, 0xff, 0x5a], { perLine: 4, offset: 0x10, place: 0x10 });
  expect(line).toEqual({
    offset: 0x10,
    runs: [
      { tone: 'plain', hex: '41', text: 'A' },
      { tone: 'plain', hex: ' ', text: '' },
      { tone: 'empty', hex: '00  FF', text: '··' },
      { tone: 'plain', hex: ' ', text: '' },
      { tone: 'plain', hex: '5A', text: 'Z' },
    ],
  });
});

test('the range looked at is marked, and what differs from the other file stands out of it', () => {
  const lines = hexLines([1, 2, 3, 4], { perLine: 4, offset: 0, place: 0, marked: { offset: 1, length: 2 }, other: [1, 2, 9, undefined] });
  const tones = lines.flatMap(({ runs }) => runs.filter(({ text }) => text !== '').map(({ tone, hex }) => [tone, hex]));
  expect(tones).toEqual([
    ['plain', '01'],
    ['marked', '02'],
    ['differs', '03 04'],
  ]);
});

test('however bytes are drawn, each line has the same width and every byte is on it once', () => {
  const byte = fc.option(fc.nat(255), { nil: undefined });
  fc.assert(
    fc.property(fc.array(byte, { minLength: 16, maxLength: 64 }), fc.nat(64), fc.nat(20), (bytes, offset, length) => {
      const whole = bytes.slice(0, bytes.length - (bytes.length % 16));
      const lines = hexLines(whole, { perLine: 16, offset: 0, place: 0, marked: { offset, length }, other: whole.map(() => 7) });
      expect(textOf(lines).every((line) => line.length === 48)).toBe(true);
      expect(lines.map(({ runs }) => runs.map(({ text }) => text).join('').length)).toEqual(lines.map(() => 16));
    }),
  );
});

test('offsets are understood as people write them', () => {
  expect(['0x510000', '510000h', '64K', '5M', '4096', ' 0X10 ', 'FF0000'].map(parseOffset)).toEqual([
    0x510000, 0x510000, 65536, 5242880, 4096, 16, 0xff0000,
  ]);
  expect(['', 'bios', '-1', '1.5M', '0x'].map(parseOffset)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});
