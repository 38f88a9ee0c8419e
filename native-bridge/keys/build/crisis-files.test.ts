// What may go on a crisis key, under which name, and why not.
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/errors';
import { practiceGoodImage, practiceStockImage } from '../../simulator/practice-image';
import type { PackageReport } from '../../../shared/keys/types';
import type { LoadedPackage } from '../packages/inspect-package';
import { judgeImage } from '../rom/judge-image';
import { readImage } from '../rom/read-image';
import { stockBios } from '../testing/make-key';
import { crisisFiles, crisisNameOf, type CrisisChoice } from './crisis-files';
import { crisisLayouts } from './crisis-layouts';

/** Of a package only what is asked here: its images and its files. */
function packageOf(files: Readonly<Record<string, Uint8Array>>): LoadedPackage {
  const images = Object.entries(files).flatMap(([path, bytes]) => judgeImage(path, bytes, readImage)?.image ?? []);
  const content = new Map(Object.entries(files).map(([path, bytes]) => [path, () => bytes]));
  return { report: { file: 'sp-test', images } as unknown as PackageReport, content, imageReports: new Map() };
}

const stock = packageOf({ 'DOS Flash/J61_0395.BIN': stockBios(), 'DOS Flash/readme.txt': new Uint8Array(5) });
const pathsOf = (packages: readonly LoadedPackage[], choice: CrisisChoice = {}) =>
  crisisFiles(packages, choice).files.map(({ path }) => path);

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Fault)
      return `${thrown.error.code}: ${String(thrown.error.params['why'] ?? thrown.error.params['missing'] ?? thrown.error.params['list'])}`;
    throw thrown;
  }
  return 'not refused';
}

describe('the name on the key', () => {
  it.each([
    ['J61_0396.BIN', 'J61', '03.96', 'J61_0396.BIN'],
    ['j61.bin', 'J61', '03.96', 'J61.BIN'],
    ['J61_0396_NRE.BIN', 'J61', '03.96', 'J61_0396.BIN'],
    ['backup of my bios.bin', 'J61', '03.96', 'J61_0396.BIN'],
    ['J61_0396.BIN', 'J63', '03.96', 'J63_0396.BIN'],
    ['dump.rom', 'J63', undefined, 'J63.BIN'],
  ])('%s of %s %s becomes %s', (name, family, version, expected) => {
    const made = crisisNameOf(name, family, version);
    expect(made).toBe(expected);
    expect(made.length).toBeLessThanOrEqual(12);
  });
});

describe('a stock file', () => {
  it('stands alone in the root, and what was not proven is said', () => {
    const { files, image, findings } = crisisFiles([stock], { machine: 'z620', processor: 'v2' });
    expect(files.map(({ path }) => path)).toEqual(['J61_0395.BIN']);
    expect(image).toMatchObject({ family: 'J61', version: '03.95', proof: 'none' });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['BIOS_NEEDS_ME8', 'note'],
      ['BIOS_UNPROVEN', 'note'],
    ]);
  });

  it('may be a lone file of any name', () => {
    expect(pathsOf([packageOf({ 'some dump': stockBios() })])).toEqual(['J61_0395.BIN']);
  });

  it('is found among those of other machines by the machine', () => {
    const both = packageOf({ 'J61_0395.BIN': stockBios(), 'J63_0395.BIN': practiceStockImage('J63', '03.95') });
    expect(pathsOf([both], { machine: 'z820' })).toEqual(['J63_0395.BIN']);
    expect(refusalOf(() => crisisFiles([both], {}))).toMatch(/^KEY_CHOOSE_IMAGE: J61_0395\.BIN, J63_0395\.BIN/);
    expect(pathsOf([both], { imagePath: 'j63_0395.bin' })).toEqual(['J63_0395.BIN']);
  });
});

const release = (version: string): LoadedPackage => packageOf({ 'J61.BIN': practiceStockImage('J61', version) });

