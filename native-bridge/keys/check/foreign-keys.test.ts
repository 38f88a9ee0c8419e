// Keys that others made, by mkfs.fat and mtools: what is good is called so.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fat16Record, mbrCode } from '../build/boot-code';
import { autoexecBytes } from '../build/rompaq-files';
import { makeBootRecord } from '../disk/fat-parameters';
import { makeFirstSector, partitionTypes } from '../disk/partition-table';
import { SECTOR_BYTES, SparseImage } from '../disk/sector-store';
import { missingTools, orSkipped, runHostTool } from '../testing/host-tools';
import { KEY_IMAGE, stockBios } from '../testing/make-key';
import { makeDosProgram } from '../testing/make-program';
import { makeLegacyImage } from '../testing/make-rom-image';
import { checkKey } from './check-key';

const MIB = 1024 * 1024;
const tools = missingTools('mkfs.fat', 'mcopy', 'truncate');
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-foreign-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A volume of 64 MiB with these files, by mkfs.fat and mcopy. */
function volumeOf(name: string, bits: 16 | 32, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const path = join(folder, name);
  runHostTool('truncate', ['-s', '64M', path]);
  runHostTool('mkfs.fat', ['-F', String(bits), '-h', '2048', '-n', 'MADEKEY', path]);
  for (const [file, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, file), bytes);
    runHostTool('mcopy', ['-i', path, join(folder, file), '::']);
  }
  return new Uint8Array(readFileSync(path));
}

function diskOf(volume: Uint8Array, type: number): SparseImage {
  const disk = new SparseImage(MIB + volume.length);
  disk.write(0, makeFirstSector(mbrCode, { type, offset: MIB, length: volume.length }));
  disk.write(MIB, volume);
  return disk;
}

const files = {
  'KERNEL.SYS': makeDosProgram('kernel'),
  'COMMAND.COM': makeDosProgram('shell'),
  'AUTOEXEC.BAT': autoexecBytes,
  'ROMPAQ.EXE': makeDosProgram('flasher'),
  'CPQSRVR2.CPU': makeDosProgram('driver'),
  [KEY_IMAGE]: makeLegacyImage(),
};

it.skipIf(tools.length > 0)(orSkipped('a ROMPaq key made by hand is ready once it has a boot record', tools), async () => {
  const volume = volumeOf('rompaq.img', 16, files);
  const plain = await checkKey(diskOf(volume, partitionTypes.fat16Lba));
  expect(plain.findings.map(({ code }) => code)).toEqual(['KEY_NOT_BOOTABLE']);
  const record = makeBootRecord(volume.subarray(0, SECTOR_BYTES), {
    kind: 'fat16',
    bootRecord: fat16Record,
    partitionOffset: MIB,
    volumeId: 1,
    label: 'MADEKEY',
  });
  volume.set(record);
  expect(await checkKey(diskOf(volume, partitionTypes.fat16Lba))).toMatchObject({ verdict: 'ready', findings: [] });
});

it.skipIf(tools.length > 0).each([16, 32] as const)(
  orSkipped('a crisis key made by hand with FAT%i is ready, with a partition table and without', tools),
  async (bits) => {
    const volume = volumeOf(`crisis-${bits}.img`, bits, { 'J61_0395.BIN': stockBios() });
    const disk = diskOf(volume, bits === 16 ? partitionTypes.fat16Lba : partitionTypes.fat32Lba);
    expect(await checkKey(disk)).toMatchObject({ verdict: 'ready', kind: 'crisis', repairs: [] });
    const floppy = new SparseImage(volume.length);
    floppy.write(0, volume);
    expect(await checkKey(floppy)).toMatchObject({ verdict: 'ready', kind: 'crisis', repairs: [] });
  },
);
