// Files that a verb makes: whole or not there, and never over one that is there already.
import { randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fault, Fault } from '../shared/model/errors';
import { diskFault, nodeDisk } from '../native-bridge/recovery/files';

/** Throws SAFETY_REFUSED where one of the files is there. */
export async function requireAbsent(...paths: readonly string[]): Promise<void> {
  for (const path of paths) if (await nodeDisk.exists(path)) throw isThere(path);
}

/** Throws SAFETY_REFUSED where the file is there, also where it came between the question and the answer, and the faults of the disk. */
export async function writeNewFile(path: string, contents: Uint8Array | string): Promise<void> {
  const next = join(dirname(path), `.${randomUUID()}.next`);
  try {
    await flushed(next, contents);
    await link(next, path).catch(async (thrown: unknown) => {
      const code = (thrown as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') throw isThere(path);
      // FAT and some network folders know no links. There a power cut may leave half a file, but never another's is lost.
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EOPNOTSUPP') throw thrown;
      await flushed(path, contents);
    });
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    throw (thrown as NodeJS.ErrnoException).code === 'EEXIST' ? isThere(path) : diskFault(thrown, path);
  } finally {
    await rm(next, { force: true }).catch(() => undefined);
  }
}

async function flushed(path: string, contents: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isThere = (path: string): Fault =>
  fault('SAFETY_REFUSED', { problem: `${path} is there already, and is not overwritten`, next: 'Name another file with -o.' });
