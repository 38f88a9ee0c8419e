// Saves a built key as an image file: sparse where the file system allows, atomically, never over another file.
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { SparseImage } from '../disk/sector-store';

/** Answers the length. Rejects with the system's own error; nothing is left behind then. */
export async function saveKeyImage(image: SparseImage, path: string): Promise<number> {
  const part = `${path}.part`;
  let file: FileHandle | undefined;
  try {
    file = await open(part, 'wx');
    await file.truncate(image.sizeBytes);
    for (const { offset, bytes } of image.extents()) await file.write(bytes, 0, bytes.length, offset);
    await file.sync();
    await file.close();
    file = undefined;
    await rename(part, path);
    return image.sizeBytes;
  } catch (thrown) {
    await file?.close().catch(() => undefined);
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') await rm(part, { force: true });
    throw thrown;
  }
}
