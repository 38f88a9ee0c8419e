import { gzipSync } from 'node:zlib';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeCpio,
  makeFwpkg,
  makeRpm,
  makeScexe,
  makeSevenZip,
  makeSevenZipNamed,
  makeTar,
  makeTgz,
  makeZip,
  type Entries,
} from '../testing/make-archive';
import { makeCabinet } from '../testing/make-cabinet';
import { errorMessages } from '../../../shared/messages/errors.en';
import { codeOfAsync } from '../testing/code-of';
import { makeProgram } from '../testing/make-program';
import { sampleEntries } from '../testing/sample-package';
import { packageLimits, safePath } from './archive';
import { loadPackage } from './inspect-package';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const codeOf = (bytes: Uint8Array, limits = packageLimits): Promise<string | undefined> =>
  codeOfAsync(async () => loadPackage('package', bytes, { limits }));

// Nothing may be written, wherever the work stands.
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
const before = process.cwd();
beforeEach(() => process.chdir(folder));
afterEach(() => {
  process.chdir(before);
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(join(folder, '..', 'EVIL.TXT'))).toBe(false);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The real limits on a smaller scale. */
const small = { ...packageLimits, alwaysBytes: 0x10000, maxRatio: 10 };
const cabinetOf = (entries: Entries): Uint8Array => makeCabinet(Object.fromEntries(entries));
const containers: readonly (readonly [string, (entries: Entries) => Uint8Array])[] = [
  ['a program with a cabinet', (entries) => makeProgram({ overlay: cabinetOf(entries) })],
  ['a program with a zip', (entries) => makeProgram({ overlay: makeZip(entries) })],
  ['a zip', makeZip],
  ['a .fwpkg', makeFwpkg],
  ['an rpm', makeRpm],
  ['a .scexe', makeScexe],
  ['a .tgz', makeTgz],
  ['a tar', makeTar],
  ['a zip in a zip', (entries) => makeZip([['inner.zip', makeZip(entries)]])],
];

describe.each(containers)('%s', (title, make) => {
  it.each(['../EVIL.TXT', 'a/../../EVIL.TXT', 'C:/EVIL.TXT', 'c:EVIL.TXT', 'a/LPT1', 'NUL', '//server/share/EVIL.TXT'])(
    'with a member named %s is refused',
    async (name) => {
      expect(await codeOf(make([[name, text('x')]]))).toBe('PACKAGE_UNSAFE_NAME');
    },
  );

  it('with one name twice is refused', async () => {
    const first: Entries = [
      ['A.TXT', text('1')],
      ['a.txt', text('2')],
    ];
    expect(await codeOf(make(first))).toBe('PACKAGE_DUPLICATE_NAME');
  });

  it('with more members than any package is refused', async () => {
    const many: Entries = Array.from({ length: 40 }, (_, index) => [`${index}.TXT`, text('x')]);
    expect(await codeOf(make(many), { ...packageLimits, maxMembers: 30 })).toBe('PACKAGE_TOO_LARGE');
  });

  it('that unpacks to far more than it is long is refused', async () => {
    const code = await codeOf(make([['A.BIN', new Uint8Array(0x100000)]]), small);
    // A tar packs nothing: it is as long as what it holds.
    expect(code).toBe(title === 'a tar' ? undefined : 'PACKAGE_TOO_LARGE');
  });
});

describe('a 7z archive', () => {
  const hostile = [
    '../EVIL.TXT',
    'a/../../EVIL.TXT',
    '..\\EVIL.TXT',
    'C:/EVIL.TXT',
    'c:EVIL.TXT',
    'a/LPT1',
    'NUL',
    '/etc/EVIL.TXT',
    '//server/EVIL.TXT',
  ];

  it.each(hostile)('with a member named %s is refused, alone and behind a program', async (name) => {
    const archive = await makeSevenZipNamed(name, text('x'));
    expect(await codeOf(archive)).toBe('PACKAGE_UNSAFE_NAME');
    expect(await codeOf(makeProgram({ overlay: archive }))).toBe('PACKAGE_UNSAFE_NAME');
  });

  it.each(['a\n\nPath = b\nSize = 1', 'a\nSize = 0', 'a\u0008b', 'a\rb'])(
    'with a name that would forge the list is refused: %j',
    async (name) => {
      expect(await codeOf(await makeSevenZipNamed(name, text('x')))).toMatch(/^PACKAGE_(UNSAFE_NAME|DAMAGED)$/);
    },
  );

  it('that unpacks to far more than it is long is refused before it is unpacked', async () => {
    expect(await codeOf(await makeSevenZip([['A.BIN', new Uint8Array(0x100000)]]), small)).toBe('PACKAGE_TOO_LARGE');
  });
});

describe('a cabinet packed as we do not read', () => {
  const entries: Entries = [['ROMPAQ.EXE', new Uint8Array(5000).fill(7)]];

  it.each([
    ['LZX', 0x1503],
    ['Quantum', 0x0f12],
    ['no method there is', 0x0007],
  ])('by %s, and that the general unpacker cannot open either, is refused with what to do', async (_method, claimedMethod) => {
    const cabinet = makeCabinet(Object.fromEntries(entries), { claimedMethod });
    for (const bytes of [cabinet, makeProgram({ overlay: cabinet })]) {
      const code = await codeOf(bytes);
      expect(code).toMatch(/^PACKAGE_(METHOD_UNKNOWN|DAMAGED)$/);
      const { steps } = errorMessages[code as 'PACKAGE_METHOD_UNKNOWN'];
      expect(steps.length).toBeGreaterThan(0);
    }
  });
});

describe('an absolute name', () => {
  it.each([
    ['a zip', makeZip([['/etc/EVIL.TXT', text('x')]])],
    ['a tar', makeTar([['/etc/EVIL.TXT', text('x')]])],
    ['a cabinet', cabinetOf([['\\\\server\\EVIL.TXT', text('x')]])],
  ])('in %s is refused', async (_title, bytes) => {
    expect(await codeOf(bytes)).toBe('PACKAGE_UNSAFE_NAME');
  });

  it('in an rpm is the package’s own root', async () => {
    const { report } = await loadPackage('a.rpm', makeRpm([['/usr/lib/A.TXT', text('x')]]));
    expect(report.members.map(({ path }) => path)).toEqual(['usr/lib/A.TXT']);
  });
});

describe('a name', () => {
  it.each(['a\0b', 'a\nb', '', '.', 'aux', 'COM1.txt', 'x/con.ini/y', '\\\\?\\C:\\x'])('%j is refused', async (name) => {
    expect(await codeOfAsync(() => Promise.resolve(safePath(name)))).toBe('PACKAGE_UNSAFE_NAME');
  });
  it('keeps only its own parts', () => {
    expect(safePath('.\\a//b/./c.txt')).toBe('a/b/c.txt');
  });
});

describe('a wrong size', () => {
  const entries: Entries = [['A.BIN', text('hello')]];
  it.each([
    ['4 GB in a zip', makeZip(entries, { claimedSize: 0xffff_fffe }), 'PACKAGE_TOO_LARGE'],
    ['another in a zip', makeZip(entries, { claimedSize: 4 }), 'ARCHIVE_DAMAGED'],
    ['a longer one in a zip', makeZip(entries, { claimedSize: 6 }), 'ARCHIVE_DAMAGED'],
    ['4 GB in a cabinet', makeCabinet({ 'A.BIN': text('x') }, { claimedSize: 0xffff_fffe }), 'PACKAGE_DAMAGED'],
    ['4 GB in an rpm', makeRpm([], gzipSync(makeCpio(entries, 0xffff_fffe))), 'PACKAGE_TRUNCATED'],
  ])('of %s is refused', async (_title, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });
});

describe('a container in a container', () => {
  const nest = (bytes: Uint8Array, times: number): Uint8Array =>
    times === 0 ? bytes : nest(makeZip([[`${times}.zip`, bytes]]), times - 1);

  it('is opened as deep as any package goes, and then left closed and named', async () => {
    const { report } = await loadPackage('deep.zip', nest(makeZip([['A.TXT', text('x')]]), 8));
    expect(report.members).toHaveLength(packageLimits.maxDepth);
    expect(report.findings.map(({ code }) => code)).toContain('PACKAGE_LEFT_CLOSED');
  });

  it('shares one allowance with all others, so that many small bombs are one large one', async () => {
    const bomb = gzipSync(makeTar([['A.BIN', new Uint8Array(0x8000)]]));
    const many = makeZip(Array.from({ length: 12 }, (_, index) => [`${index}.tgz`, bomb]));
    expect(await codeOf(many, small)).toBe('PACKAGE_TOO_LARGE');
  });

  it('that is no archive after all counts too, once it is unpacked', async () => {
    const bomb = gzipSync(new Uint8Array(0x8000));
    const many = makeZip(Array.from({ length: 12 }, (_, index) => [`${index}.gz`, bomb]));
    expect(await codeOf(many, small)).toBe('PACKAGE_TOO_LARGE');
  });

  it('that cannot be opened is only a file', async () => {
    const broken = makeZip(sampleEntries()).subarray(0, 3000);
    const { report } = await loadPackage('a.zip', makeZip([...sampleEntries(), ['docs.zip', broken]]));
    expect(report).toMatchObject({ verdict: 'usable', family: 'P63' });
  });

  it('that holds a copy of what it lies in is refused', async () => {
    expect(await codeOf(selfContaining())).toBe('PACKAGE_NESTED');
  });
});

/** A key maker one of whose resources is the whole program: its section is moved so that it begins with the file. */
function selfContaining(): Uint8Array {
  const mark = Buffer.from('SELF-CONTAINING!');
  const boot = { KERNEL: text('k'), COMMAND: text('c'), FAT32LBA: text('f') };
  const bytes = Buffer.from(makeProgram({ rcdata: { ...boot, SELF: mark } }));
  const peAt = bytes.readUInt32LE(0x3c);
  const sectionAt = peAt + 24 + bytes.readUInt16LE(peAt + 20);
  const shift = bytes.readUInt32LE(sectionAt + 12) - bytes.readUInt32LE(sectionAt + 20);
  const entry = Buffer.alloc(8);
  entry.writeUInt32LE(bytes.indexOf(mark) + shift, 0);
  entry.writeUInt32LE(mark.length, 4);
  const entryAt = bytes.indexOf(entry);
  bytes.writeUInt32LE(shift, entryAt);
  bytes.writeUInt32LE(bytes.length, entryAt + 4);
  bytes.writeUInt32LE(shift, sectionAt + 12);
  bytes.writeUInt32LE(bytes.length, sectionAt + 16);
  bytes.writeUInt32LE(0, sectionAt + 20);
  return new Uint8Array(bytes);
}

describe('a package cut short', () => {
  const entries = sampleEntries();
  const kinds: readonly (readonly [string, Uint8Array | Promise<Uint8Array>])[] = [
    ...containers.filter(([title]) => title !== 'a zip in a zip').map(([title, make]) => [title, make(entries)] as const),
    ['a signed program with a cabinet', makeProgram({ overlay: cabinetOf(entries), isSigned: true })],
    ['a 7z archive', makeSevenZip(entries)],
    ['a program with a 7z archive', makeSevenZip(entries).then((overlay) => makeProgram({ overlay }))],
  ];
  it.each(kinds)('%s is refused with a reason, or told to hold nothing, at every length', async (title, made) => {
    const bytes = await made;
    // 7-Zip is started anew for each.
    const step = Math.ceil(bytes.length / (title.includes('7z') ? 8 : 40));
    for (let length = 1; length < bytes.length; length += step) {
      const cut = bytes.subarray(0, length);
      let usable = false;
      const code = await codeOfAsync(async () => {
        usable = (await loadPackage('cut', cut)).report.verdict === 'usable';
      });
      expect(code ?? 'PACKAGE_').toMatch(/^(PACKAGE|ARCHIVE)_/);
      // Only what is behind the archive itself, such as the padding of a tar, can be missed by nobody.
      if (length < bytes.length * 0.8) expect(usable).toBe(false);
    }
  });

  it('as a download is cut, is told to be cut', async () => {
    const softpaq = makeProgram({ overlay: cabinetOf(entries), isSigned: true });
    expect(await codeOf(softpaq.subarray(0, softpaq.length - 1000))).toBe('PACKAGE_TRUNCATED');
    const tgz = makeTgz(entries);
    expect(await codeOf(tgz.subarray(0, tgz.length - 1000))).toBe('PACKAGE_TRUNCATED');
    const rpm = makeRpm(entries);
    expect(await codeOf(rpm.subarray(0, rpm.length - 1000))).toBe('PACKAGE_TRUNCATED');
    const scexe = makeScexe(entries);
    expect(await codeOf(scexe.subarray(0, scexe.length - 1000))).toBe('PACKAGE_TRUNCATED');
  });
});
