import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { put } from './synthetic/paint';
import { sampleImage } from './synthetic/sample-image';
import { inspectImage } from './inspect';

const good = sampleImage();
const codes = (bytes: Uint8Array, machineId?: string): string[] =>
  inspectImage(bytes, machineId ? { machineId } : {}).findings.map(({ code }) => code);
const failing = (bytes: Uint8Array): string[] => {
  const report = inspectImage(bytes);
  expect(['damaged', 'not-an-image']).toContain(report.verdict);
  return report.findings.filter(({ severity }) => severity === 'fail').map(({ code }) => code);
};
/** A damaged copy of the good image. */
const edited = (edit: (image: Uint8Array) => Uint8Array | void): Uint8Array => {
  const copy = new Uint8Array(good);
  return edit(copy) ?? copy;
};
const mapped = (from: (address: number) => number): Uint8Array => good.map((_, address) => good[from(address)]!);

describe('a good image', () => {
  it('has no findings and is good', () => {
    const { findings, verdict } = inspectImage(good, { machineId: 'z620' });
    expect({ findings, verdict }).toEqual({ findings: [], verdict: 'good' });
  });
});

describe('a dump that went wrong is named', () => {
  it.each([
    ['an empty file', new Uint8Array(0), ['DUMP_EMPTY']],
    ['all FF', new Uint8Array(0x1000000).fill(0xff), ['DUMP_CONSTANT']],
    ['all 00', new Uint8Array(0x1000000), ['DUMP_CONSTANT']],
    ['cut to 12 MiB', good.subarray(0, 0xc00000), ['DUMP_TRUNCATED']],
    ['cut to 8 MiB', good.subarray(0, 0x800000), ['DUMP_TRUNCATED']],
    ['shifted by 16 bytes', edited((image) => image.copyWithin(16, 0)), ['DUMP_SHIFTED']],
    ['shifted by 16 bytes the other way', edited((image) => image.copyWithin(0, 16)), ['DUMP_SHIFTED']],
    ['shifted by 5 bytes', edited((image) => image.copyWithin(5, 0)), ['DUMP_SHIFTED']],
    ['bytes of each word swapped', mapped((address) => address ^ 1), ['DUMP_SWAPPED']],
    ['bytes of each dword swapped', mapped((address) => address ^ 3), ['DUMP_SWAPPED']],
    ['nibbles swapped', good.map((byte) => (byte << 4) | (byte >>> 4)), ['DUMP_SWAPPED']],
    ['bits in reverse', good.map((byte) => parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2)), ['DUMP_SWAPPED']],
  ])('%s', (_, bytes, expected) => {
    expect(failing(bytes)).toEqual(expected);
  });

  it('a stuck highest address line as mirrored halves', () => {
    expect(failing(mapped((address) => address & ~0x800000))).toContain('DUMP_MIRRORED');
  });

  it.each([12, 16, 20, 22])('stuck address line A%d', (line) => {
    const { findings } = inspectImage(mapped((address) => address & ~(1 << line)));
    expect(findings.filter(({ code }) => code === 'DUMP_ADDRESS_LINE').map(({ evidence }) => evidence)).toEqual([`A${line}`]);
  });

  it('a stuck data line', () => {
    expect(failing(good.map((byte) => byte | 0x08))).toContain('DUMP_DATA_LINE');
  });

  it('noise as no image at all', () => {
    const bytes = new Uint8Array(0x10000).map((_, at) => Math.imul(at, 2654435761) >>> 24);
    expect([inspectImage(bytes).verdict, failing(bytes)]).toEqual(['not-an-image', ['NOT_FIRMWARE']]);
  });
});

