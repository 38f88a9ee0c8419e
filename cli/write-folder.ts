// The folder of one write: what was to be written, and the journal that says how far it came. Enough to go on in another process.
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { rangeSchema } from '../shared/ipc/views';
import { fault } from '../shared/model/errors';
import type { JournalEntry } from '../shared/model/journal';
import { nodeDisk } from '../native-bridge/recovery/files';
import { sha256Of } from '../native-bridge/recovery/hash';
import { journalPath, journalView, readJournal, type JournalView } from '../native-bridge/recovery/journal';
import { lineFile } from '../native-bridge/recovery/lines';
import { parseJson } from '../native-bridge/recovery/vault';

const recordSchema = z.object({
  version: z.literal(1),
  backupPath: z.string(),
  targetSha256: z.string(),
  regions: z.array(z.string()),
  ranges: z.array(rangeSchema),
  last: rangeSchema.optional(),
});
export type WriteRecord = z.infer<typeof recordSchema>;

export interface WriteFolder {
  readonly path: string;
  readonly record: WriteRecord;
  readonly desired: Uint8Array;
  readonly journal: (entry: JournalEntry) => Promise<void>;
  readonly progress: () => Promise<JournalView>;
}

export async function createWriteFolder(path: string, record: Readonly<WriteRecord>, desired: Uint8Array): Promise<WriteFolder> {
  await nodeDisk.ensureFolder(path);
  await nodeDisk.write(join(path, 'target.bin'), desired);
  await nodeDisk.write(join(path, 'write.json'), `${JSON.stringify({ ...record, backupPath: resolve(record.backupPath) }, null, 2)}\n`);
  return opened(path, record, desired);
}

/** Throws DISK_NOT_FOUND, CASE_UNREADABLE, or BACKUP_ALTERED where the target is not what was to be written. */
export async function openWriteFolder(path: string): Promise<WriteFolder> {
  const text = await nodeDisk.readText(join(path, 'write.json'));
  if (text === undefined) throw fault('DISK_NOT_FOUND', { path: join(path, 'write.json') });
  const parsed = recordSchema.safeParse(parseJson(text));
  if (!parsed.success) throw fault('CASE_UNREADABLE', { path });
  const desired = await nodeDisk.read(join(path, 'target.bin'));
  if (sha256Of(desired) !== parsed.data.targetSha256) throw fault('BACKUP_ALTERED', { path: join(path, 'target.bin') });
  return opened(path, parsed.data, desired);
}

function opened(path: string, record: WriteRecord, desired: Uint8Array): WriteFolder {
  const file = lineFile(nodeDisk, journalPath(path));
  return {
    path,
    record,
    desired,
    journal: (entry) => file.append(entry),
    progress: async () => journalView(await readJournal(nodeDisk, path)),
  };
}
