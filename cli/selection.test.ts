import { expect, test } from 'vitest';
import { Fault } from '../shared/model/errors';
import { select } from './selection';

const layout = [
  { name: 'bios', offset: 0x580000, length: 0xa70000 },
  { name: 'bb', offset: 0xff0000, length: 0x10000 },
];
const chip = 16 * 1024 * 1024;

const detailOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Fault) return String(thrown.error.params.detail);
  }
  return 'no fault';
};

test('regions next to each other are one range and keep their names', () => {
  expect(select({ regions: 'bb, bios' }, layout, chip)).toEqual({
    names: ['bb', 'bios'],
    ranges: [{ offset: 0x580000, length: 0xa80000 }],
    named: true,
  });
});

test('a range is added to the regions', () => {
  expect(select({ regions: 'bb', range: '0:4K' }, layout, chip)).toEqual({
    names: ['bb', '0x000000:0x001000'],
    ranges: [
      { offset: 0, length: 4096 },
      { offset: 0xff0000, length: 0x10000 },
    ],
    named: true,
  });
});

test('without a choice everything is meant, and known not to be a choice', () => {
  expect(select({}, layout, chip)).toEqual({ names: ['all'], ranges: [{ offset: 0, length: chip }], named: false });
  expect(select({ regions: 'all' }, layout, chip).named).toBe(true);
});

test('an unknown region is answered with the known ones', () => {
  expect(detailOf(() => select({ regions: 'boot' }, layout, chip))).toBe('there is no region "boot"; there are: bios, bb');
  expect(detailOf(() => select({ regions: 'bb' }, [], chip))).toContain('use --range');
});

test('a range past the end of the chip is refused', () => {
  expect(detailOf(() => select({ range: '0xFFF000:8K' }, layout, chip))).toContain('outside');
});
