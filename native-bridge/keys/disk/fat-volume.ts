// A FAT volume inside a store, by the FatFs library: format, write, list, read. What a boot record needs beyond that is in
// fat-parameters.ts.
import { create, type DiskIO, type FatFs } from 'js-fatfs';
import * as fatFs from 'js-fatfs';
import { fault } from '../../../shared/model/errors';
import type { KeyFileSystem } from '../../../shared/keys/types';
import { SECTOR_BYTES, type SectorStore } from './sector-store';

const WORK_BYTES = 64 * 1024;
const MOST_ENTRIES = 20_000;
const MOST_DEPTH = 8;

export interface FatEntry {
  /** With forward slashes, from the root, without one at the start. */
  readonly path: string;
  readonly shortName: string;
  readonly size: number;
  readonly isFolder: boolean;
  readonly attributes: number;
}

export interface FatVolume {
  /** All of it, folders before what they hold. */
  list(): readonly FatEntry[];
  read(path: string): Uint8Array;
  /** Makes the folders it needs. */
  write(path: string, bytes: Uint8Array): void;
  remove(path: string): void;
  rename(from: string, to: string): void;
  /** Nothing more may be asked of it. */
  close(): void;
}

/** What formatting leaves open; absent values are the library's own. */
export interface FormatOptions {
  readonly clusterBytes?: number;
}

/** A new file system over the whole store. @throws KEY_FORMAT */
export async function formatFat(store: SectorStore, kind: KeyFileSystem, { clusterBytes = 0 }: FormatOptions = {}): Promise<void> {
  const library = await create({ diskio: diskOver(store) });
  withMemory(library, WORK_BYTES, (work) => {
    const fmt = (kind === 'fat32' ? fatFs.FM_FAT32 : fatFs.FM_FAT) | fatFs.FM_SFD;
    check(library.f_mkfs('', { fmt, n_fat: 2, align: 1, n_root: 512, au_size: clusterBytes }, work, WORK_BYTES), 'format');
  });
}

/** @throws KEY_FILE_SYSTEM where there is none that can be read */
export async function openFat(store: SectorStore): Promise<FatVolume> {
  const library = await create({ diskio: diskOver(store) });
  const volume = library.malloc(fatFs.sizeof_FATFS);
  check(library.f_mount(volume, '', 1), 'mount');
  return {
    list: () => listFolder(library, '', 0),
    read: (path) => readFile(library, path),
    write: (path, bytes) => writeFile(library, path, bytes),
    remove: (path) => check(library.f_unlink(path), path),
    rename: (from, to) => check(library.f_rename(from, to), from),
    close: () => {
      library.f_unmount('');
      library.free(volume);
    },
  };
}

function diskOver(store: SectorStore): DiskIO {
  const guarded = (work: () => void): number => {
    try {
      work();
      return fatFs.RES_OK;
    } catch {
      return fatFs.RES_ERROR;
    }
  };
  return {
    initialize: () => 0,
    status: () => 0,
    read: (library, _drive, buffer, sector, count) =>
      guarded(() => library.HEAPU8.set(store.read(sector * SECTOR_BYTES, count * SECTOR_BYTES), buffer)),
    write: (library, _drive, buffer, sector, count) =>
      guarded(() => store.write(sector * SECTOR_BYTES, library.HEAPU8.slice(buffer, buffer + count * SECTOR_BYTES))),
    ioctl: (library, _drive, command, buffer) => {
      switch (command) {
        case fatFs.CTRL_SYNC:
          return fatFs.RES_OK;
        case fatFs.GET_SECTOR_COUNT:
          library.setValue(buffer, store.sizeBytes / SECTOR_BYTES, 'i32');
          return fatFs.RES_OK;
        case fatFs.GET_SECTOR_SIZE:
          library.setValue(buffer, SECTOR_BYTES, 'i16');
          return fatFs.RES_OK;
        case fatFs.GET_BLOCK_SIZE:
          library.setValue(buffer, 1, 'i32');
          return fatFs.RES_OK;
        default:
          return fatFs.RES_PARERR;
      }
    },
  };
}

function listFolder(library: FatFs, folder: string, depth: number): FatEntry[] {
  const found: FatEntry[] = [];
  const here: FatEntry[] = [];
  withMemory(library, fatFs.sizeof_DIR, (directory) =>
    withMemory(library, fatFs.sizeof_FILINFO, (info) => {
      check(library.f_opendir(directory, folder || '/'), folder);
      while (here.length < MOST_ENTRIES) {
        check(library.f_readdir(directory, info), folder);
        const name = library.FILINFO_fname(info);
        if (name === '') break;
        const attributes = library.FILINFO_fattrib(info);
        here.push({
          path: folder ? `${folder}/${name}` : name,
          shortName: library.FILINFO_altname(info) || name,
          size: library.FILINFO_fsize(info),
          isFolder: (attributes & fatFs.AM_DIR) !== 0,
          attributes,
        });
      }
      library.f_closedir(directory);
    }),
  );
  for (const entry of here) {
    found.push(entry);
    if (entry.isFolder && depth < MOST_DEPTH && found.length < MOST_ENTRIES) found.push(...listFolder(library, entry.path, depth + 1));
  }
  return found;
}

function readFile(library: FatFs, path: string): Uint8Array {
  return withFile(library, path, fatFs.FA_READ, (file) => {
    const size = library.f_size(file);
    return withMemory(library, ((size + 3) & ~3) + 4, (buffer) => {
      check(library.f_read(file, buffer, size, buffer + ((size + 3) & ~3)), path);
      return library.HEAPU8.slice(buffer, buffer + size);
    });
  });
}

function writeFile(library: FatFs, path: string, bytes: Uint8Array): void {
  const folders = path.split('/').slice(0, -1);
  folders.forEach((_, index) => {
    const made = library.f_mkdir(folders.slice(0, index + 1).join('/'));
    if (made !== fatFs.FR_EXIST) check(made, path);
  });
  withFile(library, path, fatFs.FA_WRITE | fatFs.FA_CREATE_ALWAYS, (file) =>
    withMemory(library, ((bytes.length + 3) & ~3) + 4, (buffer) => {
      library.HEAPU8.set(bytes, buffer);
      check(library.f_write(file, buffer, bytes.length, buffer + ((bytes.length + 3) & ~3)), path);
    }),
  );
}

function withFile<T>(library: FatFs, path: string, mode: number, work: (file: number) => T): T {
  return withMemory(library, fatFs.sizeof_FIL, (file) => {
    check(library.f_open(file, path, mode), path);
    try {
      return work(file);
    } finally {
      check(library.f_close(file), path);
    }
  });
}

/** The library's memory is its own: what is taken is given back. */
function withMemory<T>(library: FatFs, bytes: number, work: (pointer: number) => T): T {
  const pointer = library.malloc(bytes);
  if (pointer === 0) throw fault('KEY_FILE_SYSTEM', { detail: 'out of memory' });
  try {
    return work(pointer);
  } finally {
    library.free(pointer);
  }
}

function check(result: number, what: string): void {
  if (result === fatFs.FR_OK) return;
  if (result === fatFs.FR_DENIED) throw fault('KEY_FULL', { name: what });
  throw fault('KEY_FILE_SYSTEM', { detail: what, result });
}
