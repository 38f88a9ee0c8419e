// A FAT volume inside a store, by the FatFs library: format, write, list, read. What a boot record needs beyond that is in
// fat-parameters.ts.
import { create, type DiskIO, type FatFs } from 'js-fatfs';
import * as fatFs from 'js-fatfs';
import { fault } from '../../../shared/model/errors';
import type { KeyFileSystem } from '../../../shared/keys/types';
import { SECTOR_BYTES, type SectorStore } from './sector-store';

const WORK_BYTES = 64 * 1024;
/** Files pass through the library's memory in pieces: a whole image would make it grow. */
const PIECE_BYTES = 256 * 1024;
const MOST_ENTRIES = 20_000;
const MOST_DEPTH = 8;
/** Larger than any image. */
const MOST_READ_BYTES = 64 * 1024 * 1024;

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
  /** At most `mostBytes` of it, from its start. @throws KEY_FILE_SYSTEM */
  read(path: string, mostBytes?: number): Uint8Array;
  /** Makes the folders it needs; a path that ends in a slash is a folder and nothing else. @throws KEY_FULL */
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
    list: () => {
      const found: FatEntry[] = [];
      listFolder(library, '', 0, found);
      return found;
    },
    read: (path, mostBytes) => readFile(library, path, mostBytes),
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

/** `found` is one list for all folders: a broken volume can hold a folder within itself many times over. */
function listFolder(library: FatFs, folder: string, depth: number, found: FatEntry[]): void {
  const folders: string[] = [];
  withMemory(library, fatFs.sizeof_DIR, (directory) =>
    withMemory(library, fatFs.sizeof_FILINFO, (info) => {
      check(library.f_opendir(directory, folder || '/'), folder);
      while (found.length < MOST_ENTRIES) {
        check(library.f_readdir(directory, info), folder);
        const name = library.FILINFO_fname(info);
        if (name === '') break;
        const attributes = library.FILINFO_fattrib(info);
        const isFolder = (attributes & fatFs.AM_DIR) !== 0;
        const path = folder ? `${folder}/${name}` : name;
        // The size is a 32-bit number that the library answers as a signed one.
        found.push({
          path,
          shortName: library.FILINFO_altname(info) || name,
          size: library.FILINFO_fsize(info) >>> 0,
          isFolder,
          attributes,
        });
        if (isFolder) folders.push(path);
      }
      library.f_closedir(directory);
    }),
  );
  if (depth < MOST_DEPTH) for (const inner of folders) if (found.length < MOST_ENTRIES) listFolder(library, inner, depth + 1, found);
}

function readFile(library: FatFs, path: string, mostBytes = MOST_READ_BYTES): Uint8Array {
  return withFile(library, path, fatFs.FA_READ, (file) => {
    const bytes = new Uint8Array(Math.min(library.f_size(file) >>> 0, mostBytes));
    return withMemory(library, PIECE_BYTES + 4, (buffer) => {
      const counter = buffer + PIECE_BYTES;
      for (let at = 0; at < bytes.length;) {
        check(library.f_read(file, buffer, Math.min(PIECE_BYTES, bytes.length - at), counter), path);
        const got = library.getValue(counter, 'i32');
        // Its clusters end before its size does.
        if (got <= 0) throw fault('KEY_FILE_SYSTEM', { detail: path });
        bytes.set(library.HEAPU8.subarray(buffer, buffer + got), at);
        at += got;
      }
      return bytes;
    });
  });
}

function writeFile(library: FatFs, path: string, bytes: Uint8Array): void {
  const folders = path.split('/').slice(0, -1);
  folders.forEach((_, index) => {
    const made = library.f_mkdir(folders.slice(0, index + 1).join('/'));
    if (made !== fatFs.FR_EXIST) check(made, path);
  });
  if (path.endsWith('/')) return;
  withFile(library, path, fatFs.FA_WRITE | fatFs.FA_CREATE_ALWAYS, (file) =>
    withMemory(library, PIECE_BYTES + 4, (buffer) => {
      const counter = buffer + PIECE_BYTES;
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + PIECE_BYTES);
        library.HEAPU8.set(piece, buffer);
        check(library.f_write(file, buffer, piece.length, counter), path);
        const written = library.getValue(counter, 'i32');
        // A full volume is no error to the library: it writes less.
        if (written < piece.length) throw fault('KEY_FULL', { name: path });
        at += written;
      }
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
