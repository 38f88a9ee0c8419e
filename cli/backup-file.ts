// A backup of the command line: FILE, and FILE.json that says how it was read. The record is written only after FILE was read
// back from disk equal; a write believes no file without one.
import { basename } from 'node:path';
import type { ChipInfo } from '../shared/model/chip';
import { fault } from '../shared/model/errors';
import type { BackupOutcome } from '../native-bridge/operations/device-session';
import { nodeDisk } from '../native-bridge/recovery/files';
import { sha256Of } from '../native-bridge/recovery/hash';
import { backupRecordSchema, isGood, parseJson, type BackupRecord } from '../native-bridge/recovery/vault';
import { readImage } from './image-file';

export interface Backup {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly record: BackupRecord;
}

const recordPath = (path: string): string => `${path}.json`;

/** Throws SAFETY_REFUSED where FILE is there: a backup is never overwritten. */
export async function requireFree(path: string): Promise<void> {
  if (!(await nodeDisk.exists(path)) && !(await nodeDisk.exists(recordPath(path)))) return;
  throw fault('SAFETY_REFUSED', {
    problem: `${path} is there already, and a backup is never overwritten`,
    next: 'Name another file with -o.',
  });
}

/** Throws BACKUP_ALTERED where the disk gives back other bytes than it was given. */
export async function saveBackup(path: string, outcome: BackupOutcome, chip: ChipInfo, takenAt: Date): Promise<BackupRecord> {
  const { bytes, reads, settled, unstable } = outcome;
  const record: BackupRecord = {
    version: 1,
    backupId: basename(path),
    fileName: basename(path),
    takenAt: takenAt.toISOString(),
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    reads,
    settled: [...settled],
    unstable: [...unstable],
    chip: { jedec: chip.jedec, name: chip.name, ...(chip.uniqueId === undefined ? {} : { uniqueId: chip.uniqueId }) },
  };
  await nodeDisk.write(path, bytes);
  if (sha256Of(await nodeDisk.read(path)) !== record.sha256) throw fault('BACKUP_ALTERED', { path });
  await nodeDisk.write(recordPath(path), `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/**
 * A backup that a write may rest on. Throws SAFETY_REFUSED where it was not read twice the same or has no record, and
 * BACKUP_ALTERED where the file is not what was read.
 */
export async function loadBackup(path: string): Promise<Backup> {
  const bytes = await readImage(path);
  const record = backupRecordSchema.safeParse(parseJson(await nodeDisk.readText(recordPath(path))));
  if (!record.success) throw refused(`${path} has no record beside it (${basename(recordPath(path))}) that it was read twice`);
  if (!isGood(record.data)) throw refused(`${path} was not read twice the same everywhere`);
  if (bytes.length !== record.data.sizeBytes || sha256Of(bytes) !== record.data.sha256) throw fault('BACKUP_ALTERED', { path });
  return { path, bytes, record: record.data };
}

const refused = (problem: string) => fault('SAFETY_REFUSED', { problem, next: 'Take a backup: rom-rescue backup -o FILE' });

/** Throws CHIP_CHANGED where the chip on the clip is not the one that the backup is from. */
export function requireSameChip({ record, bytes }: Backup, chip: ChipInfo): void {
  const nameOf = (jedec: string, uniqueId: string | undefined) => (uniqueId === undefined ? jedec : `${jedec} ${uniqueId}`);
  const { jedec, uniqueId } = record.chip;
  const same = jedec === chip.jedec && bytes.length === chip.sizeBytes && (uniqueId === undefined || uniqueId === chip.uniqueId);
  if (!same) throw fault('CHIP_CHANGED', { expected: nameOf(jedec, uniqueId), found: nameOf(chip.jedec, chip.uniqueId) });
}
