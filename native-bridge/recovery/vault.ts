// The backups of one case: saved once, proven by reading them back, never overwritten. Does not judge what an image holds.
import { join } from 'node:path';
import { z } from 'zod';
import { fault } from '../../shared/model/errors';
import { rangeSchema } from '../../shared/ipc/views';
import type { BackupOutcome } from '../operations/device-session';
import type { ChipInfo } from '../../shared/model/chip';
import type { Disk } from './files';
import { sha256Aside } from './hash';

export const backupRecordSchema = z.object({
  version: z.literal(1),
  backupId: z.string(),
  fileName: z.string(),
  takenAt: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  reads: z.number(),
  settled: z.array(rangeSchema),
  unstable: z.array(rangeSchema),
  chip: z.object({ jedec: z.string(), name: z.string(), uniqueId: z.string().optional() }),
});
/** What stands beside each image, as JSON. It is written only after the image was read back equal. */
export type BackupRecord = z.infer<typeof backupRecordSchema>;

/** Read twice the same, everywhere. */
export const isGood = (record: BackupRecord): boolean => record.unstable.length === 0 && record.reads >= 2;

export interface Vault {
  /** Throws BACKUP_ALTERED when the disk gives back other bytes than it was given, and the faults of the disk. */
  save(outcome: BackupOutcome, chip: ChipInfo, takenAt: Date): Promise<BackupRecord>;
  /** Throws BACKUP_ALTERED when the file is not what was saved. */
  load(record: BackupRecord): Promise<Uint8Array>;
  /** Oldest first. */
  list(): Promise<readonly BackupRecord[]>;
  pathOf(record: BackupRecord): string;
}

export function openVault(disk: Disk, folder: string): Vault {
  const pathOf = (record: Pick<BackupRecord, 'fileName'>) => join(folder, record.fileName);

  const load = async (record: BackupRecord): Promise<Uint8Array> => {
    const bytes = await disk.read(pathOf(record));
    if (bytes.length !== record.sizeBytes || (await sha256Aside(bytes)) !== record.sha256)
      throw fault('BACKUP_ALTERED', { path: pathOf(record) });
    return bytes;
  };

  const freeNumber = async (): Promise<number> => {
    const taken = (await disk.list(folder)).map((name) => Number(/^backup-(\d+)\./.exec(name)?.[1] ?? 0));
    return Math.max(0, ...taken) + 1;
  };

  return {
    pathOf,
    load,
    async save({ bytes, reads, settled, unstable }, chip, takenAt) {
      await disk.ensureFolder(folder);
      const backupId = `backup-${await freeNumber()}`;
      const record: BackupRecord = {
        version: 1,
        backupId,
        fileName: `${backupId}.bin`,
        takenAt: takenAt.toISOString(),
        sizeBytes: bytes.length,
        sha256: await sha256Aside(bytes),
        reads,
        settled: [...settled],
        unstable: [...unstable],
        chip: { jedec: chip.jedec, name: chip.name, ...(chip.uniqueId === undefined ? {} : { uniqueId: chip.uniqueId }) },
      };
      await disk.write(pathOf(record), bytes);
      await load(record);
      await disk.write(join(folder, `${backupId}.json`), `${JSON.stringify(record, null, 2)}\n`);
      return record;
    },
    async list() {
      const names = (await disk.list(folder)).filter((name) => /^backup-\d+\.json$/.test(name));
      const records: BackupRecord[] = [];
      for (const name of names) {
        const parsed = backupRecordSchema.safeParse(parseJson(await disk.readText(join(folder, name))));
        if (!parsed.success) throw fault('CASE_UNREADABLE', { path: join(folder, name) }, parsed.error);
        records.push(parsed.data);
      }
      return records.sort((a, b) => Number(a.backupId.slice('backup-'.length)) - Number(b.backupId.slice('backup-'.length)));
    },
  };
}

/** `undefined` for what is no JSON. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