describe('what the recovery would refuse is refused here', () => {
  it.each<[string, LoadedPackage, CrisisChoice, RegExp]>([
    ['another family', stock, { machine: 'z820' }, /KEY_IMAGE_REFUSED: .*J61.*Z820 needs J63/],
    ['2.07 with a v2 processor', release('02.07'), { processor: 'v2' }, /REFUSED: .*v2 processor/],
    ['1.23 with a v2 processor', release('01.23'), { processor: 'v2' }, /REFUSED: .*v2 processor/],
    ['1.23 on a board of 2.07', release('01.23'), { installedRecovery: '2.07', processor: 'v1' }, /REFUSED: .*takes no 1\.xx/],
    ['3.10 on a v2 board of 3.96', release('03.10'), { installedRecovery: '3.96', processor: 'v2' }, /REFUSED: .*older than 3\.50/],
    ['a modified image', packageOf({ 'J61_0396.BIN': practiceStockImage() }), {}, /REFUSED: .*was modified/],
    ['half an image', packageOf({ 'J61_0396.BIN': stockBios().subarray(0, 0x800000) }), {}, /REFUSED: .*16 MiB/],
    ['something else of 16 MiB', packageOf({ 'J61_0396.BIN': new Uint8Array(0x1000000) }), {}, /REFUSED: .*no BIOS image/],
    [
      'a package without a BIOS',
      packageOf({ 'a.txt': new Uint8Array(1), 'b.txt': new Uint8Array(1) }),
      {},
      /^KEY_INCOMPLETE: a BIOS image/,
    ],
  ])('%s', (_what, pack, choice, says) => {
    expect(refusalOf(() => crisisFiles([pack], choice))).toMatch(says);
  });
});

describe('what cannot be told is said', () => {
  const codesOf = (pack: LoadedPackage, choice: CrisisChoice) =>
    crisisFiles([pack], choice)
      .findings.filter(({ severity }) => severity === 'warn')
      .map(({ code }) => code);

  it.each<[string, LoadedPackage, CrisisChoice, string[]]>([
    ['an old release and no word of the processor', release('02.07'), {}, ['BIOS_PROCESSOR_UNKNOWN']],
    ['3.10 with a v2 processor and no word of the board', release('03.10'), { processor: 'v2' }, ['BIOS_RECOVERY_UNKNOWN']],
    ['2.07 with a v1 processor', release('02.07'), { processor: 'v1' }, []],
  ])('%s', (_what, pack, choice, codes) => {
    expect(codesOf(pack, choice)).toEqual(codes);
  });

  it('a dump of a board may not be what HP signed', () => {
    const dump = stockBios().slice();
    dump.set(practiceGoodImage().subarray(0x1000, 0x3000), 0x1000);
    expect(codesOf(packageOf({ 'J61_0395.BIN': dump }), {})).toEqual(['BIOS_IS_A_DUMP']);
  });
});

describe('later generations', () => {
  const later = packageOf({
    'M60_0254.BIN': new Uint8Array(100_000).fill(3),
    'M60_0254.s12': new Uint8Array(9),
    'x.txt': new Uint8Array(1),
  });

  it.each([
    ['zx40', ['Hewlett-Packard/BIOS/New/M60_0254.BIN']],
    ['devfw', ['HP/DEVFW/firmware.bin']],
    [
      'notebook',
      [
        'Hewlett-Packard/BIOS/New/',
        'Hewlett-Packard/BIOS/Previous/',
        'Hewlett-Packard/BIOS/Current/M60_0254.BIN',
        'Hewlett-Packard/BIOS/Current/M60_0254.s12',
      ],
    ],
  ] as const)('%s has its own place, with a warning that nothing proves it', (layout, paths) => {
    const { files, findings, layout: made } = crisisFiles([later], { layout });
    expect(files.map(({ path }) => path)).toEqual(paths);
    expect(findings.map(({ code }) => code)).toEqual(['KEY_LATER_LAYOUT', 'KEY_LATER_UNPROVEN']);
    expect(made.certainty).toBe('stated');
  });

  it('a notebook’s file without its signature is warned of', () => {
    const alone = packageOf({ '08123.bin': new Uint8Array(9), 'x.txt': new Uint8Array(1) });
    expect(crisisFiles([alone], { layout: 'notebook' }).findings.map(({ code }) => code)).toContain('KEY_NO_SIGNATURE_FILE');
  });

  it('a Z620’s file does not go where a Z640 looks', () => {
    expect(refusalOf(() => crisisFiles([stock], { layout: 'zx40' }))).toMatch(/REFUSED: .*root folder/);
  });

  it('each layout says how sure it is and by whom', () => {
    for (const { source, trigger, machines } of crisisLayouts)
      expect([source, trigger, machines].every((text) => text.length > 0)).toBe(true);
  });
});
