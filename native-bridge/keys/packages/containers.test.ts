import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PackageContainer } from '../../../shared/keys/types';
import { syntheticVolume } from '../../../shared/firmware/synthetic/volume';
import { practiceStockImage } from '../../simulator/practice-image';
import { makeCpio, makeFwpkg, makeRpm, makeScexe, makeSevenZip, makeTar, makeTgz, makeZip } from '../testing/make-archive';
import { makeCabinet } from '../testing/make-cabinet';
import { makeDosProgram, makeKeyMaker, makeProgram } from '../testing/make-program';
import { makeLegacyImage, makeSignedImage } from '../testing/make-rom-image';
import { sampleEntries } from '../testing/sample-package';
import { testRootSha256 } from '../testing/signing-fixture';
import { loadPackage, type LoadedPackage } from './inspect-package';

const entries = sampleEntries();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const cabinet = makeCabinet(Object.fromEntries(entries));
const zip = makeZip(entries);
const frontBytes = makeProgram().length;
let sevenZip: Uint8Array;
beforeAll(async () => {
  sevenZip = await makeSevenZip(entries);
});

const kinds: readonly (readonly [PackageContainer, string, () => Uint8Array])[] = [
  [
    'package-for-the-web',
    'a PackageForTheWeb stub with a cabinet',
    () => makeProgram({ originalFilename: 'stub32i.exe', overlay: cabinet }),
  ],
  ['pe-cabinet', 'a program with a cabinet', () => makeProgram({ overlay: cabinet })],
  ['pe-cabinet', 'a signed program with a cabinet', () => makeProgram({ overlay: cabinet, isSigned: true })],
  ['pe-7z', 'a program with a 7z archive', () => makeProgram({ overlay: sevenZip })],
  ['pe-7z', 'a signed program with a 7z archive', () => makeProgram({ overlay: sevenZip, isSigned: true })],
  ['pe-zip', 'a program with a zip', () => makeProgram({ overlay: zip })],
  ['pe-zip', 'a signed program with a zip', () => makeProgram({ overlay: zip, isSigned: true })],
  [
    'pe-zip',
    'a program with a zip that counts from the start of the program',
    () => makeProgram({ overlay: makeZip(entries, { offsetBase: frontBytes }) }),
  ],
  ['cabinet', 'a cabinet', () => cabinet],
  ['7z', 'a 7z archive', () => sevenZip],
  ['zip', 'a zip', () => zip],
  ['fwpkg', 'a .fwpkg with a signature before it', () => makeFwpkg(entries)],
  ['fwpkg', 'a .fwpkg', () => makeFwpkg(entries, 0)],
  ['rpm', 'an rpm', () => makeRpm(entries)],
  ['rpm', 'an rpm whose names begin with "./"', () => makeRpm(entries.map(([name, content]) => [`./${name}`, content]))],
  ['scexe', 'a .scexe', () => makeScexe(entries)],
  [
    'scexe',
    'a .scexe whose script holds the mark of gzip',
    () => makeScexe(entries, '#!/bin/bash\n# \x1f\x8b\x08\x00 is the mark\nexit 0\n'),
  ],
  ['tgz', 'a .tgz', () => makeTgz(entries)],
  ['tar', 'a tar', () => makeTar(entries)],
  ['zip', 'a SoftPaq in a zip', () => makeZip([['SP00063.exe', makeProgram({ overlay: cabinet })]])],
];

const contentOf = ({ content }: LoadedPackage): Record<string, string> =>
  Object.fromEntries([...content].map(([path, read]) => [path, sha256(read())]));

