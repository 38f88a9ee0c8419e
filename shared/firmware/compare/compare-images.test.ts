import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import { fixGbeSum } from '../gbe';
import { inspectImage } from '../inspect';
import { noise } from '../synthetic/paint';
import { sampleImage, type SampleOptions } from '../synthetic/sample-image';
import { bareReport } from '../bare-report';
import { compareImages, type CompareOptions } from './compare-images';
import type { ComparedFile, Comparison } from './types';

// Whole images are inspected: seconds each where the computer is busy.
vi.setConfig({ testTimeout: 60_000 });

const good = sampleImage();
const file = (name: string, bytes: Uint8Array): ComparedFile => ({ name, bytes, report: inspectImage(bytes) });
const first = file('a.bin', good);
const against = (bytes: Uint8Array, options?: CompareOptions): Comparison => compareImages([first, file('b.bin', bytes)], options);
const changed = (change: (bytes: Uint8Array) => void, from = good): Uint8Array => {
  const bytes = from.slice();
  change(bytes);
  return bytes;
};
const headline = ({ meanings }: Comparison): string => `${meanings[0]!.code} ${meanings[0]!.certainty}`;

/** Places in code, apart and each in another block. */
const places = (count: number): number[] => Array.from({ length: count }, (_, index) => 0x1f0000 + index * 0x1f457 + index ** 3);
/** Clears one set bit at each place, as a weak 1 is read. */
const weak = (bytes: Uint8Array): void => {
  for (const at of places(40)) bytes[at]! &= bytes[at]! - 1;
};
const other =
  (options: SampleOptions): (() => Uint8Array) =>
  () =>
    sampleImage(options);

/** Every second block of 4 KiB reads as the one before it. */
const withoutBit12 = (bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; at += 0x2000) bytes.copyWithin(at + 0x1000, at, at + 0x1000);
};

describe('what a difference means', () => {
  test.each<[what: string, bytes: () => Uint8Array, expected: string]>([
    ['an equal file', () => good.slice(), 'EQUAL certain'],
    ['scattered bits all from 1 to 0', () => changed(weak), 'READ_SIGNAL likely'],
    ['one flipped bit in code', () => changed((bytes) => (bytes[0x600003]! ^= 4)), 'READ_SIGNAL likely'],
    [
      'a fault every 512 bytes',
      () => changed((bytes) => Array.from({ length: 400 }, (_, index) => (bytes[0x600003 + index * 512]! ^= 0x5a))),
      'READ_PERIODIC likely',
    ],
    ['always the same bit', () => changed((bytes) => places(60).forEach((at) => (bytes[at]! ^= 0x80))), 'READ_PERIODIC likely'],
    ['an address bit that is always 0', () => changed(withoutBit12), 'READ_ADDRESS_BIT certain'],
    ['halves that are equal', () => changed((bytes) => bytes.copyWithin(0, 0x800000)), 'READ_ADDRESS_BIT certain'],
    [
      'halves in the other order',
      () => changed((bytes) => (bytes.set(good.subarray(0x800000), 0), bytes.set(good.subarray(0, 0x800000), 0x800000))),
      'ORDER_EXCHANGED certain',
    ],
    ['a lost byte', () => changed((bytes) => bytes.copyWithin(0x700000, 0x700001)), 'READ_SLIP likely'],
    ['FF for a while', () => changed((bytes) => bytes.fill(0xff, 0x612345, 0x654321)), 'READ_BUS_LOST likely'],
    ['00 for a while', () => changed((bytes) => bytes.fill(0, 0x612345, 0x654321)), 'READ_BUS_LOST likely'],
    ['an erased block', () => changed((bytes) => bytes.fill(0xff, 0x612000, 0x613000)), 'BLOCKS_BLANK likely'],
    ['one block of other content', () => changed((bytes) => noise(bytes, 0x612000, 0x1000, 5)), 'READ_ONE_BLOCK likely'],
    ['other variables', () => changed((bytes) => noise(bytes, 0x510100, 0x800, 9)), 'MACHINE_RAN likely'],
    ['other ME data', () => changed((bytes) => noise(bytes, 0x8000 + 0x4000 * 2 + 0x100, 0x800, 9)), 'MACHINE_RAN likely'],
    [
      'another board',
      () => changed((bytes) => noise(bytes, 0x510000, 0x4000, 8), sampleImage({ mac: [0, 0, 0x5e, 0, 0x53, 0x77] })),
      'OTHER_BOARD likely',
    ],
    ['an edited MAC address', () => changed(editMac), 'MAC_EDITED likely'],
    ['another release', other({ release: '03.91' }), 'OTHER_RELEASE certain'],
    ['another machine', other({ family: 'J63' }), 'OTHER_MACHINE certain'],
    ['another boot block', other({ bootBlock: { date: '12/28/2011' } }), 'BOOT_BLOCK_EXCHANGED certain'],
    ['another ME version', other({ me: { version: [7, 1, 60, 1193] } }), 'ME_OTHER_VERSION certain'],
    ['a clean ME', other({ me: { hasRun: false } }), 'ME_DATA_STATE certain'],
    ['an open descriptor', () => changed((bytes) => bytes.fill(0xff, 0x62, 0x64)), 'DESCRIPTOR_ACCESS certain'],
    ['a cut file', () => good.slice(0, 0xc00000), 'CUT_OFF certain'],
    ['padding', () => changed((bytes) => bytes.set(good), new Uint8Array(good.length + 4096).fill(0xff)), 'PADDED certain'],
    ['a shift by 16', () => changed((bytes) => bytes.set(good.subarray(0, good.length - 16), 16)), 'SHIFTED certain'],
    ['the BIOS code alone', () => good.slice(0x580000, 0xff0000), 'PART_OF_OTHER certain'],
    ['the ME alone', () => good.slice(0x5000, 0x510000), 'PART_OF_OTHER certain'],
    ['noise', () => changed((bytes) => noise(bytes, 0, bytes.length, 77)), 'UNRELATED likely'],
  ])('%s', (_what, bytes, expected) => {
    expect(headline(against(bytes()))).toBe(expected);
  });

  it('tells no MAC address', () => {
    const said = JSON.stringify(against(changed(editMac)).meanings);
    expect(said).not.toMatch(/[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}/i);
  });

  it('calls a change that keeps every checksum a modification, and names the file', () => {
    // Two bytes of one file whose sum stays: 8-bit sums see nothing.
    const modified = changed((bytes) => {
      for (let at = 0x5a0000; at < 0x5a0100; at += 2) [bytes[at], bytes[at + 1]] = [bytes[at]! + 7, bytes[at + 1]! - 7];
    });
    const comparison = against(modified);
    expect(headline(comparison)).toBe('BIOS_MODIFIED likely');
    expect(comparison.pairs[0]!.files).toMatchObject({
      changed: [{ lengthBefore: 0x40000, lengthAfter: 0x40000 }],
      added: [],
      removed: [],
    });
  });

  it('says that equal files may be wrong together', () => {
    expect(against(good.slice()).meanings[0]!.next).toContain('Equal reads can still be wrong together');
  });

  it('tells the file whose checksums hold', () => {
    expect(against(changed((bytes) => (bytes[0x600003]! ^= 4))).meanings[0]!.message).toContain('the checksums speak for a.bin');
  });
});

