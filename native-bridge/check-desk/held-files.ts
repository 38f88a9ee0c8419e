// The bytes of the files on the check desk and what was found in them, in a folder of their own that goes with the program.
// Held on disk and not in memory: hundreds of images lie here. Knows nothing of what the bytes are.
import { appendFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileInspection } from '../../shared/model/file-inspection';
import { diskFault } from '../recovery/files';

export interface HeldFiles {
  pathOf(fileId: string): string;
  /** Pieces in order. */
  append(fileId: string, bytes: Uint8Array): Promise<void>;
  write(fileId: string, bytes: Uint8Array): Promise<void>;
  read(fileId: string): Promise<Uint8Array>;
  /** Fewer bytes where the file ends before. */
  slice(fileId: string, offset: number, length: number): Promise<Uint8Array>;
  keepInspection(fileId: string, inspection: FileInspection): Promise<void>;
  inspectionOf(fileId: string): Promise<FileInspection>;
  remove(fileId: string): Promise<void>;
  /** The folder goes. What an earlier program left behind goes with it: it is called at the start too. */
  clear(): Promise<void>;
}

/** Rejects with the faults of the disk. The dumps hold serial numbers: nobody else may read the folder. */
export function holdFiles(folder: string): HeldFiles {
  const pathOf = (fileId: string): string => join(folder, `${fileId}.bin`);
  const notesOf = (fileId: string): string => join(folder, `${fileId}.json`);
  let ready: Promise<unknown> | undefined;
  const withFolder = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    try {
      await (ready ??= mkdir(folder, { recursive: true, mode: 0o700 }));
      return await work();
    } catch (thrown) {
      ready = undefined;
      throw diskFault(thrown, path);
    }
  };
  const mode = 0o600;
  return {
    pathOf,
    append: (fileId, bytes) => withFolder(pathOf(fileId), () => appendFile(pathOf(fileId), bytes, { mode })),
    write: (fileId, bytes) => withFolder(pathOf(fileId), () => writeFile(pathOf(fileId), bytes, { mode })),
    read: (fileId) => withFolder(pathOf(fileId), async () => new Uint8Array(await readFile(pathOf(fileId)))),
    slice: (fileId, offset, length) => withFolder(pathOf(fileId), () => readSlice(pathOf(fileId), offset, length)),
    keepInspection: (fileId, inspection) =>
      withFolder(notesOf(fileId), () => writeFile(notesOf(fileId), JSON.stringify(inspection), { mode })),
    // Written by this very program, and nobody else may write there: not parsed by a schema again.
    inspectionOf: (fileId) =>
      withFolder(notesOf(fileId), async () => JSON.parse(await readFile(notesOf(fileId), 'utf8')) as FileInspection),
    remove: async (fileId) => {
      await Promise.all([pathOf(fileId), notesOf(fileId)].map((path) => withFolder(path, () => rm(path, { force: true }))));
    },
    clear: async () => {
      ready = undefined;
      await rm(folder, { recursive: true, force: true }).catch((thrown: unknown) => {
        throw diskFault(thrown, folder);
      });
    },
  };
}

async function readSlice(path: string, offset: number, length: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    return bytes.slice(0, bytesRead);
  } finally {
    await handle.close();
  }
}
