import { describe, expect, it, vi } from 'vitest';
import { inspectImage } from './inspect';
import { worthOfBackup } from './reading-faults';
import { sampleImage } from './synthetic/sample-image';

// Each inspects a whole chip.
vi.setConfig({ testTimeout: 90_000 });

const good = sampleImage();
const changed = (change: (bytes: Uint8Array) => void): Uint8Array => {
  const bytes = new Uint8Array(good);
  change(bytes);
  return bytes;
};
const worth = (bytes: Uint8Array) => worthOfBackup(inspectImage(bytes, { machineId: 'z620' })).kind;

describe('what a fresh backup is worth', () => {
  it('is a backup where nothing is wrong', () => {
    expect(worth(good)).toBe('sound');
  });

  it.each([
    ['blank BIOS code', (bytes: Uint8Array) => bytes.fill(0xff, 0x580000, 0x5c0000)],
    ['an overwritten descriptor', (bytes: Uint8Array) => bytes.fill(0, 0, 0x1000)],
    ['a blank ME', (bytes: Uint8Array) => bytes.fill(0xff, 0x5000, 0x510000)],
    ['no first instruction', (bytes: Uint8Array) => bytes.fill(0xff, 0xfff000)],
  ])('is a backup where the chip holds %s: that is why the work is done', (_, change) => {
    expect(worth(changed(change))).toBe('damaged-content');
  });

  it.each([
    ['one byte all over', new Uint8Array(good.length)],
    ['two equal halves', changed((bytes) => bytes.copyWithin(0x800000, 0, 0x800000))],
    ['a data line that never rises', changed((bytes) => bytes.forEach((byte, at) => (bytes[at] = byte & 0xf7)))],
    ['everything 32 bytes late', changed((bytes) => bytes.copyWithin(32, 0).fill(0xff, 0, 32))],
  ])('is none where the read holds %s', (_, bytes) => {
    expect(worth(bytes)).toBe('misread');
  });
});

it('an erase that was cut short is what the chip holds, not a bad read', () => {
  const erased = changed((bytes) => bytes.fill(0xff, 0x600000));
  expect(worth(erased)).toBe('damaged-content');
});
