// Repairs: each one that is offered mends its finding, leaves a key that is ready, and touches nothing else.
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../../shared/firmware/bytes';
import { openFat } from '../disk/fat-volume';
import { partOf, SECTOR_BYTES, type SparseImage } from '../disk/sector-store';
import { KEY_BIOS, KEY_IMAGE, makeCrisisKey, makeRompaqKey, stockBios, type KeyContent } from '../testing/make-key';
import { makeDosProgram } from '../testing/make-program';
import { makeLegacyImage } from '../testing/make-rom-image';
import { checkKey } from './check-key';
import { repairAll, repairKey } from './repairs';

const MIB = 1024 * 1024;
const image = makeLegacyImage();

function patch(key: SparseImage, offset: number, ...values: number[]): void {
  const at = Math.floor(offset / SECTOR_BYTES) * SECTOR_BYTES;
  const sector = key.read(at, SECTOR_BYTES);
  sector.set(values, offset - at);
  key.write(at, sector);
}

const contentsOf = (key: SparseImage): Buffer => Buffer.from(key.read(0, key.sizeBytes));

const frameCases = [
  ['KEY_NOT_ACTIVE', 446, [0]],
  ['KEY_NO_BOOT_CODE', 0, new Array<number>(440).fill(0)],
  ['KEY_HIDDEN_SECTORS', MIB + 0x1c, [63, 0, 0, 0]],
  ['KEY_DRIVE_NUMBER', MIB + 0x24, [0]],
  ['KEY_PARTITION_TYPE', 450, [0x06 + 6]],
] as const;

describe('what is damaged in the frame', () => {
  it.each(frameCases)('%s: the key is again what it was, bit for bit', async (code, offset, values) => {
    const { image: key } = await makeRompaqKey();
    const before = contentsOf(key);
    patch(key, offset, ...values);
    expect((await checkKey(key)).repairs.map((repair) => repair.code)).toEqual([code]);
    expect(await repairKey(key, code)).toBe(true);
    expect(Buffer.compare(contentsOf(key), before)).toBe(0);
  });

  it('mends the copy of a FAT32 boot record too', async () => {
    const { image: key } = await makeRompaqKey({}, { fileSystem: 'fat32', sizeBytes: 64 * MIB });
    for (const sector of [0, 6]) patch(key, MIB + sector * SECTOR_BYTES + 0x1c, 63, 0, 0, 0);
    expect(await repairKey(key, 'KEY_HIDDEN_SECTORS')).toBe(true);
    expect(await checkKey(key)).toMatchObject({ verdict: 'ready', findings: [] });
  });
});

interface FileCase {
  readonly code: string;
  readonly files: KeyContent;
}
const misplaced: readonly FileCase[] = [
  { code: 'KEY_NO_AUTOEXEC', files: { 'AUTOEXEC.BAT': undefined } },
  { code: 'KEY_AUTOEXEC_OTHER', files: { 'AUTOEXEC.BAT': asciiBytes('@echo hello') } },
  { code: 'KEY_FLASHER_IN_FOLDER', files: { 'ROMPAQ.EXE': undefined, 'Flat Files/ROMPAQ.EXE': makeDosProgram('made-up flasher') } },
  { code: 'KEY_DRIVER_IN_FOLDER', files: { 'CPQSRVR2.CPU': undefined, 'DRV/CPQSRVR2.CPU': asciiBytes('made-up driver '.repeat(50)) } },
  { code: 'KEY_IMAGE_IN_FOLDER', files: { [KEY_IMAGE]: undefined, [`A folder/${KEY_IMAGE}`]: image } },
  { code: 'KEY_IMAGE_LONG_NAME', files: { [KEY_IMAGE]: undefined, 'CPQP6303 (1).4B5': image } },
  { code: 'ROM_IMAGE_RENAMED', files: { [KEY_IMAGE]: undefined, 'CPQP6403.4B5': image } },
  { code: 'ROM_IMAGE_DATE', files: { [KEY_IMAGE]: undefined, 'CPQP6303.684': image } },
];

async function rootOf(key: SparseImage): Promise<Record<string, string>> {
  const fat = await openFat(partOf(key, MIB, key.sizeBytes - MIB));
  const entries = fat.list().filter(({ isFolder }) => !isFolder);
  const root = Object.fromEntries(entries.map(({ path }) => [path, Buffer.from(fat.read(path)).toString('base64')]));
  fat.close();
  return root;
}

describe('what lies in the wrong place or under the wrong name', () => {
  it.each(misplaced)('$code is mended, and every file is what it was', async ({ code, files }) => {
    const { image: key } = await makeRompaqKey(files);
    const good = await makeRompaqKey();
    expect((await checkKey(key)).repairs.map((repair) => repair.code)).toContain(code);
    expect(await repairKey(key, code)).toBe(true);
    expect(await checkKey(key)).toMatchObject({ verdict: 'ready', findings: [] });
    expect(await rootOf(key)).toEqual(await rootOf(good.image));
  });

  it.each([
    ['KEY_BIOS_NAME', { [KEY_BIOS]: undefined, 'J61_0395_NRE.BIN': stockBios() }],
    ['KEY_BIOS_NAME', { [KEY_BIOS]: undefined, 'BIOS.BIN': stockBios() }],
    ['KEY_BIOS_IN_FOLDER', { [KEY_BIOS]: undefined, [`BIOS/${KEY_BIOS}`]: stockBios() }],
  ])('%s on a crisis key', async (code, files) => {
    const { image: key } = await makeCrisisKey(files);
    expect(await repairKey(key, code)).toBe(true);
    expect((await checkKey(key)).verdict).toBe('ready');
    expect(Object.keys(await rootOf(key))).toEqual([KEY_BIOS]);
  });
});

describe('limits of repair', () => {
  it('mends all that can be mended on a package unpacked onto the key', async () => {
    const { image: key } = await makeRompaqKey({
      'AUTOEXEC.BAT': undefined,
      'ROMPAQ.EXE': undefined,
      'CPQSRVR2.CPU': undefined,
      [KEY_IMAGE]: undefined,
      'ROMPaq USB Key/ROMPAQ.EXE': makeDosProgram('made-up flasher'),
      'ROMPaq USB Key/CPQSRVR2.CPU': asciiBytes('driver'),
      [`ROMPaq USB Key/${KEY_IMAGE}`]: image,
    });
    patch(key, 446, 0);
    const { mended, failed } = await repairAll(key);
    expect([...mended].sort()).toEqual([
      'KEY_DRIVER_IN_FOLDER',
      'KEY_FLASHER_IN_FOLDER',
      'KEY_IMAGE_IN_FOLDER',
      'KEY_NOT_ACTIVE',
      'KEY_NO_AUTOEXEC',
    ]);
    expect(failed).toEqual([]);
    expect((await checkKey(key)).verdict).toBe('ready');
  });

  it('offers nothing where the right name is taken by another file', async () => {
    const { image: key } = await makeRompaqKey({ [KEY_IMAGE]: asciiBytes('no image'.repeat(20)), 'CPQP6403.4B5': image });
    expect((await checkKey(key)).repairs).toEqual([]);
  });

  it.each(['KEY_NO_FLASHER', 'KEY_TABLES_DIFFER', 'no such code'])('leaves the key alone where %s cannot be mended', async (code) => {
    const { image: key } = await makeRompaqKey({ 'ROMPAQ.EXE': undefined });
    const before = contentsOf(key);
    expect(await repairKey(key, code)).toBe(false);
    expect(Buffer.compare(contentsOf(key), before)).toBe(0);
  });
});
