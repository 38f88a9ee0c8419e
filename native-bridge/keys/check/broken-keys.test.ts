// Broken keys, each named rightly: the first thing said, its code, and what is not said of it.
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../../shared/firmware/bytes';
import { practiceGoodImage, practiceStockImage } from '../../simulator/practice-image';
import { readFatParameters } from '../disk/fat-parameters';
import { type SparseImage, SECTOR_BYTES, type SectorStore } from '../disk/sector-store';
import { makeCrisisKey, makeRompaqKey, madeRecord, KEY_BIOS, KEY_BYTES, KEY_IMAGE, stockBios } from '../testing/make-key';
import { makeLegacyImage, makeSignedImage } from '../testing/make-rom-image';
import { makeDosProgram } from '../testing/make-program';
import { checkKey, type CheckKeyOptions } from './check-key';

const MIB = 1024 * 1024;
const VOLUME = MIB;
type Break = (key: SparseImage) => SectorStore | undefined;

/** Changes bytes within one sector. */
const patch =
  (offset: number, ...values: number[]): Break =>
  (key) => {
    const at = Math.floor(offset / SECTOR_BYTES) * SECTOR_BYTES;
    const sector = key.read(at, SECTOR_BYTES);
    sector.set(values, offset - at);
    key.write(at, sector);
    return undefined;
  };

const cutAt =
  (sizeBytes: number): Break =>
  (key) => ({
    sizeBytes,
    read: (offset, length) => {
      if (offset + length > sizeBytes) throw new Error('behind the end');
      return key.read(offset, length);
    },
    write: (offset, bytes) => key.write(offset, bytes),
  });

const parametersOf = (key: SparseImage) => readFatParameters(key.read(VOLUME, SECTOR_BYTES))!;
const image = makeLegacyImage();
const turned = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = copy[at]! ^ 1;
  return copy;
};

interface Case {
  readonly what: string;
  readonly files?: Readonly<Record<string, Uint8Array | undefined>>;
  readonly break?: Break;
  readonly options?: CheckKeyOptions;
  readonly fileSystem?: 'fat16' | 'fat32';
  /** Code of the finding that comes first. */
  readonly code: string;
  readonly verdict?: 'will-not-work' | 'unsure' | 'ready';
  readonly says: RegExp;
}

