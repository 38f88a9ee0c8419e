import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { put } from './synthetic/paint';
import { sampleImage } from './synthetic/sample-image';
import { inspectImage } from './inspect';
import type { ImageReport } from './report';

const tools = { sha256: (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest() };
const inspect = (bytes: Uint8Array, machineId?: string): ImageReport => inspectImage(bytes, machineId ? { machineId } : {}, tools);
const good = sampleImage();
/** What counts: notes are told besides. */
const serious = ({ findings }: ImageReport): string[] => findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
const notes = ({ findings }: ImageReport): string[] => findings.filter(({ severity }) => severity === 'note').map(({ code }) => code);
/** A damaged copy of the good image. */
const edited = (edit: (image: Uint8Array) => void): Uint8Array => {
  const copy = new Uint8Array(good);
  edit(copy);
  return copy;
};
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const starting = (head: string, length = 0x1000): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < head.length; at++) bytes[at] = head.charCodeAt(at);
  return bytes;
};

describe('a good image', () => {
  const report = inspect(good, 'z620');

  it('is good, in one sentence that says what it is, and carries only notes', () => {
    expect({ verdict: report.verdict, kind: report.kind, serious: serious(report), summary: report.summary }).toEqual({
      verdict: 'good',
      kind: 'full',
      serious: [],
      summary: 'A whole Z420/Z620 image: BIOS 3.96, boot block 2013, ME 8.1.60.1561 as it ran on a board; nothing damaged found.',
    });
    expect(notes(report)).toContain('NOT_COVERED');
  });

  it('can be written back to its board, and to no other as a whole', () => {
    expect(report.uses).toEqual(
      [
        'It can be written back whole to the board it was read from.',
        'For another board of the family only its BIOS code and boot block may be taken.',
        'Its boot block of 2013 can be used for a Z420 or Z620.',
        'Its BIOS code 3.96 can be used for a Z420 or Z620.',
      ].slice(0, report.uses.length),
    );
  });

  it('has its structure as a tree under its regions', () => {
    expect(report.structure.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'region Descriptor',
      'region Network (GbE)',
      'region Platform data (PDR)',
      'region Management engine (ME)',
      'region Variables (NVRAM)',
      'region BIOS code',
      'region Boot block',
    ]);
    expect(report.structure.find(({ name }) => name === 'BIOS code')?.children?.length).toBeGreaterThan(3);
  });

  it('tells where its identity is, with values only on request', () => {
    const shown = inspectImage(good, { machineId: 'z620', withIdentity: true }, tools);
    expect(report.identity.map(({ kind, state, value }) => ({ kind, state, value }))).toEqual(
      expect.arrayContaining([
        { kind: 'mac', state: 'present', value: undefined },
        { kind: 'me-data', state: 'present', value: undefined },
        { kind: 'settings', state: 'present', value: undefined },
        { kind: 'platform-data', state: 'blank', value: undefined },
      ]),
    );
    expect(report.identity.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256 ?? ''))).toBe(true);
    expect(shown.identity.filter(({ kind }) => kind === 'mac').map(({ title, value }) => `${title}: ${value}`)).toEqual([
      'MAC address, first copy: 00:00:5e:00:53:01',
      'MAC address, second copy: 00:00:5e:00:53:01',
      'MAC address, copy in the ME data: 00:00:5e:00:53:01',
    ]);
  });

  it('with serial numbers in its variable area has them found by name, in one-byte and two-byte letters', () => {
    const named = edited((image) => {
      image.set(text('SystemIds'), 0x512345);
      image.set(text([...'HpMfgData'].join('\0')), 0x513456);
    });
    expect(inspect(named).identity.filter(({ kind }) => kind === 'serial' || kind === 'feature-bytes')).toMatchObject([
      { kind: 'serial', offset: 0x512345, state: 'unknown' },
      { kind: 'feature-bytes', offset: 0x513456, state: 'unknown' },
    ]);
  });
});

