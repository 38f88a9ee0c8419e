// Where the bytes of a key come from: an image in memory, an image file, or the pieces handed to the helper.
import { open, type FileHandle } from 'node:fs/promises';
import { fault } from '../../../shared/model/errors';
import { SECTOR_BYTES, type Extent, type SparseImage } from '../disk/sector-store';

export interface KeySource {
  /** Of the key. */
  readonly sizeBytes: number;
  /** Of all extents together. */
  readonly totalBytes: number;
  /** Whether the extents are the whole key; otherwise what is between them is free, and its content does not matter. */
  readonly isComplete: boolean;
  /** Only the extents change and all else stays: a repair. Absent for a key that is written whole. */
  readonly patch?: Patch;
  /** Ascending, whole sectors; the same bytes each time. A run's bytes are valid until the next is asked for. */
  extents(): AsyncGenerator<Extent>;
  close(): Promise<void>;
}

export interface Patch {
  /** Of what stands at the extents before, one behind the other: a drive that holds anything else is left alone. */
  readonly beforeSha256: string;
}

const RUN_BYTES = 1024 * 1024;

export function sourceOfImage(image: SparseImage): KeySource {
  let totalBytes = 0;
  for (const { bytes } of image.extents()) totalBytes += bytes.length;
  return {
    sizeBytes: image.sizeBytes,
    totalBytes,
    isComplete: false,
    extents: () => joined(image.extents()),
    close: () => Promise.resolve(),
  };
}

/** @throws FILE_CHANGED from extents(), and the system's own errors */
export async function sourceOfFile(path: string): Promise<KeySource> {
  const file = await open(path, 'r');
  try {
    const { size, mtimeMs } = await file.stat();
    const sizeBytes = Math.ceil(size / SECTOR_BYTES) * SECTOR_BYTES;
    return {
      sizeBytes,
      totalBytes: sizeBytes,
      isComplete: true,
      extents: async function* () {
        for (let offset = 0; offset < sizeBytes; offset += RUN_BYTES) {
          const bytes = await readFully(file, offset, Math.min(RUN_BYTES, sizeBytes - offset), size);
          yield { offset, bytes };
        }
        const now = await file.stat();
        if (now.size !== size || now.mtimeMs !== mtimeMs) throw fault('FILE_CHANGED', { path });
      },
      close: () => file.close(),
    };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/** Changed sectors of a drive, ascending. */
export function sourceOfPatch(changes: readonly Extent[], sizeBytes: number, { beforeSha256 }: Patch): KeySource {
  return {
    sizeBytes,
    totalBytes: changes.reduce((sum, { bytes }) => sum + bytes.length, 0),
    isComplete: false,
    patch: { beforeSha256 },
    extents: () => joined(changes),
    close: () => Promise.resolve(),
  };
}

export type Piece = readonly [offset: number, length: number];

/** Pieces of a key that stand one behind the other in a file. */
export async function sourceOfPieces(path: string, sizeBytes: number, pieces: readonly Piece[], patch?: Patch): Promise<KeySource> {
  const file = await open(path, 'r');
  const totalBytes = pieces.reduce((sum, [, length]) => sum + length, 0);
  return {
    sizeBytes,
    totalBytes,
    isComplete: false,
    ...(patch ? { patch } : {}),
    extents: async function* () {
      let at = 0;
      for (const [start, length] of pieces)
        for (let done = 0; done < length; done += RUN_BYTES) {
          const bytes = await readFully(file, at, Math.min(RUN_BYTES, length - done), totalBytes);
          at += bytes.length;
          yield { offset: start + done, bytes };
        }
    },
    close: () => file.close(),
  };
}

/** Behind the end of the file stand zeros, up to a whole sector. */
async function readFully(file: FileHandle, offset: number, length: number, fileBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const wanted = Math.min(length, fileBytes - offset);
  for (let done = 0; done < wanted;) {
    const { bytesRead } = await file.read(bytes, done, wanted - done, offset + done);
    if (bytesRead === 0) throw fault('FILE_CHANGED', { path: 'key' });
    done += bytesRead;
  }
  return bytes;
}

/** Neighbours as one run of at most 1 MiB: sticks are slow with small ones. */
export async function* joined(extents: Iterable<Extent> | AsyncIterable<Extent>): AsyncGenerator<Extent> {
  let start = 0;
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const { offset, bytes } of extents) {
    if (held.length > 0 && (offset !== start + length || length + bytes.length > RUN_BYTES)) {
      yield { offset: start, bytes: Buffer.concat(held) };
      held = [];
      length = 0;
    }
    if (held.length === 0) start = offset;
    held.push(bytes);
    length += bytes.length;
  }
  if (held.length > 0) yield { offset: start, bytes: Buffer.concat(held) };
}