const frames: readonly Case[] = [
  { what: 'an empty stick', break: (key) => (key.write(0, new Uint8Array(512)), undefined), code: 'KEY_EMPTY', says: /never made a key/ },
  { what: 'GPT', break: patch(450, 0xee), code: 'KEY_GPT', says: /GPT/ },
  { what: 'exFAT in the partition', break: patch(VOLUME + 3, ...asciiBytes('EXFAT   ')), code: 'KEY_FILE_SYSTEM', says: /exFAT/ },
  { what: 'exFAT without a partition', break: patch(3, ...asciiBytes('EXFAT   ')), code: 'KEY_FILE_SYSTEM', says: /exFAT/ },
  { what: 'NTFS', break: patch(VOLUME + 3, ...asciiBytes('NTFS    ')), code: 'KEY_FILE_SYSTEM', says: /NTFS/ },
  { what: 'no partition', break: patch(446, ...new Array<number>(64).fill(0)), code: 'KEY_NO_PARTITION', says: /table is empty/ },
  { what: 'no mark 55 AA', break: patch(510, 0, 0), code: 'KEY_NO_SIGNATURE', says: /55 AA/ },
  { what: 'no active partition', break: patch(446, 0), code: 'KEY_NOT_ACTIVE', says: /active/ },
  {
    what: 'two active partitions',
    break: patch(462, 0x80, 0, 0, 0, 0x0e, 0, 0, 0, 0, 0x90, 0, 0, 0, 8, 0, 0),
    code: 'KEY_SEVERAL_ACTIVE',
    says: /More than one/,
  },
  { what: 'no boot code', break: patch(0, ...new Array<number>(440).fill(0)), code: 'KEY_NO_BOOT_CODE', says: /no boot code/ },
  {
    what: 'a partition longer than the stick',
    break: patch(458, 0, 0, 0x10, 0),
    code: 'KEY_PARTITION_OUTSIDE',
    says: /larger one, or cut/,
  },
  { what: 'a key cut within its partition', break: cutAt(20 * MIB), code: 'KEY_PARTITION_OUTSIDE', says: /larger one, or cut/ },
  { what: 'an extended partition', break: patch(450, 0x0f), code: 'KEY_EXTENDED_PARTITION', says: /extended/ },
  { what: 'no FAT in the partition', break: patch(VOLUME + 11, 0, 0, 0), code: 'KEY_NO_FAT', says: /no FAT/ },
  { what: 'wrong hidden sectors', break: patch(VOLUME + 0x1c, 63, 0, 0, 0), code: 'KEY_HIDDEN_SECTORS', says: /another place/ },
  { what: 'another drive number', break: patch(VOLUME + 0x24, 0), code: 'KEY_DRIVE_NUMBER', verdict: 'unsure', says: /another drive/ },
  { what: 'a wrong partition type', break: patch(450, 0x0c), code: 'KEY_PARTITION_TYPE', verdict: 'unsure', says: /type of the partition/ },
  { what: 'a boot record without its mark', break: patch(VOLUME + 510, 0, 0), code: 'KEY_RECORD_SIGNATURE', says: /55 AA/ },
  { what: 'a boot record without a jump', break: patch(VOLUME, 0), code: 'KEY_RECORD_JUMP', says: /jump/ },
  {
    what: 'file tables that differ',
    break: (key) => {
      const { reservedSectors, fatSectors } = parametersOf(key);
      return patch(VOLUME + (reservedSectors + fatSectors) * SECTOR_BYTES + 100, 0x55)(key);
    },
    code: 'KEY_TABLES_DIFFER',
    says: /copies of the file table/,
  },
  {
    what: 'a boot record that only says it is no system disk',
    break: (key) => patch(VOLUME + 0x3e, ...asciiBytes('This is not a bootable disk'.padEnd(440)))(key),
    code: 'KEY_NOT_BOOTABLE',
    says: /never made bootable/,
  },
  {
    what: 'a boot record of Windows',
    break: (key) => patch(VOLUME + 0x3e, ...asciiBytes('BOOTMGR'.padEnd(440)))(key),
    code: 'KEY_OTHER_SYSTEM',
    says: /Windows/,
  },
  {
    what: 'a boot record nobody knows',
    break: (key) => patch(VOLUME + 0x3e, ...asciiBytes('abcdefgh'.repeat(55)))(key),
    code: 'KEY_RECORD_UNKNOWN',
    verdict: 'unsure',
    says: /not known/,
  },
  {
    what: 'a root folder that lies outside the key',
    fileSystem: 'fat32',
    break: patch(VOLUME + 0x2c, 0xf0, 0xff, 0xff, 0x0f),
    code: 'KEY_UNREADABLE',
    says: /cannot be read/,
  },
];

const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`HOLIDAY${index}.JPG`, asciiBytes('picture')]));

