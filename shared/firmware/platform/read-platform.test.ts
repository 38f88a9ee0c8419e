import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zx20Layout } from '../../machines/zx20-layout';
import { pureTools } from '../hashing';
import { put, putText } from '../synthetic/paint';
import { sampleImage, type SampleOptions } from '../synthetic/sample-image';
import { readVolumes } from '../volumes/read-volumes';
import { readPlatform, type PlatformContext } from './read-platform';

const good = sampleImage();
/** Parsing all volumes is for the volume reader's tests: its files of the good image stand in for those of damaged ones. */
const { files } = readVolumes(good, zx20Layout.biosRegion);
const context: PlatformContext = { base: 0, sizeBytes: good.length, layout: zx20Layout, files, meVersion: '8.1.60.1561' };
const read = (bytes: Uint8Array, more: Partial<PlatformContext> = {}) => readPlatform(bytes, { ...context, ...more }, pureTools);
const codesOf = (bytes: Uint8Array, more: Partial<PlatformContext> = {}): string[] =>
  read(bytes, more)
    .findings.filter(({ code }) => code !== 'PROCESSORS')
    .map(({ severity, code }) => `${severity} ${code}`)
    .sort();

/** The good image with an edit for the length of one call: a copy of 16 MiB for each would be slow. */
function edited<T>(from: number, length: number, edit: (bytes: Uint8Array) => void, use: (bytes: Uint8Array) => T): T {
  const kept = good.slice(from, from + length);
  edit(good);
  try {
    return use(good);
  } finally {
    good.set(kept, from);
  }
}
const sentence = (options: SampleOptions, more: Partial<PlatformContext> = {}): string | undefined =>
  read(sampleImage(options), more).findings.find(({ code }) => code === 'PROCESSORS')?.message;

describe('a good image', () => {
  const { findings, facts, structure } = read(good);

  it('gives no finding but which processors start', () => {
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['note PROCESSORS']);
  });

  it('is told in every part', () => {
    expect(facts).toMatchObject({
      family: 'J61',
      version: '03.96',
      buildDate: '2024-01-02',
      recovery: { version: '03.96', state: 'good' },
      bootBlock: { family: 'J61', version: '03.04', date: '03/06/2013', class: '2013' },
      signatureBlock: '03.96',
      variables: { format: 'NVAR', stores: 1, count: 2 },
      fit: { offset: 0xec0000, entries: 5 },
      acm: { offset: 0xed0000, chipsetId: 0x1d00 },
    });
    expect(facts.microcode.map(({ cpuid, inFit, sumIsGood }) => [cpuid, inFit, sumIsGood])).toEqual([
      ['306E4', true, true],
      ['206D7', true, true],
    ]);
    expect(structure.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['data', 'table', 'microcode', 'acm', 'store']));
  });

  it('has a table of areas that equals the map', () => {
    expect(facts.romLayout?.map(({ name }) => name).sort()).toEqual(
      ['area', 'bb', 'early', 'fd', 'gbe', 'main', 'me', 'normal-start', 'nvram', 'pdr', 'recovery'].sort(),
    );
  });

  it('keeps names of variables and no values', () => {
    expect(JSON.stringify(structure.filter(({ kind }) => kind === 'store'))).toMatch(/"StdDefaults".*"Setup".*"Timeout"/);
  });
});

