import type * as fs from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** What the disk does next, by the call it strikes; each strikes until taken away. */
const trouble = vi.hoisted(() => ({
  sync: undefined as string | undefined,
  rename: undefined as string | undefined,
  open: undefined as string | undefined,
}));
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const failed = (code: string) => Object.assign(new Error(code), { code });
  return {
    ...real,
    rename: (...call: Parameters<typeof real.rename>) => (trouble.rename ? Promise.reject(failed(trouble.rename)) : real.rename(...call)),
    open: async (...call: Parameters<typeof real.open>) => {
      if (trouble.open) throw failed(trouble.open);
      const handle = await real.open(...call);
      const { sync: code } = trouble;
      if (code) handle.sync = () => Promise.reject(failed(code));
      return handle;
    },
  };
});
const { nodeDisk } = await import('./files');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-files-'));
});
afterEach(() => {
  Object.assign(trouble, { sync: undefined, rename: undefined, open: undefined });
  return rm(folder, { recursive: true, force: true });
});

describe('files that survive', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EROFS', 'DISK_READ_ONLY'],
    ['EACCES', 'DISK_READ_ONLY'],
    ['EPERM', 'DISK_READ_ONLY'],
    ['ENOENT', 'DISK_NOT_FOUND'],
    ['EIO', 'DISK_IO'],
  ])('says %s as %s, naming the file that was meant', async (code, expected) => {
    const path = join(folder, 'case.json');
    trouble.open = code;
    await expect(nodeDisk.write(path, 'x')).rejects.toMatchObject({ error: { code: expected, params: { path } } });
    await expect(nodeDisk.append(path, 'x')).rejects.toMatchObject({ error: { code: expected, params: { path } } });
  });

  it.each(['sync', 'rename'] as const)('keeps the old file whole, and no scrap of the new one, where %s fails', async (call) => {
    const path = join(folder, 'backup.bin');
    await nodeDisk.write(path, 'old');
    trouble[call] = 'ENOSPC';
    await expect(nodeDisk.write(path, 'new')).rejects.toMatchObject({ error: { code: 'DISK_FULL' } });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['backup.bin']);
  });

  it('does not count a line as written that was not flushed', async () => {
    trouble.sync = 'EIO';
    await expect(nodeDisk.append(join(folder, 'journal.ndjson'), '{}\n')).rejects.toMatchObject({ error: { code: 'DISK_IO' } });
  });

  it('never creates over a file that is there', async () => {
    const path = join(folder, 'lock.json');
    expect(await nodeDisk.createNew(path, 'first')).toBe(true);
    expect(await nodeDisk.createNew(path, 'second')).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('first');
  });

  it('has no names and no text where there is nothing, and says so where bytes are wanted', async () => {
    const path = join(folder, 'gone');
    expect(await nodeDisk.list(path)).toEqual([]);
    expect(await nodeDisk.readText(path)).toBeUndefined();
    expect(await nodeDisk.exists(path)).toBe(false);
    await expect(nodeDisk.read(path)).rejects.toMatchObject({ error: { code: 'DISK_NOT_FOUND', params: { path } } });
  });
});
