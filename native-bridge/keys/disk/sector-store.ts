// Where a key's sectors stand: in memory, in a file, on a drive. Small on purpose, so that tests can break it.

export const SECTOR_BYTES = 512;

/** Synchronous, because the file system's library asks synchronously. Offsets and lengths are whole sectors, inside the store. */
export interface SectorStore {
  readonly sizeBytes: number;
  read(offset: number, length: number): Uint8Array;
  write(offset: number, bytes: Uint8Array): void;
}

/** A part of another store, as a store. */
export const partOf = (store: SectorStore, offset: number, length: number): SectorStore => ({
  sizeBytes: length,
  read: (at, count) => store.read(offset + at, count),
  write: (at, bytes) => store.write(offset + at, bytes),
});

export interface Extent {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const CHUNK_BYTES = 64 * 1024;

/** A disk of any size of which only what was written takes memory. What was never written reads as zeros. */
export class SparseImage implements SectorStore {
  private readonly chunks = new Map<number, Uint8Array>();
  /** One bit a sector: a chunk may be written in part, and only what was written belongs on the drive. */
  private readonly written = new Map<number, Uint8Array>();

  constructor(readonly sizeBytes: number) {}

  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.walk(offset, length, (chunk, from, at, count) => {
      const held = this.chunks.get(chunk);
      if (held) bytes.set(held.subarray(from, from + count), at);
    });
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    this.walk(offset, bytes.length, (chunk, from, at, count) => {
      let held = this.chunks.get(chunk);
      let marks = this.written.get(chunk);
      if (!held || !marks) {
        held = new Uint8Array(CHUNK_BYTES);
        marks = new Uint8Array(CHUNK_BYTES / SECTOR_BYTES);
        this.chunks.set(chunk, held);
        this.written.set(chunk, marks);
      }
      held.set(bytes.subarray(at, at + count), from);
      marks.fill(1, from / SECTOR_BYTES, (from + count) / SECTOR_BYTES);
    });
  }

  /** What was written, ascending, in runs of at most one chunk. */
  *extents(): Generator<Extent> {
    for (const chunk of [...this.chunks.keys()].sort((a, b) => a - b)) {
      const [held, marks] = [this.chunks.get(chunk)!, this.written.get(chunk)!];
      for (let start = marks.indexOf(1); start >= 0;) {
        const end = marks.indexOf(0, start);
        const stop = end < 0 ? marks.length : end;
        yield { offset: chunk * CHUNK_BYTES + start * SECTOR_BYTES, bytes: held.subarray(start * SECTOR_BYTES, stop * SECTOR_BYTES) };
        start = marks.indexOf(1, stop);
      }
    }
  }

  private walk(offset: number, length: number, visit: (chunk: number, from: number, at: number, count: number) => void): void {
    for (let at = 0; at < length;) {
      const chunk = Math.floor((offset + at) / CHUNK_BYTES);
      const from = (offset + at) % CHUNK_BYTES;
      const count = Math.min(CHUNK_BYTES - from, length - at);
      visit(chunk, from, at, count);
      at += count;
    }
  }
}
