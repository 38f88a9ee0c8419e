// A key image or a drive as sectors: an open file, read and written in place.
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { SECTOR_BYTES, type SectorStore } from './sector-store';

export interface FileStore extends SectorStore {
  /** Rejects nothing: what was written is on the disk when it returns. */
  flush(): void;
  close(): void;
}

export interface FileStoreOptions {
  readonly writable?: boolean;
  /** Of a drive, whose length the system does not tell like a file's. */
  readonly sizeBytes?: number;
}

/** A part of a sector at the end is left out. Throws the system's own errors, also from `read` and `write`. */
export function openFileStore(path: string, { writable = false, sizeBytes }: FileStoreOptions = {}): FileStore {
  const file = openSync(path, writable ? 'r+' : 'r');
  const length = sizeBytes ?? fstatSync(file).size;
  return {
    sizeBytes: Math.floor(length / SECTOR_BYTES) * SECTOR_BYTES,
    read(offset, count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count;) {
        const got = readSync(file, bytes, at, count - at, offset + at);
        if (got === 0) throw new Error(`the store ends before ${offset + count}`);
        at += got;
      }
      return bytes;
    },
    write(offset, bytes) {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, offset + at);
    },
    flush: () => fsyncSync(file),
    close: () => closeSync(file),
  };
}
