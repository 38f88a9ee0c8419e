// Image files: whole or not there, never over another, sparse, and stopped when asked.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/errors';
import { SparseImage } from '../disk/sector-store';
import { openFileStore } from '../disk/file-store';
import { firstDifference, saveKeyImage } from './save-image';

const MIB = 1024 * 1024;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rom-rescue-save-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function imageOf(sizeBytes = 64 * MIB): SparseImage {
  const image = new SparseImage(sizeBytes);
  for (const at of [0, 5 * MIB, sizeBytes - 512]) image.write(at, new Uint8Array(512).fill(0x5a));
  image.write(9 * MIB, new Uint8Array(4 * MIB));
  return image;
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof Fault ? thrown.error.code : (thrown as Error).name),
  );

it('holds what was built, takes only the room it needs, and can be read back', async () => {
  const path = join(folder, 'key.img');
  const image = imageOf(512 * MIB);
  expect(await saveKeyImage(image, path)).toBe(512 * MIB);
  const { size, blocks } = statSync(path);
  expect(size).toBe(512 * MIB);
  // Windows and some file systems keep no holes.
  if (process.platform === 'linux') expect(blocks * 512).toBeLessThan(MIB);
  const store = openFileStore(path, { writable: true });
  expect(firstDifference(image, store)).toBeUndefined();
  store.write(5 * MIB, new Uint8Array(512));
  expect(firstDifference(image, store)).toBe(5 * MIB);
  store.close();
  expect(readdirSync(folder)).toEqual(['key.img']);
});

it('never takes the place of another file, not even through a link', async () => {
  const path = join(folder, 'key.img');
  writeFileSync(path, 'mine');
  symlinkSync(path, join(folder, 'link.img'));
  expect(await codeOf(saveKeyImage(imageOf(), path))).toBe('SAFETY_REFUSED');
  expect(await codeOf(saveKeyImage(imageOf(), join(folder, 'link.img')))).toBe('SAFETY_REFUSED');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual(['key.img', 'link.img']);
});

it('stops when asked, and leaves nothing', async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const work = saveKeyImage(imageOf(), join(folder, 'key.img'), {
    signal: stop.signal,
    onProgress: (done) => {
      told.push(done);
      stop.abort();
    },
  });
  expect(await codeOf(work)).toBe('AbortError');
  expect(told).toEqual([512]);
  expect(readdirSync(folder)).toEqual([]);
});

it('tells progress to its end', async () => {
  const told: string[] = [];
  await saveKeyImage(imageOf(), join(folder, 'key.img'), { onProgress: (done, total) => told.push(`${done}/${total}`) });
  expect(told).toEqual(['512/1536', '1024/1536', '1536/1536']);
});

it('says that the folder is not there', async () => {
  expect(await codeOf(saveKeyImage(imageOf(), join(folder, 'none', 'key.img')))).toBe('DISK_NOT_FOUND');
});

it.skipIf(process.platform !== 'linux')('says that a place takes no files', async () => {
  // A file system that makes no files for anyone.
  const code = await codeOf(saveKeyImage(imageOf(), '/proc/key.img'));
  expect(['DISK_NOT_FOUND', 'DISK_READ_ONLY']).toContain(code);
  expect(existsSync('/proc/key.img')).toBe(false);
});
