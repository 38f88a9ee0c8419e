// One owner per case: a lock file naming the process. A lock whose process is gone is taken over.
import { join } from 'node:path';
import { z } from 'zod';
import { fault } from '../../shared/model/errors';
import type { Disk } from './files';
import { parseJson } from './vault';

const lockSchema = z.object({ pid: z.number().int().positive(), owner: z.string() });

export interface LockOwner {
  readonly pid: number;
  /** Tells two owners within one process apart, and a reused pid from the dead process that had it. */
  readonly owner: string;
  readonly isAlive: (pid: number) => boolean;
}

/** Throws CASE_IN_USE while another living owner holds it. Answers how to let go. */
export async function lockFolder(disk: Disk, folder: string, own: LockOwner): Promise<() => Promise<void>> {
  const path = join(folder, 'lock.json');
  const text = JSON.stringify({ pid: own.pid, owner: own.owner });
  // A second round after a stale lock was removed; whoever creates the file first has it.
  for (let round = 0; round < 2; round++) {
    if (await disk.createNew(path, text)) return () => release(disk, path, own);
    const holder = lockSchema.safeParse(parseJson(await disk.readText(path)));
    if (holder.success && own.isAlive(holder.data.pid)) throw fault('CASE_IN_USE', { pid: holder.data.pid, path: folder });
    await disk.remove(path);
  }
  throw fault('CASE_IN_USE', { path: folder });
}

async function release(disk: Disk, path: string, own: LockOwner): Promise<void> {
  const holder = lockSchema.safeParse(parseJson(await disk.readText(path)));
  if (holder.success && holder.data.owner === own.owner) await disk.remove(path);
}

/** Signal 0 only asks; a process of another user answers EPERM and is alive. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
