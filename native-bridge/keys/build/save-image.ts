// Saves a built key as an image file: sparse where the file system allows, whole or not there, never over another file.
import { randomUUID } from 'node:crypto';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isFilledWith, sameBytes } from '../../../shared/firmware/bytes';
import { Fault, fault } from '../../../shared/model/errors';
import { diskFault } from '../../recovery/files';
import type { Extent, SectorStore, SparseImage } from '../disk/sector-store';

export interface SaveOptions {
  readonly signal?: AbortSignal;
  /** Of the bytes that are not zeros. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Answers the length. Where it rejects, nothing is left behind: with SAFETY_REFUSED where the file is there already, DISK_FULL,
 * DISK_READ_ONLY, DISK_NOT_FOUND, DISK_FILE_TOO_LARGE or DISK_IO, or the reason of `signal`.
 */
export async function saveKeyImage(image: SparseImage, path: string, { signal, onProgress }: SaveOptions = {}): Promise<number> {
  // Beside the file: a name is only taken whole within one file system.
  const next = join(dirname(path), `.${randomUUID()}.next`);
  const extents = [...image.extents()].filter(({ bytes }) => !isFilledWith(bytes, 0));
  const totalBytes = extents.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let file: FileHandle | undefined;
  try {
    signal?.throwIfAborted();
    file = await open(next, 'wx');
    await file.truncate(image.sizeBytes);
    let doneBytes = 0;
    for (const { offset, bytes } of extents) {
      signal?.throwIfAborted();
      await writeWhole(file, offset, bytes);
      doneBytes += bytes.length;
      onProgress?.(doneBytes, totalBytes);
    }
    await file.sync();
    await file.close();
    file = undefined;
    signal?.throwIfAborted();
    await takeName(next, path);
    return image.sizeBytes;
  } catch (thrown) {
    await file?.close().catch(() => undefined);
    throw asFault(thrown, path, image.sizeBytes, signal);
  } finally {
    await rm(next, { force: true }).catch(() => undefined);
  }
}

async function writeWhole(file: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
}

/** A link refuses a name that is taken, in one step. */
async function takeName(next: string, path: string): Promise<void> {
  try {
    await link(next, path);
  } catch (thrown) {
    // FAT and some network folders know no links: the name is claimed first, then replaced by the whole file.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(thrown) ?? '')) throw thrown;
    await (await open(path, 'wx')).close();
    await rename(next, path);
  }
}

function asFault(thrown: unknown, path: string, sizeBytes: number, signal: AbortSignal | undefined): unknown {
  if (thrown instanceof Fault || signal?.aborted) return thrown;
  switch (codeOf(thrown)) {
    case 'EEXIST':
      return fault('SAFETY_REFUSED', { problem: `${path} is there already, and is not overwritten`, next: 'Name another file.' });
    case 'EFBIG':
      return fault('DISK_FILE_TOO_LARGE', { path, size: sizeBytes }, thrown);
    default:
      return diskFault(thrown, path);
  }
}

const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException | null)?.code;

/** Whether `store` holds what was built; answers the first place that differs. Throws what reading throws. */
export function firstDifference(image: SparseImage, store: SectorStore): number | undefined {
  const differs = ({ offset, bytes }: Extent): boolean => !sameBytes(store.read(offset, bytes.length), bytes);
  if (store.sizeBytes < image.sizeBytes) return store.sizeBytes;
  for (const extent of image.extents()) if (differs(extent)) return extent.offset;
  return undefined;
}