const files: readonly Case[] = [
  { what: 'no kernel', files: { 'KERNEL.SYS': undefined }, code: 'KEY_NO_SYSTEM_FILE', says: /KERNEL\.SYS/ },
  { what: 'no shell', files: { 'COMMAND.COM': undefined }, code: 'KEY_NO_SYSTEM_FILE', says: /COMMAND\.COM/ },
  {
    what: 'no AUTOEXEC',
    files: { 'AUTOEXEC.BAT': undefined },
    code: 'KEY_NO_AUTOEXEC',
    verdict: 'unsure',
    says: /AUTOEXEC\.BAT is missing/,
  },
  {
    what: 'an AUTOEXEC of something else',
    files: { 'AUTOEXEC.BAT': asciiBytes('@echo hello\r\n') },
    code: 'KEY_AUTOEXEC_OTHER',
    verdict: 'unsure',
    says: /does not start ROMPAQ/,
  },
  { what: 'no ROMPAQ', files: { 'ROMPAQ.EXE': undefined }, code: 'KEY_NO_FLASHER', says: /ROMPAQ\.EXE is missing/ },
  {
    what: 'ROMPAQ in a folder',
    files: { 'ROMPAQ.EXE': undefined, 'ROMPAQ/ROMPAQ.EXE': makeDosProgram() },
    code: 'KEY_FLASHER_IN_FOLDER',
    says: /in a folder/,
  },
  { what: 'no driver', files: { 'CPQSRVR2.CPU': undefined }, code: 'KEY_NO_DRIVER', says: /no upgradable devices/ },
  { what: 'an empty driver', files: { 'CPQSRVR2.CPU': new Uint8Array() }, code: 'KEY_DRIVER_EMPTY', says: /empty/ },
  {
    what: 'the driver in a folder',
    files: { 'CPQSRVR2.CPU': undefined, 'DRV/CPQSRVR2.CPU': asciiBytes('driver') },
    code: 'KEY_DRIVER_IN_FOLDER',
    says: /root only/,
  },
  {
    what: 'drivers of two packages',
    files: { 'CPQSRVR.CPU': asciiBytes('driver') },
    code: 'KEY_SEVERAL_DRIVERS',
    verdict: 'unsure',
    says: /mixed/,
  },
  { what: 'no image', files: { [KEY_IMAGE]: undefined }, code: 'KEY_NO_IMAGE', says: /There are no ROM image files/ },
  {
    what: 'the image in a folder',
    files: { [KEY_IMAGE]: undefined, [`ROMPaq Flat Files/${KEY_IMAGE}`]: image },
    code: 'KEY_IMAGE_IN_FOLDER',
    says: /There|no ROM image files/,
  },
  {
    what: 'an image renamed to another product',
    files: { [KEY_IMAGE]: undefined, 'CPQP6403.4B5': image },
    code: 'ROM_IMAGE_RENAMED',
    says: /refuses it/,
  },
  {
    what: 'an image renamed to another day',
    files: { [KEY_IMAGE]: undefined, 'CPQP6303.684': image },
    code: 'ROM_IMAGE_DATE',
    verdict: 'unsure',
    says: /2019-04-04/,
  },
  {
    what: 'an image under a long name',
    files: { [KEY_IMAGE]: undefined, 'CPQP6303 (1).4B5': image },
    code: 'KEY_IMAGE_LONG_NAME',
    says: /does not find it/,
  },
  { what: 'a damaged image', files: { [KEY_IMAGE]: turned(image, 5000) }, code: 'ROM_IMAGE_DAMAGED', says: /checksum is wrong/ },
  { what: 'a truncated image', files: { [KEY_IMAGE]: image.subarray(0, 9000) }, code: 'ROM_IMAGE_DAMAGED', says: /damaged/ },
  { what: 'an image cut to nothing', files: { [KEY_IMAGE]: new Uint8Array(10) }, code: 'KEY_IMAGE_DAMAGED', says: /empty, cut or damaged/ },
  {
    what: 'an image signed by somebody else',
    files: { [KEY_IMAGE]: undefined, 'CPQJ0613.4B5': makeSignedImage() },
    code: 'ROM_IMAGE_OTHER_SIGNER',
    says: /not by a key of HP/,
  },
  { what: 'the image of another server', options: { family: 'P70' }, code: 'KEY_OTHER_FAMILY', says: /P63.*P70/ },
  {
    what: 'images of two families',
    files: { 'CPQP6403.4B5': makeLegacyImage({ productId: 'CPQP640' }) },
    code: 'KEY_SEVERAL_FAMILIES',
    verdict: 'unsure',
    says: /several families/,
  },
  {
    what: 'the package copied instead of unpacked',
    files: { 'ROMPAQ.EXE': undefined, 'CPQSRVR2.CPU': undefined, [KEY_IMAGE]: undefined, 'SP99339.EXE': makeDosProgram() },
    code: 'KEY_PACKAGE_ON_KEY',
    says: /must be unpacked/,
  },
  { what: 'a copied Downloads folder', files: many, code: 'KEY_CROWDED', verdict: 'unsure', says: /another folder was copied/ },
];

const J63 = 'J63_0395.BIN';
const bios = stockBios();
const crisis: readonly Case[] = [
  { what: 'no BIOS file', files: { [KEY_BIOS]: undefined }, options: { kind: 'crisis' }, code: 'KEY_NO_BIOS', says: /no \.BIN file/ },
  {
    what: 'a name that is too long',
    files: { [KEY_BIOS]: undefined, 'J61_0395_NRE.BIN': bios },
    code: 'KEY_BIOS_NAME',
    says: /longer than 12/,
  },
  { what: 'a name of another family', files: { [KEY_BIOS]: undefined, [J63]: bios }, code: 'KEY_BIOS_NAME', says: /must begin with J61/ },
  {
    what: 'a name without a family',
    files: { [KEY_BIOS]: undefined, 'BIOS.BIN': bios },
    code: 'KEY_BIOS_NAME',
    says: /must begin with J61/,
  },
  {
    what: 'a BIOS in a folder',
    files: { [KEY_BIOS]: undefined, [`BIOS/${KEY_BIOS}`]: bios },
    code: 'KEY_BIOS_IN_FOLDER',
    says: /in the root/,
  },
  { what: 'a BIOS of the wrong size', files: { [KEY_BIOS]: bios.subarray(0, 8 * MIB) }, code: 'KEY_BIOS_SIZE', says: /16 MiB/ },
  { what: 'a file that is no BIOS', files: { [KEY_BIOS]: new Uint8Array(16 * MIB) }, code: 'KEY_BIOS_UNKNOWN', says: /no BIOS image/ },
  { what: 'a modified BIOS', files: { [KEY_BIOS]: practiceStockImage() }, code: 'BIOS_MODDED', says: /was modified/ },
  {
    what: 'a dump of a board',
    files: {
      [KEY_BIOS]: (() => {
        const dump = bios.slice();
        dump.set(practiceGoodImage().subarray(0x1000, 0x3000), 0x1000);
        return dump;
      })(),
    },
    code: 'BIOS_IS_A_DUMP',
    verdict: 'unsure',
    says: /dump/,
  },
  {
    what: 'a BIOS of another family',
    files: { [KEY_BIOS]: undefined, [J63]: practiceStockImage('J63', '03.95') },
    options: { family: 'J61' },
    code: 'KEY_OTHER_FAMILY',
    says: /J63.*J61/,
  },
  { what: 'GPT under a BIOS file', break: patch(450, 0xee), code: 'KEY_GPT', says: /GPT/ },
  { what: 'an extended partition under a BIOS file', break: patch(450, 0x05), code: 'KEY_EXTENDED_PARTITION', says: /extended/ },
  {
    what: 'two BIOS files',
    files: { 'J61.BIN': bios },
    code: 'KEY_SEVERAL_BIOS',
    verdict: 'unsure',
    says: /takes J61\.BIN/,
  },
];