describe('damage inside an image is named', () => {
  it.each([
    ['one bit in the MAC address', (image: Uint8Array) => void (image[0x1003]! ^= 1), ['GBE_CHECKSUM']],
    ['the ME settings not declared valid on an ME that has run', (image: Uint8Array) => void (image[0x5400] = 0xff), []],
    ['the ME table erased', (image: Uint8Array) => void image.fill(0xff, 0x5010, 0x5030), ['ME_NO_TABLE']],
    ['one bit in the ME table', (image: Uint8Array) => void (image[0x501c]! ^= 4), ['ME_TABLE_CHECKSUM']],
    ['the ME blank', (image: Uint8Array) => void image.fill(0xff, 0x5000, 0x510000), ['ME_EMPTY']],
    [
      'the last 256 bytes erased',
      (image: Uint8Array) => void image.fill(0xff, 0xffff00),
      ['FIT_NO_POINTER', 'RESET_VECTOR', 'BOOT_BLOCK_DATE'],
    ],
    ['the BIOS region over everything', (image: Uint8Array) => put(image, 0x44, 0x0fff0000, 4), ['DESCRIPTOR_OVERLAP']],
    ['the BIOS region unused', (image: Uint8Array) => put(image, 0x44, 0x00000fff, 4), ['DESCRIPTOR_NO_BIOS']],
    ['the descriptor erased', (image: Uint8Array) => void image.fill(0xff, 0, 0x1000), ['DESCRIPTOR_MISSING']],
    ['one bit in a volume header', (image: Uint8Array) => void (image[0xf6002c]! ^= 1), ['VOLUME_CHECKSUM']],
    ['the tag of the BIOS gone', (image: Uint8Array) => void image.fill(0, 0x580000, 0x580010), ['TAG_MISSING']],
    [
      'the boot block erased',
      (image: Uint8Array) => void image.fill(0xff, 0xff0000),
      ['FIT_NO_POINTER', 'RESET_VECTOR', 'VOLUME_BLANK', 'BOOT_BLOCK_DATE', 'BOOT_BLOCK_TEXT'],
    ],
    ['the variables blank', (image: Uint8Array) => void image.fill(0xff, 0x510000, 0x580000), ['NVRAM_BLANK']],
  ])('%s', (_, edit, expected) => {
    expect(codes(edited(edit)).sort()).toEqual(expected.slice().sort());
  });

  it('a boot block of the other family, and an image of the other machine', () => {
    const mixed = edited((image) => image.set(sampleImage({ family: 'J63' }).subarray(0xff0000), 0xff0000));
    expect([codes(mixed), codes(good, 'z820')]).toEqual([['FAMILY_MIXED'], ['FAMILY_WRONG']]);
  });

  it('an ME that has never run, declared valid or not', () => {
    const me = { hasRun: false };
    expect([codes(sampleImage({ me })), codes(sampleImage({ me: { ...me, validMark: 0xff } }))]).toEqual([
      ['ME_CONFIGURED'],
      ['ME_NOT_DECLARED_VALID'],
    ]);
  });

  it('ME 7 under a late BIOS as a note only', () => {
    expect(inspectImage(sampleImage({ me: { version: [7, 1, 21, 1134] } }))).toMatchObject({
      verdict: 'good',
      findings: [{ code: 'ME7_WITH_NEW_BIOS' }],
    });
  });
});

describe('an image of a machine that is not known', () => {
  // 8 MiB: descriptor, network and ME of the good image, a BIOS region of something else.
  const foreign = good.slice(0, 0x800000);
  foreign.fill(0x5a, 0x510000);
  put(foreign, 0x30, 4, 4);
  put(foreign, 0x44, 0x07ff0510, 4);

  it('is checked as far as its descriptor goes, and is called no better than usable', () => {
    expect(inspectImage(foreign)).toMatchObject({
      verdict: 'usable',
      meState: 'initialised',
      macKind: 'factory',
      findings: [{ code: 'MACHINE_UNKNOWN' }],
    });
  });

  it('is refused for a machine of another size', () => {
    expect(codes(foreign, 'z620')).toContain('OTHER_MACHINE');
  });
});

describe('a boot block of a date that is not known', () => {
  it('is neither of 2011 nor of 2013', () => {
    expect(inspectImage(sampleImage({ bootBlock: { date: '06/01/2013' } }))).toMatchObject({
      bootBlockClass: 'other',
      findings: [{ code: 'BOOT_BLOCK_UNUSUAL_DATE' }],
    });
  });
});

describe('any bytes', () => {
  it('are reported on, never an exception', () => {
    const sizes = fc.constantFrom(0, 1, 17, 0x1000, 0x2000, 0x10000, 0x70000);
    fc.assert(
      fc.property(sizes, fc.uint8Array({ maxLength: 600 }), fc.nat(0x70000), (size, seed, at) => {
        const bytes = new Uint8Array(size).map((_, index) => seed[index % Math.max(1, seed.length)] ?? 0xff);
        bytes.set(good.subarray(at, at + Math.min(0x800, size)), 0);
        expect(inspectImage(bytes).size).toBe(size);
      }),
      { numRuns: 120 },
    );
  });

  it('cut out of a good image at any place are too', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(0x20000), (from, length) => {
        expect(inspectImage(good.subarray(from, from + length)).findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  it('in a header of any content are too', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 96 }),
        fc.constantFrom(0x10, 0x30, 0x40, 0x60, 0x1000, 0x5010, 0x580000, 0xfffff0 - 0x40),
        (head, at) => {
          expect(inspectImage(edited((image) => image.set(head, at))).size).toBe(0x1000000);
        },
      ),
      { numRuns: 12 },
    );
  });
});