describe('damage is named', () => {
  it.each<[string, number, (bytes: Uint8Array) => void, string[]]>([
    ['one bit in microcode', 0x581000, (bytes) => void (bytes[0x581000]! ^= 1), ['fail MICROCODE_CHECKSUM']],
    ['the head of microcode gone', 0x580060, (bytes) => bytes.fill(0xff, 0x580060, 0x580070), ['fail FIT_MICROCODE_MISSING']],
    ['an entry of the FIT into nowhere', 0xec0010, (bytes) => put(bytes, 0xec0010, 0x1000, 4), ['fail FIT_ENTRY_OUTSIDE']],
    ['the FIT gone', 0xec0000, (bytes) => bytes.fill(0xff, 0xec0000, 0xec0010), ['fail FIT_NO_TABLE']],
    ['the ACM gone', 0xed0000, (bytes) => bytes.fill(0xff, 0xed0000, 0xed0010), ['fail FIT_ACM_MISSING']],
    ['the ACM of another chipset', 0xed000c, (bytes) => put(bytes, 0xed000c, 0x1e00, 2), ['warn ACM_CHIPSET']],
    ['no jump at the reset vector', 0xfffff0, (bytes) => bytes.fill(0, 0xfffff0, 0xfffff8), ['fail RESET_VECTOR']],
    ['the tag of the BIOS gone', 0x580000, (bytes) => bytes.fill(0, 0x580000, 0x580004), ['fail TAG_MISSING']],
    ['a recovery volume that is blank', 0xf60000, (bytes) => bytes.fill(0xff, 0xf60000, 0xfe0000), ['fail VOLUME_BLANK']],
    ['the head of a volume gone', 0xe00020, (bytes) => bytes.fill(0, 0xe00020, 0xe00030), ['fail VOLUME_MISSING']],
    ['the text of the boot block gone', 0xffd138, (bytes) => bytes.fill(0, 0xffd138, 0xffd148), ['warn BOOT_BLOCK_TEXT']],
    ['the date of the boot block gone', 0xffff80, (bytes) => bytes.fill(0xff, 0xffff80, 0xffff90), ['warn BOOT_BLOCK_DATE']],
    ['the end of the signature block gone', 0xffff71, (bytes) => bytes.fill(0xff, 0xffff71, 0xffff79), ['note SIGNATURE_BLOCK_CUT']],
    ['another release signed', 0xfffe6a, (bytes) => putText(bytes, 0xfffe65 + 4, '03.91'), ['note SIGNATURE_VERSION']],
    ['another family in the boot block', 0xffd138, (bytes) => putText(bytes, 0xffd138 + 11, 'J63'), ['fail FAMILY_MIXED']],
    ['blank variables', 0x510000, (bytes) => bytes.fill(0xff, 0x510000, 0x580000), ['note NVRAM_BLANK']],
  ])('%s', (_, from, edit, expected) => {
    const start = from & ~0xffff;
    const told = edited(start, Math.min(0x80000, good.length - start), edit, (bytes) => [codesOf(bytes), read(bytes).findings] as const);
    expect(told[0]).toEqual(expected);
    // Where, what was found, and, for what is wrong, what to do.
    for (const { offset, length, evidence, next, severity } of told[1]) {
      expect([typeof offset, typeof length, typeof evidence]).toEqual(['number', 'number', 'string']);
      if (severity !== 'note') expect(next).toBeTruthy();
    }
  });

  it('inside the recovery volume makes it a damaged one', () => {
    const volumeFindings = [{ code: 'FILE_CHECKSUM', severity: 'fail', message: '', offset: 0xf61000, length: 1 }] as const;
    expect(read(good, { volumeFindings }).facts.recovery?.state).toBe('damaged');
  });

  it('of the family is told against the machine', () => {
    expect(codesOf(good, { expected: { family: 'J63', machine: 'HP Z820' } })).toEqual(['fail FAMILY_WRONG']);
  });

  it('of the descriptor is told by the table of areas', () => {
    const moved = [{ name: 'me', offset: 0x6000, length: 0x50a000 }];
    const right = [
      { name: 'me', offset: 0x5000, length: 0x50b000 },
      { name: 'bios', offset: 0x510000, length: 0xaf0000 },
    ];
    expect([codesOf(good, { descriptorRegions: moved }), codesOf(good, { descriptorRegions: right })]).toEqual([
      ['fail ROM_LAYOUT_DIFFERS'],
      [],
    ]);
  });
});

describe('a damaged copy of the table of areas', () => {
  it('does not accuse the descriptor, which the other copy clears', () => {
    const first = read(good).structure.find(({ name }) => name === 'ROM layout table')!.offset!;
    const regions = [{ name: 'bios', offset: 0x510000, length: 0xaf0000 }];
    const damage = (bytes: Uint8Array): void => void (bytes[first + 10]! ^= 1);
    expect(edited(first, 64, damage, (bytes) => codesOf(bytes, { descriptorRegions: regions }))).toEqual(['warn ROM_LAYOUT_COPIES']);
  });
});