function editMac(bytes: Uint8Array): void {
  const region = bytes.subarray(0x1000, 0x3000);
  for (const copy of [0, 0x1000]) {
    region[copy + 5]! ^= 0x55;
    fixGbeSum(region, copy);
  }
}

describe('where', () => {
  it('counts by region and by the innermost structure', () => {
    const [pair] = against(changed((bytes) => noise(bytes, 0x510100, 0x800, 9))).pairs;
    expect(pair!.regions.map(({ name }) => name)).toEqual(['nvram']);
    expect(pair!.total.blocks4k).toBe(1);
  });

  it('leaves out what is to be ignored, and says so', () => {
    const comparison = against(
      changed((bytes) => noise(bytes, 0x510100, 0x800, 9)),
      { ignore: ['nvram'] },
    );
    expect(comparison).toMatchObject({ equal: true, identical: false, pairs: [{ total: { bytes: 0 } }] });
    expect(headline(comparison)).toBe('EQUAL_BUT_IGNORED certain');
    expect(comparison.pairs[0]!.ignoredBytes).toBeGreaterThan(2000);
  });

  it('counts every byte and bit that differs, in files of any length', () => {
    const bare = (name: string, bytes: Uint8Array): ComparedFile => ({
      name,
      bytes,
      report: bareReport({ size: bytes.length, verdict: 'not-an-image', summary: '', findings: [] }),
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 3 }), (a, b, skew) => {
        // Views that are not aligned are read as those that are.
        const left = new Uint8Array(a.length + skew).subarray(skew);
        left.set(a);
        const comparison = compareImages([bare('a', left), bare('b', b)]);
        const same = a.length === b.length && a.every((value, at) => value === b[at]);
        expect(comparison.equal).toBe(same);
        expect(comparison.meanings.length).toBeGreaterThan(0);
        const [pair] = comparison.pairs;
        if (!pair) return;
        const { leftOffset, rightOffset, length } = pair.alignment;
        let [bytes, bits] = [0, 0];
        for (let at = 0; at < length; at++) {
          const change = a[leftOffset + at]! ^ b[rightOffset + at]!;
          if (change !== 0) bytes++;
          for (let bit = 0; bit < 8; bit++) bits += (change >> bit) & 1;
        }
        expect({ bytes: pair.total.bytes, bits: pair.total.cleared + pair.total.set }).toEqual({ bytes, bits });
        const perBit = pair.flips.byBit.reduce((sum, { cleared, set }) => sum + cleared + set, 0);
        expect(perBit).toBe(bits);
        for (const { offset, kind } of pair.ranges)
          if (!kind.startsWith('only')) expect(a[offset]).not.toBe(b[offset - leftOffset + rightOffset]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('three reads and more', () => {
  const flip = (at: number): Uint8Array => changed((bytes) => (bytes[at]! ^= 1));

  it('names the odd one', () => {
    const comparison = compareImages([file('1', flip(0x600000)), file('2', good), file('3', good.slice())]);
    expect(comparison.meanings[0]).toMatchObject({ code: 'ODD_ONE_OUT', files: [0] });
    expect(comparison.majority).toMatchObject({
      everywhere: true,
      oddBytes: [1, 0, 0],
      ranges: [{ offset: 0x600000, length: 1, odd: [0] }],
    });
  });

  it('offers what most hold only as a view, where no two agree', () => {
    const comparison = compareImages([file('1', flip(0x600000)), file('2', flip(0x700000)), file('3', flip(0x800000))]);
    expect(comparison.meanings[0]).toMatchObject({ code: 'NO_TWO_AGREE' });
    expect(comparison.meanings[0]!.next).toContain('never a backup');
    expect(comparison.majority).toMatchObject({ everywhere: true, oddBytes: [1, 1, 1], undecidedBytes: 0 });
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  });

  it('says where there is no majority', () => {
    const reads = [1, 2, 3].map((value) =>
      file(
        String(value),
        changed((bytes) => (bytes[0x600000] = value)),
      ),
    );
    expect(compareImages(reads).majority).toMatchObject({ everywhere: false, undecidedBytes: 1, ranges: [{ decided: false }] });
  });
});