describe.each(kinds)('%s: %s', (container, _title, made) => {
  it('is told by its bytes, opened, and found to hold what it holds', async () => {
    const loaded = await loadPackage('download.dat', made());
    const { report } = loaded;
    expect(report).toMatchObject({
      container,
      verdict: 'usable',
      softpaq: 'SP00063',
      family: 'P63',
      models: ['HP ProLiant ML370 G6', 'HP ProLiant DL370 G6'],
      release: '2018-05-21',
      supersedes: 'SP00062',
      canBuild: ['rompaq'],
      images: [{ kind: 'legacy', family: 'P63', proof: 'sum-good', nameDate: '2018-05-21', innerDate: '2018-05-21' }],
    });
    const all = contentOf(loaded);
    for (const [name, content] of entries) {
      const path = Object.keys(all).find((one) => one === name || one.endsWith(`/${name}`));
      expect(all[path ?? name]).toBe(sha256(content));
    }
    for (const { path, sha256: told } of report.members) expect(all[path]).toBe(told);
    expect(report.members.filter(({ role }) => role === 'boot-file').map(({ path }) => path.replace(/.*\//, ''))).toEqual([
      'AUTOEXEC',
      'COMMAND',
      'FAT32LBA',
      'KERNEL',
    ]);
  });
});

describe('what is no archive', () => {
  it('of a key maker alone has boot files and no firmware', async () => {
    const { report } = await loadPackage('HPEUSB.exe', makeKeyMaker());
    expect(report).toMatchObject({
      container: 'key-maker',
      images: [],
      canBuild: [],
      summary: 'HP’s key maker with boot files for keys and no firmware.',
    });
  });

  it('is said to be a DOS program, with what to do', async () => {
    const { report } = await loadPackage('SP1234.EXE', makeDosProgram());
    expect(report).toMatchObject({ container: 'dos-softpaq', verdict: 'not-usable', members: [] });
    expect(report.findings).toMatchObject([{ code: 'PACKAGE_DOS', next: expect.any(String) as string }]);
  });

  it.each([
    ['legacy', makeLegacyImage(), 'CPQP6303.4B5', 'sum-good'],
    ['signed', makeSignedImage(), 'CPQJ0613.4B5', 'signature-good'],
  ] as const)('is a %s ROM image by itself', async (kind, bytes, name, proof) => {
    const { report } = await loadPackage(`/somewhere/${name}`, bytes, { rootSha256: testRootSha256 });
    expect(report).toMatchObject({
      container: 'rom-image',
      verdict: 'usable',
      images: [{ kind, proof, path: name }],
      members: [{ path: name }],
    });
  });

  it.each([
    ['text', Buffer.from('This is a letter, and not a SoftPaq.')],
    ['text that begins with MZ', Buffer.from('MZ: the two letters of Mark Zbikowski. '.repeat(10))],
    ['another vendor’s image', new Uint8Array(70_000).fill(0xa5)],
  ])('but %s is unknown', async (_what, bytes) => {
    const { report } = await loadPackage('letter.txt', bytes);
    expect(report).toMatchObject({ container: 'unknown', verdict: 'not-usable', images: [] });
    expect(report.findings.map(({ code }) => code)).toEqual(['PACKAGE_UNKNOWN']);
  });

  it('is a program without an archive', async () => {
    const { report } = await loadPackage('setup.exe', makeProgram());
    expect(report).toMatchObject({ container: 'pe-unknown', verdict: 'not-usable' });
    expect(report.findings.map(({ code }) => code)).toEqual(['PACKAGE_CONTENT_UNKNOWN']);
  });
});

it('an rpm whose payload is packed by xz is opened too', async () => {
  const { default: SevenZip } = await import('7z-wasm');
  const made = await SevenZip({ print: () => undefined, quit: () => undefined });
  made.FS.writeFile('payload', makeCpio(entries));
  made.callMain(['a', '-txz', 'payload.xz', 'payload']);
  const { report } = await loadPackage('a.rpm', makeRpm([], made.FS.readFile('payload.xz')));
  expect(report).toMatchObject({ container: 'rpm', family: 'P63', canBuild: ['rompaq'] });
});

it('a workstation’s package holds a BIOS that a crisis key can be made of, judged by the image and not by its folder', async () => {
  const bios = practiceStockImage();
  const { report } = await loadPackage('sp12345.zip', makeZip([['DOS Flash/J61_0396.BIN', bios]]));
  expect(report).toMatchObject({
    container: 'zip',
    family: 'J61',
    canBuild: ['crisis'],
    images: [{ kind: 'workstation', family: 'J61', proof: 'none' }],
  });
  expect((await loadPackage('J61_0396.BIN', bios)).report).toMatchObject({ container: 'rom-image', family: 'J61', canBuild: ['crisis'] });
});

describe('a workstation’s .bin of another size', () => {
  const MIB = 1024 * 1024;
  /** Of a notebook or of a later machine: volumes, and no place where the images of a Z620 have anything. */
  const firmware = (mebibytes: number): Uint8Array => {
    const bytes = new Uint8Array(mebibytes * MIB).fill(0xff);
    bytes.set(syntheticVolume({ length: 0x40000, seed: 3, fill: 0.5 }), bytes.length - 0x40000);
    return bytes;
  };

  it.each([4, 8, 32])('of %i MiB is told as firmware, with what the recovery takes', async (mebibytes) => {
    const { report } = await loadPackage('sp1.zip', makeZip([['DOS Flash/68ABC.BIN', firmware(mebibytes)]]));
    expect(report).toMatchObject({ verdict: 'usable-with-warnings', canBuild: [], images: [{ kind: 'workstation', proof: 'none' }] });
    expect(report.members.map(({ role }) => role)).toEqual(['workstation-bios']);
    expect(report.findings).toMatchObject([{ code: 'BIOS_OTHER_SIZE', message: expect.stringContaining(`${mebibytes} MiB`) }]);
  });

  it('of 16 MiB and of no family that is known is told as that, and no crisis key is promised', async () => {
    const { report } = await loadPackage('sp1.zip', makeZip([['M60_0254.BIN', firmware(16)]]));
    expect(report).toMatchObject({ canBuild: [], images: [{ kind: 'workstation' }], findings: [{ code: 'BIOS_FAMILY_UNKNOWN' }] });
  });

  it('that only has the name and the length is a file as any other', async () => {
    const noise = new Uint8Array(8 * MIB).fill(0x31);
    const { report } = await loadPackage('sp1.zip', makeZip([['DOS Flash/68ABC.BIN', noise]]));
    expect(report).toMatchObject({ images: [], members: [{ role: 'other' }], verdict: 'not-usable' });
  });
});
