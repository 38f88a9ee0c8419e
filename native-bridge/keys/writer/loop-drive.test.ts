import { execFileSync } from 'node:child_process';
import { mkdirSync, openSync, readSync, symlinkSync, truncateSync, writeFileSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { formatFat, openFat } from '../disk/fat-volume';
import { makeFirstSector, partitionTypes } from '../disk/partition-table';
import { mbrCode } from '../build/boot-code';
import { partOf, SparseImage } from '../disk/sector-store';
import { identityOf, resolveDrive } from '../drives/list-drives';
import { blankStick } from './blank-stick';
import { sourceOfFile, sourceOfImage } from './key-source';
import { openDriveForReading } from './open-device';
import { performWrite } from './perform-write';
import { makeLoopDrive, whyNoLoopDrives, type LoopDrive } from './testing/loop-drive';

const MIB = 1024 * 1024;
const made: LoopDrive[] = [];
const loop = (sizeBytes: number): LoopDrive => {
  const drive = makeLoopDrive(sizeBytes);
  made.push(drive);
  return drive;
};
afterEach(() => made.splice(0).forEach((drive) => drive.remove()));

async function key(sizeBytes = 64 * MIB): Promise<SparseImage> {
  const image = new SparseImage(sizeBytes);
  const partition = { offset: MIB, length: sizeBytes - 2 * MIB };
  await formatFat(partOf(image, partition.offset, partition.length), 'fat32');
  const fat = await openFat(partOf(image, partition.offset, partition.length));
  fat.write('HELLO.TXT', Buffer.from('hello'));
  fat.close();
  image.write(0, makeFirstSector(mbrCode, { type: partitionTypes.fat32Lba, ...partition }));
  return image;
}

function behind(file: string, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, length, offset);
  closeSync(handle);
  return bytes;
}