describe('which processors start', () => {
  const [v1, v2] = ['E5 v1 (Sandy Bridge-EP)', 'E5 v2 (Ivy Bridge-EP)'];

  it('is both kinds with a boot block of 2013, a late BIOS and ME 8', () => {
    expect(sentence({})).toBe(`${v1} and ${v2} processors can start with this image.`);
  });

  it.each<[string, SampleOptions, Partial<PlatformContext>, string]>([
    ['a boot block of 2011', { bootBlock: { date: '12/28/2011' } }, {}, 'the boot block is of 2011'],
    ['an early BIOS', { release: '02.07' }, {}, 'they need BIOS 03.50 or later'],
    ['ME 7', {}, { meVersion: '7.1.21.1134' }, 'they need ME 8, or the ME off'],
  ])('leaves out v2 with %s', (_, options, more, why) => {
    expect(sentence(options, more)).toBe(`${v1} processors can start with this image; ${v2} processors cannot: ${why}.`);
  });

  it('is not known for a boot block of another date', () => {
    expect(sentence({ bootBlock: { date: '06/01/2013' } })).toMatch(/^Whether .* is not known: .* none of those known/);
  });

  it('leaves out those whose microcode is damaged', () => {
    const told = edited(
      0x580000,
      0x10000,
      (bytes) => void (bytes[0x581000]! ^= 1),
      (bytes) => read(bytes).findings,
    );
    expect(told.find(({ code }) => code === 'PROCESSORS')?.message).toContain(`${v2} processors cannot: the image has no sound microcode`);
  });

  it('says so where the file holds no ME', () => {
    const { meVersion: _, ...without } = context;
    expect(readPlatform(good, without, pureTools).findings[0]?.message).toMatch(/\(the ME is not in this file\)\.$/);
  });
});

describe('a part of an image', () => {
  it.each([
    ['the BIOS region', 0x510000, 0x1000000, ['note PROCESSORS']],
    ['the BIOS code without the boot block', 0x580000, 0xff0000, []],
    ['the boot block', 0xff0000, 0x1000000, []],
  ])('is read in its place: %s', (_, from, to, expected) => {
    const part = good.subarray(from, to);
    const partFiles = readVolumes(part, { offset: 0, length: part.length }).files;
    const { findings } = read(part, { base: from, files: partFiles });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });

  it('tells its microcode and FIT without the pointer', () => {
    const { facts } = read(good.subarray(0x580000, 0xff0000), { base: 0x580000 });
    expect([facts.fit?.offset, facts.microcode.map(({ inFit }) => inFit)]).toEqual([0x940000, [true, true]]);
  });
});

describe('a board that is not known', () => {
  it('is still read: microcode, FIT, tags by themselves', () => {
    const { facts, findings } = readPlatform(good, { base: 0, sizeBytes: good.length, files }, pureTools);
    expect(findings).toEqual([]);
    expect(facts).toMatchObject({ family: 'J61', version: '03.96', fit: { entries: 5 }, acm: { chipsetId: 0x1d00 } });
  });

  it('may hold nothing of all this', () => {
    const bytes = new Uint8Array(0x100000).fill(0x5a);
    expect(readPlatform(bytes, { base: 0, sizeBytes: bytes.length, files: [] }, pureTools)).toEqual({
      findings: [],
      structure: [],
      proofs: [],
      facts: { microcode: [] },
    });
  });
});

describe('any bytes', () => {
  it('are read without an exception, and nothing is told of places outside them', () => {
    const pieces = [0x580000, 0xec0000, 0xed0000, 0xff0000, 0xfff000, 0xee0000, 0x510000];
    fc.assert(
      fc.property(
        fc.constantFrom(...pieces),
        fc.nat(0x3000),
        fc.array(fc.tuple(fc.nat(0x3000), fc.nat(255)), { maxLength: 20 }),
        fc.constantFrom(0, 0x1000, 0x510000, 0xffd000),
        fc.boolean(),
        (from, length, edits, base, known) => {
          const bytes = good.slice(from, from + length);
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          const { layout, ...unknown } = context;
          const reading = readPlatform(bytes, { ...unknown, ...(known && layout ? { layout } : {}), base, files: [] }, pureTools);
          for (const { offset = 0 } of [...reading.structure, ...reading.proofs]) expect(offset).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});