type Make = typeof makeRompaqKey;

async function expectNamed(
  make: Make,
  { files: changes, break: damage, options, fileSystem, code, verdict = 'will-not-work', says }: Case,
) {
  const sizeBytes = fileSystem === 'fat32' ? 64 * MIB : make === makeCrisisKey ? 49 * MIB : KEY_BYTES;
  const { image: key } = await make(changes, { sizeBytes, ...(fileSystem ? { fileSystem } : {}) });
  const store = damage?.(key) ?? key;
  const check = await checkKey(store, options);
  const [first] = check.findings;
  expect({ code: first?.code, verdict: check.verdict }).toEqual({ code, verdict });
  expect(check.summary).toMatch(says);
  expect(check.fixFirst).toBeTruthy();
}

describe('a broken ROMPaq key is named', () => {
  it.each([...frames, ...files])('$what', (one) => expectNamed(makeRompaqKey, one));
});

describe('a broken crisis key is named', () => {
  it.each(crisis)('$what', (one) => expectNamed(makeCrisisKey, one));
});

describe('keys that are good', () => {
  it.each(['fat16', 'fat32'] as const)('a ROMPaq key on %s is ready, with nothing found', async (fileSystem) => {
    const { image: key } = await makeRompaqKey({}, { fileSystem, sizeBytes: 64 * MIB });
    expect(await checkKey(key)).toMatchObject({ verdict: 'ready', kind: 'rompaq', findings: [], repairs: [] });
  });

  it('a crisis key is ready, and says what was not proven', async () => {
    const { image: key } = await makeCrisisKey({}, { sizeBytes: 49 * MIB });
    const check = await checkKey(key, { family: 'J61' });
    expect(check).toMatchObject({ verdict: 'ready', kind: 'crisis' });
    expect(check.findings.map(({ code }) => code)).toEqual(['BIOS_UNPROVEN']);
  });

  it('a crisis key needs neither boot code nor an active partition, nor a partition table', async () => {
    const { image: key } = await makeCrisisKey({}, { sizeBytes: 49 * MIB });
    patch(0, ...new Array<number>(440).fill(0))(key);
    patch(446, 0)(key);
    expect((await checkKey(key)).verdict).toBe('ready');
    const volume: SectorStore = { sizeBytes: 48 * MIB, read: (at, length) => key.read(MIB + at, length), write: () => undefined };
    expect((await checkKey(volume)).verdict).toBe('ready');
  });

  it('a signed image counts as good under its own root only', async () => {
    const { image: key } = await makeRompaqKey({ [KEY_IMAGE]: undefined, 'CPQJ0613.4B5': makeSignedImage() });
    const { testRootSha256 } = await import('../testing/signing-fixture');
    expect((await checkKey(key, { rootSha256: testRootSha256 })).verdict).toBe('ready');
    expect((await checkKey(key)).verdict).toBe('will-not-work');
  });

  it('a key for syslinux needs the files of syslinux', async () => {
    const { image: key } = await makeRompaqKey({ 'LDLINUX.SYS': asciiBytes('x'), 'SYSLINUX.CFG': asciiBytes('x') });
    patch(VOLUME + 3, ...asciiBytes('SYSLINUX'))(key);
    expect((await checkKey(key)).verdict).toBe('ready');
    expect(madeRecord().length).toBe(512);
  });
});
