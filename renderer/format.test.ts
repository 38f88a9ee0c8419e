import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatOffset, formatRange, formatRate } from './format';

it('writes sizes in the units that chips are made in', () => {
  expect([0, 512, 4096, 20 * 1024, 16 * 1024 * 1024, 6.25 * 1024 * 1024].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '4 KiB',
    '20 KiB',
    '16 MiB',
    '6.3 MiB',
  ]);
  expect(formatRate(133_000)).toBe('129.9 KiB/s');
});

it('writes times in the largest unit that says enough', () => {
  expect([400, 1000, 59_400, 60_000, 126_000, 4_200_000].map(formatDuration)).toEqual([
    'under 1 s',
    '1 s',
    '59 s',
    '1 min',
    '2 min 6 s',
    '1 h 10 min',
  ]);
});

it('writes places in hex, the last byte included', () => {
  expect(formatOffset(0x5400)).toBe('0x005400');
  expect(formatRange(0xff0000, 0x10000)).toBe('0xFF0000–0xFFFFFF');
});
