// Files that survive a power cut: whole or not there, flushed before the work goes on. The one place of recovery that touches node:fs.
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Fault, fault } from '../../shared/model/errors';

/** Everything rejects with a Fault: DISK_FULL, DISK_READ_ONLY, DISK_NOT_FOUND or DISK_IO. */
export interface Disk {
  read(path: string): Promise<Uint8Array>;
  /** `undefined` where there is no such file. */
  readText(path: string): Promise<string | undefined>;
  /** Whole or not at all: a crash leaves the old file or the new one. */
  write(path: string, contents: Uint8Array | string): Promise<void>;
  /** Resolves when the text is flushed. */
  append(path: string, text: string): Promise<void>;
  /** False where the file is there already; never overwrites. */
  createNew(path: string, text: string): Promise<boolean>;
  ensureFolder(path: string): Promise<void>;
  /** Names, unsorted; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
}

export const nodeDisk: Disk = {
  read: (path) => guarded(path, async () => new Uint8Array(await readFile(path))),
  readText: (path) => guarded(path, () => readFile(path, 'utf8').catch(unlessMissing(undefined))),
  write: (path, contents) => guarded(path, () => writeAtomic(path, contents)),
  append: (path, text) =>
    guarded(path, async () => {
      const isNew = (await stat(path).catch(unlessMissing(undefined))) === undefined;
      await flushedInto(path, 'a', text);
      if (isNew) await flushFolder(dirname(path));
    }),
  createNew: (path, text) =>
    guarded(path, async () => {
      try {
        await flushedInto(path, 'wx', text);
        return true;
      } catch (thrown) {
        if (codeOf(thrown) === 'EEXIST') return false;
        throw thrown;
      }
    }),
  ensureFolder: (path) => guarded(path, () => mkdir(path, { recursive: true }).then(() => undefined)),
  list: (path) => guarded(path, () => readdir(path).catch(unlessMissing([] as string[]))),
  exists: (path) => guarded(path, async () => (await stat(path).catch(unlessMissing(undefined))) !== undefined),
  remove: (path) => guarded(path, () => rm(path, { force: true })),
};

async function writeAtomic(path: string, contents: Uint8Array | string): Promise<void> {
  // Beside the file: a rename is only atomic within one file system.
  const next = join(dirname(path), `.${randomUUID()}.next`);
  try {
    await flushedInto(next, 'wx', contents);
    await rename(next, path);
  } catch (thrown) {
    await rm(next, { force: true }).catch(() => undefined);
    throw thrown;
  }
  await flushFolder(dirname(path));
}

async function flushedInto(path: string, flags: 'a' | 'wx', contents: Uint8Array | string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without it a new name may be gone after a power cut. Windows cannot open a folder, and flushes names itself. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw diskFault(thrown, path);
  }
}

/** What the system says of a file, as a fault that a person can act on. */
export function diskFault(thrown: unknown, path: string): Fault {
  if (thrown instanceof Fault) return thrown;
  switch (codeOf(thrown)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault('DISK_FULL', { path }, thrown);
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return fault('DISK_READ_ONLY', { path }, thrown);
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('DISK_NOT_FOUND', { path }, thrown);
    default:
      return fault('DISK_IO', { path, detail: codeOf(thrown) ?? String(thrown) }, thrown);
  }
}

const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException | null)?.code;

const unlessMissing =
  <T>(value: T) =>
  (thrown: unknown): T => {
    if (codeOf(thrown) === 'ENOENT') return value;
    throw thrown;
  };
