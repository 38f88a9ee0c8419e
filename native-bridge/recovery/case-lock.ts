// One owner per case: a lock file naming the process. A lock whose process is gone is taken over, also where its pid now is another's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fault } from '../../shared/model/errors';
import type { Disk } from './files';
import { parseJson } from './vault';

const lockSchema = z.object({ pid: z.number().int().positive(), owner: z.string(), birth: z.string().optional() });

export interface LockOwner {
  readonly pid: number;
  /** Tells two owners within one process apart. */
  readonly owner: string;
  /** `birth` as `processBirth` told it when the lock was made; absent where the system does not tell. */
  readonly isAlive: (pid: number, birth?: string) => boolean;
}

/** Throws CASE_IN_USE while another living owner holds it. Answers how to let go. */
export async function lockFolder(disk: Disk, folder: string, own: LockOwner): Promise<() => Promise<void>> {
  const path = join(folder, 'lock.json');
  const birth = processBirth(own.pid);
  const text = JSON.stringify({ pid: own.pid, owner: own.owner, ...(birth === undefined ? {} : { birth }) });
  // A second round after a stale lock was removed; whoever creates the file first has it.
  for (let round = 0; round < 2; round++) {
    if (await disk.createNew(path, text)) return () => release(disk, path, own);
    const holder = lockSchema.safeParse(parseJson(await disk.readText(path)));
    if (holder.success && own.isAlive(holder.data.pid, holder.data.birth))
      throw fault('CASE_IN_USE', { pid: holder.data.pid, path: folder });
    await disk.remove(path);
  }
  throw fault('CASE_IN_USE', { path: folder });
}

async function release(disk: Disk, path: string, own: LockOwner): Promise<void> {
  const holder = lockSchema.safeParse(parseJson(await disk.readText(path)));
  if (holder.success && holder.data.owner === own.owner) await disk.remove(path);
}

/** Signal 0 only asks; a process of another user answers EPERM and is alive. With another birth it is not the one that is meant. */
export function isProcessAlive(pid: number, birth?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = birth === undefined ? undefined : processBirth(pid);
  return now === undefined || now === birth;
}

/** What no two processes with one pid share: the start of the system and of the process. Linux only; elsewhere a pid must do. */
export function processBirth(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything; the start is the 20th field behind it.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start && `${boot}/${start}`;
  } catch {
    return undefined;
  }
}