const hasProgram = (name: string): boolean => {
  try {
    execFileSync('which', [name], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(whyNoLoopDrives !== '')(`a key on a real block device${whyNoLoopDrives}`, () => {
  it('is written, read back, and opens as a file system', async () => {
    const { id, file } = loop(128 * MIB);
    const drive = await resolveDrive(id);
    expect(drive.refusals).toEqual([]);
    const image = await key();
    const written = await performWrite(identityOf(drive), sourceOfImage(image), { typedName: drive.name, fakeCapacityCheck: true });
    expect(written.verified).toBe(true);
    for (const { offset, bytes } of image.extents()) expect(Buffer.compare(behind(file, offset, bytes.length), bytes)).toBe(0);
    const store = await openDriveForReading(id);
    const fat = await openFat(partOf(store, MIB, 62 * MIB));
    expect(Buffer.from(fat.read('HELLO.TXT')).toString()).toBe('hello');
    fat.close();
    store.close();
  });

  it('is written from an image file too, byte for byte', async () => {
    const { id, file, folder } = loop(32 * MIB);
    const image = join(folder, 'key.img');
    const content = Buffer.from(Uint8Array.from({ length: 3 * MIB + 512 }, (_, at) => (at * 7) >> 3));
    writeFileSync(image, content);
    const source = await sourceOfFile(image);
    const drive = await resolveDrive(id);
    await performWrite(identityOf(drive), source, { typedName: drive.name });
    await source.close();
    expect(Buffer.compare(behind(file, 0, content.length), content)).toBe(0);
  });

  it('starts nothing when it was cancelled midway', async () => {
    const { id, file } = loop(128 * MIB);
    const drive = await resolveDrive(id);
    const stop = new AbortController();
    const onProgress = ({ phase }: { phase: string }): void => void (phase === 'verifying' && stop.abort());
    const attempt = performWrite(identityOf(drive), sourceOfImage(await key()), { typedName: drive.name, signal: stop.signal, onProgress });
    await expect(attempt).rejects.toMatchObject({ error: { code: 'CANCELLED', params: { stick: 'not-bootable' } } });
    expect(behind(file, 0, 512).every((byte) => byte === 0)).toBe(true);
  });

  it('is not written where the drive shrank after it was chosen', async () => {
    const { id, file } = loop(128 * MIB);
    const drive = await resolveDrive(id);
    truncateSync(file, 64 * MIB);
    execFileSync('losetup', ['--set-capacity', id]);
    const attempt = performWrite(identityOf(drive), sourceOfImage(await key()), { typedName: drive.name });
    await expect(attempt).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_CHANGED', params: { stick: 'untouched' } } });
  });

  it('is not finished where the file behind the device lost its end', async () => {
    const { id, file } = loop(128 * MIB);
    const drive = await resolveDrive(id);
    truncateSync(file, 2 * MIB);
    const image = await key();
    image.write(60 * MIB, new Uint8Array(MIB).fill(3));
    const attempt = performWrite(identityOf(drive), sourceOfImage(image), { typedName: drive.name });
    // A loop device grows its file again; either way no half key may start.
    const outcome = await attempt.then(
      () => 'written',
      () => 'failed',
    );
    const first = behind(file, 0, 512);
    expect(first.every((byte) => byte === 0)).toBe(outcome === 'failed');
  });

  it('needs the typed name where the drive is not removable', async () => {
    const { id } = loop(64 * MIB);
    const drive = await resolveDrive(id);
    const attempt = performWrite(identityOf(drive), sourceOfImage(await key(48 * MIB)), { typedName: 'something else' });
    await expect(attempt).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_NEEDS_NAME', params: { expected: drive.name } } });
  });

  it('is refused on a drive that another program holds for itself', async () => {
    const { id, folder } = loop(64 * MIB);
    const drive = await resolveDrive(id);
    execFileSync('mkfs.ext4', ['-q', id]);
    const place = join(folder, 'mounted');
    mkdirSync(place);
    execFileSync('mount', [id, place]);
    try {
      const attempt = performWrite(identityOf(drive), sourceOfImage(await key(48 * MIB)), { typedName: drive.name });
      await expect(attempt).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_REFUSED' } });
    } finally {
      execFileSync('umount', [place]);
    }
  });

  it.skipIf(!hasProgram('fsck.fat'))('is an ordinary stick again afterwards', async () => {
    const { id, file, folder } = loop(300 * MIB);
    const drive = await resolveDrive(id);
    await performWrite(identityOf(drive), sourceOfImage(await key()), { typedName: drive.name });
    await performWrite(identityOf(drive), blankStick(drive.sizeBytes, { volumeId: 0x1234 }), { typedName: drive.name });
    expect(behind(file, 446, 1)[0]).toBe(0);
    const volume = join(folder, 'volume.img');
    execFileSync('dd', [`if=${file}`, `of=${volume}`, 'bs=1M', 'skip=1', 'conv=sparse'], { stdio: 'pipe' });
    expect(execFileSync('fsck.fat', ['-n', volume], { encoding: 'utf8' })).toMatch(/ 0 files|: 1 files|1\/\d+ clusters/);
  });
});

describe.skipIf(whyNoLoopDrives !== '')(`the drive this computer runs from${whyNoLoopDrives}`, () => {
  const root = whyNoLoopDrives === '' ? execFileSync('findmnt', ['-no', 'SOURCE', '/'], { encoding: 'utf8' }).trim() : '';
  const isDevice = root.startsWith('/dev/');

  it.skipIf(!isDevice)('cannot be chosen by any spelling, link or device node', async () => {
    const { folder } = loop(MIB);
    const link = join(folder, 'by-id-usb-stick');
    symlinkSync(root, link);
    const chain = join(folder, 'chain');
    symlinkSync(link, chain);
    const node = join(folder, 'node');
    const numbers = execFileSync('lsblk', ['-dno', 'MAJ:MIN', root], { encoding: 'utf8' }).trim().split(':');
    execFileSync('mknod', [node, 'b', ...numbers]);
    const spellings = [root, root.replace('/dev/', ''), `/dev/./${root.slice(5)}`, `/dev/../dev//${root.slice(5)}`, link, chain, node];
    for (const spelling of spellings) {
      const refused = await resolveDrive(spelling).then(
        ({ refusals }) => refusals.includes('system'),
        (thrown: { error: { code: string } }) => thrown.error.code === 'KEY_DRIVE_NOT_WHOLE',
      );
      expect(refused, spelling).toBe(true);
    }
  });
});