describe('a file that is no image is named', () => {
  it.each([
    ['an empty file', new Uint8Array(0), 'unknown', 'DUMP_EMPTY'],
    ['all FF', new Uint8Array(0x1000000).fill(0xff), 'unknown', 'DUMP_CONSTANT'],
    ['all 00', new Uint8Array(0x1000000), 'unknown', 'DUMP_CONSTANT'],
    ['noise', new Uint8Array(0x10000).map((_, at) => Math.imul(at, 2654435761) >>> 24), 'unknown', 'NOT_FIRMWARE'],
    ['a ZIP archive', starting('PK\x03\x04'), 'archive', 'FILE_IS_ARCHIVE'],
    ['a ZIP archive as long as a platform region', starting('PK\x03\x04', 0x2000), 'archive', 'FILE_IS_ARCHIVE'],
    ['an RPM package', starting('\xed\xab\xee\xdb'), 'archive', 'FILE_IS_ARCHIVE'],
    ['a DOS program', starting('MZ\x90\0\x08\0'), 'softpaq', 'FILE_IS_PROGRAM'],
    ['an Intel HEX file', text(':0300300002337A1E\n:00000001FF\n'), 'unknown', 'FILE_IS_TEXT_FORM'],
    ['an S-record file', text('S00F000068656C6C6F202020202000003C\nS5030003F9\n'), 'unknown', 'FILE_IS_TEXT_FORM'],
    ['a web page', text('<!DOCTYPE html><html><body>Sign in to download</body></html>'), 'unknown', 'FILE_IS_SOMETHING_ELSE'],
  ])('%s', (_name, bytes, kind, code) => {
    const report = inspect(bytes);
    expect(report).toMatchObject({ verdict: 'not-an-image', kind, findings: [{ code, severity: 'fail' }], uses: [] });
    expect(report.summary).toMatch(/^[A-Z].*\.$/);
  });

  it('an update capsule', () => {
    const capsule = starting('\xbd\x86\x66\x3b');
    put(capsule, 0x10, 0x1c, 4);
    put(capsule, 0x18, capsule.length, 4);
    expect(inspect(capsule)).toMatchObject({ verdict: 'not-an-image', kind: 'capsule', findings: [{ code: 'FILE_IS_CAPSULE' }] });
  });
});

describe('a part of an image is named', () => {
  it.each([
    ['the descriptor', 0, 0x1000, 'fd'],
    ['the network region', 0x1000, 0x2000, 'gbe'],
    ['the ME region', 0x5000, 0x50b000, 'me'],
    ['the variable area', 0x510000, 0x70000, 'nvram'],
    ['the BIOS code', 0x580000, 0xa70000, 'bios'],
    ['the boot block', 0xff0000, 0x10000, 'bb'],
    ['the BIOS region', 0x510000, 0xaf0000, 'bios-region'],
    ['one firmware volume', 0xee0000, 0x80000, 'volume'],
    ['microcode', 0x580060, 0x8000, 'microcode'],
  ])('%s', (_name, offset, length, kind) => {
    const report = inspect(good.slice(offset, offset + length));
    const at = report.kind === 'microcode' ? 'microcode' : kind;
    expect({ kind: report.kind, verdict: report.verdict, serious: serious(report), notes: notes(report) }).toEqual({
      kind: at,
      verdict: 'good',
      serious: [],
      notes: expect.arrayContaining(['FILE_IS_PART']),
    });
    expect(report.summary).toMatch(/alone.*nothing damaged found\.$/);
  });
});

