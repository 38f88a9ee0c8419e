import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { makeFwpkg, makeRpm, makeScexe, makeTar, makeTgz, makeZip, type Entries } from '../testing/make-archive';
import { makeCabinet } from '../testing/make-cabinet';
import { codeOfAsync } from '../testing/code-of';
import { makeKeyMaker, makeProgram } from '../testing/make-program';
import { makeLegacyImage, makeSignedImage } from '../testing/make-rom-image';
import { SAMPLE_IMAGE, sampleReadme } from '../testing/sample-package';
import { testRootSha256 } from '../testing/signing-fixture';
import { loadPackage } from './inspect-package';

const entries: Entries = [
  ['README.1ST', sampleReadme()],
  [`a/${SAMPLE_IMAGE}`, makeLegacyImage({ romBytes: 300 })],
  ['a/HPEUSB.exe', makeKeyMaker()],
];
const cabinet = makeCabinet(Object.fromEntries(entries));
const kinds: readonly (readonly [string, Uint8Array])[] = [
  ['a stub with a cabinet', makeProgram({ originalFilename: 'stub32i.exe', overlay: cabinet, isSigned: true })],
  ['a program with a zip', makeProgram({ overlay: makeZip(entries) })],
  ['a key maker', makeKeyMaker()],
  ['a zip', makeZip(entries)],
  ['a .fwpkg', makeFwpkg(entries)],
  ['an rpm', makeRpm(entries)],
  ['a .scexe', makeScexe(entries)],
  ['a .tgz', makeTgz(entries)],
  ['a tar', makeTar(entries)],
  ['a legacy image', makeLegacyImage({ romBytes: 300 })],
  ['a signed image', makeSignedImage({ romBytes: 0x4000 })],
];

/** Headers are where a changed byte does most: half of the changes go there. */
const placeIn = (length: number): fc.Arbitrary<number> => fc.oneof(fc.nat(Math.min(length, 1024) - 1), fc.nat(length - 1));
const values = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff));

describe.each(kinds)('%s with changed bytes', (_title, good) => {
  it('is read, or refused with a code, and never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(placeIn(good.length), values), { minLength: 1, maxLength: 12 }), async (edits) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of edits) bytes[at] = value;
        const code = await codeOfAsync(() => loadPackage('mutated', bytes, { rootSha256: testRootSha256 }));
        expect(code ?? 'PACKAGE_').toMatch(/^(PACKAGE|ARCHIVE)_/);
      }),
      { numRuns: 150 },
    );
  });
});

it('any bytes at all are told to be unknown, or refused with a code', async () => {
  const starts = [
    'MZ',
    'PK\x03\x04',
    'MSCF',
    '\x1f\x8b\x08\x00',
    '\xed\xab\xee\xdb',
    '#!/bin/sh\n',
    '7z\xbc\xaf\x27\x1c',
    '--=</Begin HP Signed File',
    '',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (start, rest) => {
      const bytes = new Uint8Array(Buffer.concat([Buffer.from(start, 'latin1'), rest]));
      const code = await codeOfAsync(() => loadPackage('any', bytes));
      expect(code ?? 'PACKAGE_').toMatch(/^(PACKAGE|ARCHIVE)_/);
    }),
    { numRuns: 300 },
  );
});
