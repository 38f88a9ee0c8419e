// The bytes of packages and keys that a page brought, in a folder of their own that goes with the program. Files are sparse: of an image
// of a whole stick only what is not zeros is kept. Knows nothing of what the bytes are.
import { copyFile, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fault } from '../../shared/model/errors';
import { diskFault } from '../recovery/files';

export interface HeldItems {
  /** Of a file its path under its own name; of a folder the folder. */
  pathOf(itemId: string, name: string, isFolder: boolean): string;
  /** Makes the file with its length, all zeros. */
  create(path: string, sizeBytes: number): Promise<void>;
  write(path: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** Whole, under a name that is free. */
  copyTo(path: string, target: string): Promise<void>;
  remove(itemId: string): Promise<void>;
  clear(): Promise<void>;
}

/** Packages may be under a licence and dumps hold serial numbers: nobody else may read the folder. */
export function holdItems(folder: string): HeldItems {
  const guarded = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw diskFault(thrown, path);
    }
  };
  return {
    pathOf: (itemId, name, isFolder) => join(folder, itemId, isFolder ? 'folder' : safeName(name)),
    create: (path, sizeBytes) =>
      guarded(path, async () => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const file = await open(path, 'wx', 0o600);
        try {
          await file.truncate(sizeBytes);
        } finally {
          await file.close();
        }
      }),
    write: (path, offset, bytes) =>
      guarded(path, async () => {
        const file = await open(path, 'r+');
        try {
          for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
        } finally {
          await file.close();
        }
      }),
    copyTo: (path, target) =>
      guarded(target, async () => {
        const { COPYFILE_EXCL, COPYFILE_FICLONE } = (await import('node:fs')).constants;
        await mkdir(dirname(target), { recursive: true });
        await copyFile(path, target, COPYFILE_EXCL | COPYFILE_FICLONE);
      }),
    remove: (itemId) => guarded(folder, () => rm(join(folder, itemId), { recursive: true, force: true })),
    clear: () => guarded(folder, () => rm(folder, { recursive: true, force: true })),
  };
}

/** One part of a path as every system takes it; what a ROM image is named must stay. */
export function safeName(name: string): string {
  const plain = name
    .replaceAll(/[\p{Cc}<>:"|?*\\/]/gu, '_')
    .slice(0, 150)
    .replace(/[. ]+$/, '');
  return plain === '' || plain === '.' || plain === '..' ? '_' : plain;
}

/** @throws INPUT_INVALID for a path that leaves its folder */
export function safeRelative(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.length > 20 || parts.includes('..')) throw fault('INPUT_INVALID', { detail: 'path' });
  return join(...parts.map(safeName));
}
