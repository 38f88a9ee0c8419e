import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault } from '../../shared/model/errors';
import type { ChipInfo } from '../../shared/model/chip';
import { nodeDisk, type Disk } from './files';
import { isGood, openVault } from './vault';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'rom-rescue-vault-')), 'backups');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

const chip = { jedec: 'ef4018', name: 'W25Q128', uniqueId: 'd264' } as ChipInfo;
const read = (fill: number, unstable: readonly { offset: number; length: number }[] = []) => ({
  bytes: new Uint8Array(8192).fill(fill),
  reads: 2,
  settled: [],
  unstable,
});
const at = new Date('2026-11-21T08:00:00Z');

describe('the vault', () => {
  it('numbers backups on and never writes over one, also where a record is gone', async () => {
    const vault = openVault(nodeDisk, folder);
    const first = await vault.save(read(1), chip, at);
    await rm(join(folder, 'backup-1.json'));
    const second = await vault.save(read(2), chip, at);
    expect(second.backupId).toBe('backup-2');
    expect((await vault.load(first))[0]).toBe(1);
    for (let count = 3; count <= 11; count++) await vault.save(read(count), chip, at);
    expect((await vault.list()).map(({ backupId }) => backupId).at(-1)).toBe('backup-11');
  });

  it('is not fooled by a file that was changed, shortened or lost afterwards', async () => {
    const vault = openVault(nodeDisk, folder);
    const record = await vault.save(read(1), chip, at);
    await writeFile(vault.pathOf(record), new Uint8Array(8192).fill(1).fill(2, 77, 78));
    await expect(vault.load(record)).rejects.toMatchObject({ error: { code: 'BACKUP_ALTERED', params: { path: vault.pathOf(record) } } });
    await writeFile(vault.pathOf(record), new Uint8Array(8191).fill(1));
    await expect(vault.load(record)).rejects.toMatchObject({ error: { code: 'BACKUP_ALTERED' } });
    await rm(vault.pathOf(record));
    await expect(vault.load(record)).rejects.toMatchObject({ error: { code: 'DISK_NOT_FOUND' } });
  });

  it('lists no backup that the disk did not give back as it was given', async () => {
    const lying: Disk = {
      ...nodeDisk,
      read: async (path) => {
        const bytes = await nodeDisk.read(path);
        bytes[5] = bytes[5]! ^ 1;
        return bytes;
      },
    };
    const vault = openVault(lying, folder);
    await expect(vault.save(read(1), chip, at)).rejects.toMatchObject({ error: { code: 'BACKUP_ALTERED' } });
    expect(await openVault(nodeDisk, folder).list()).toEqual([]);
  });

  it('lists no backup whose record did not reach the disk, and gives its number to no other', async () => {
    const full: Disk = {
      ...nodeDisk,
      write: (path, contents) => (path.endsWith('.json') ? Promise.reject(fault('DISK_FULL', { path })) : nodeDisk.write(path, contents)),
    };
    await expect(openVault(full, folder).save(read(1), chip, at)).rejects.toMatchObject({ error: { code: 'DISK_FULL' } });
    const vault = openVault(nodeDisk, folder);
    expect(await vault.list()).toEqual([]);
    expect((await vault.save(read(2), chip, at)).backupId).toBe('backup-2');
    expect((await readdir(folder)).sort()).toEqual(['backup-1.bin', 'backup-2.bin', 'backup-2.json']);
  });

  it('keeps a read with unstable blocks, but not as a good one', async () => {
    const vault = openVault(nodeDisk, folder);
    expect(isGood(await vault.save(read(1), chip, at))).toBe(true);
    expect(isGood(await vault.save(read(1, [{ offset: 4096, length: 4096 }]), chip, at))).toBe(false);
  });
});
