// Reads image files from disk, and says of each what keeps it from being used.
import { stat } from 'node:fs/promises';
import { fault } from '../shared/model/errors';
import { diskFault, nodeDisk } from '../native-bridge/recovery/files';

/** Four times the largest chip of the machines that we know. */
const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

/** Throws DISK_NOT_FOUND, DISK_IO, IMAGE_EMPTY or IMAGE_WRONG_SIZE; never reads more than the largest image. */
export async function readImage(path: string): Promise<Uint8Array> {
  const size = await sizeOf(path);
  if (size === 0) throw fault('IMAGE_EMPTY', { path });
  if (size > MAX_IMAGE_BYTES) throw fault('IMAGE_WRONG_SIZE', { path, size, expected: MAX_IMAGE_BYTES });
  return nodeDisk.read(path);
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw fault('INPUT_INVALID', { detail: `${path} is not a file` });
    return found.size;
  } catch (thrown) {
    throw diskFault(thrown, path);
  }
}