describe('damage inside an image is named', () => {
  it.each<readonly [string, (image: Uint8Array) => void, readonly string[]]>([
    ['one bit in the MAC address', (image) => void (image[0x1003]! ^= 1), ['GBE_CHECKSUM']],
    ['the ME settings not declared valid on an ME that has run', (image) => void (image[0x5400] = 0xff), []],
    ['the ME blank', (image) => void image.fill(0xff, 0x5000, 0x510000), ['ME_EMPTY']],
    ['the BIOS region unused', (image) => put(image, 0x44, 0x00000fff, 4), ['DESCRIPTOR_NO_BIOS']],
    ['the descriptor erased', (image) => void image.fill(0xff, 0, 0x1000), ['DESCRIPTOR_MISSING']],
  ])('%s', (_name, edit, expected) => {
    expect(serious(inspect(edited(edit)))).toEqual(expected);
  });

  it('and what is still sound of it can be used', () => {
    const report = inspect(edited((image) => void image.fill(0xff, 0x5000, 0x510000)));
    expect({ verdict: report.verdict, uses: report.uses }).toEqual({
      verdict: 'damaged',
      uses: [
        'Its boot block of 2013 can be used for a Z420 or Z620.',
        'Its BIOS code 3.96 can be used for a Z420 or Z620.',
        'Its network settings and MAC address can be given back to their own board.',
        'Its variable area can be given back to its own board, as far as one read can tell.',
      ],
    });
  });

  it('a blank variable area as a note', () => {
    expect(notes(inspect(edited((image) => void image.fill(0xff, 0x510000, 0x580000))))).toContain('NVRAM_BLANK');
  });

  it('a boot block of the other family, and an image of the other machine', { timeout: 90_000 }, () => {
    const mixed = edited((image) => image.set(sampleImage({ family: 'J63' }).subarray(0xff0000), 0xff0000));
    expect([serious(inspect(mixed)), serious(inspect(good, 'z820'))]).toEqual([['FAMILY_MIXED'], ['FAMILY_WRONG']]);
  });

  it('an ME that has never run, declared valid or not', { timeout: 90_000 }, () => {
    const me = { hasRun: false };
    const [configured, undeclared] = [sampleImage({ me }), sampleImage({ me: { ...me, validMark: 0xff } })].map((image) => inspect(image));
    expect([notes(configured!), serious(undeclared!)]).toEqual([expect.arrayContaining(['ME_CONFIGURED']), ['ME_NOT_DECLARED_VALID']]);
  });
});

describe('an image of a machine that is not known', () => {
  // 8 MiB: descriptor, network and ME of the good image, a BIOS region of something else.
  const foreign = good.slice(0, 0x800000);
  foreign.fill(0x5a, 0x510000);
  put(foreign, 0x30, 4, 4);
  put(foreign, 0x44, 0x07ff0510, 4);

  it('is checked as far as its descriptor goes, and is called no better than usable', () => {
    const report = inspect(foreign);
    expect(report).toMatchObject({ verdict: 'usable', meState: 'initialised', macKind: 'factory' });
    expect(serious(report)).toEqual(['MACHINE_UNKNOWN']);
  });

  it('is refused for a machine of another size', () => {
    expect(serious(inspect(foreign, 'z620'))).toContain('OTHER_MACHINE');
  });

  it('without a descriptor is read by what stands in it', () => {
    const report = inspect(
      edited((image) => {
        image.fill(0xff, 0, 0x1000);
        image.fill(0, 0x580000, 0x580010);
        image.fill(0, 0xf60000, 0xf60010);
        image.fill(0, 0xffd138, 0xffd198);
      }),
    );
    expect(report.regions.map(({ name, offset }) => `${name} ${offset.toString(16)}`)).toEqual([
      'gbe 1000',
      'me 5000',
      expect.stringMatching(/^bios /),
    ]);
    expect(report).toMatchObject({ kind: 'full', verdict: 'damaged', meVersion: '8.1.60.1561', mac: '00:00:5e:00:53:01' });
  });
});

describe('any bytes', () => {
  it('are reported on, never an exception', () => {
    const sizes = fc.constantFrom(0, 1, 17, 0x1000, 0x2000, 0x10000, 0x70000);
    fc.assert(
      fc.property(sizes, fc.uint8Array({ maxLength: 600 }), fc.nat(0x70000), (size, seed, at) => {
        const bytes = new Uint8Array(size).map((_, index) => seed[index % Math.max(1, seed.length)] ?? 0xff);
        bytes.set(good.subarray(at, at + Math.min(0x800, size)), 0);
        expect(inspect(bytes).size).toBe(size);
      }),
      { numRuns: 60 },
    );
  });

  it('cut out of a good image at any place are too', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(0x20000), (from, length) => {
        const report = inspect(good.subarray(from, from + length));
        expect(report.findings.length).toBeGreaterThan(0);
        expect(report.findings.filter(({ code }) => code === 'READER_FAILED')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
