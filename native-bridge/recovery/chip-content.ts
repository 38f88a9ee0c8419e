// What the chip is known to hold now: the backup, and on it what the journal proves of the last write. Reads no device.
import { mergeRanges } from '../../shared/firmware/ranges';
import { fault } from '../../shared/model/errors';
import type { ChipFacts } from '../composition/chip-content';
import type { Disk } from './files';
import { sha256Aside } from './hash';
import type { OpenCase } from './open-case';

export interface KnownChip {
  /** What regions that are kept shall hold: the backup, while a write is open; else what is there now. */
  readonly base: Uint8Array;
  readonly facts: ChipFacts;
}

/** `backup` are the bytes of the case's base. */
export async function knownChip(disk: Disk, opened: OpenCase, backup: Uint8Array): Promise<KnownChip> {
  const { journal, record } = opened;
  const { write } = record;
  const asBackedUp: KnownChip = { base: backup, facts: { unknown: [], touched: [] } };
  if (!write || write.baseBackupId !== opened.base()?.backupId) return asBackedUp;
  if (journal.open) {
    const base = write.baseSha256 === undefined ? backup : await loadProven(disk, opened.basePath, write.baseSha256);
    // For another image than that of the open write: something is there, but not what is wanted.
    const touched = mergeRanges([...journal.newUnits, ...journal.unknownUnits]);
    const { newUnits, unknownUnits } = journal;
    return { base, facts: { unknown: touched, touched, write: { targetSha256: write.targetSha256, newUnits, unknownUnits } } };
  }
  if (!record.written) return asBackedUp;
  // The whole chip was brought to this image; where a verification found otherwise, it is not known.
  const base = await loadProven(disk, opened.targetPath, write.targetSha256);
  const differences = mergeRanges(record.verification?.equal === false ? record.verification.differences : []);
  return { base, facts: { unknown: differences, touched: differences } };
}

async function loadProven(disk: Disk, path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await disk.read(path);
  if ((await sha256Aside(bytes)) !== sha256) throw fault('BACKUP_ALTERED', { path });
  return bytes;
}
