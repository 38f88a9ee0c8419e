// What the chip is known to hold now: the backup, and on it what the journal proves of the last write. Reads no device.
import { mergeRanges, subtract } from '../../shared/firmware/ranges';
import { fault } from '../../shared/model/errors';
import type { ByteRange } from '../../shared/model/plan';
import type { Disk } from './files';
import { sha256Aside } from './hash';
import type { OpenCase } from './open-case';

export interface ChipContent {
  /** What regions that are kept shall hold: the backup, while a write is open; else what is there now. */
  readonly base: Uint8Array;
  /** What is there; not to be trusted in `unknown`. */
  readonly current: Uint8Array;
  readonly unknown: readonly ByteRange[];
  /** Begun by a write that is still open: whatever is chosen now, these are brought to it. */
  readonly touched: readonly ByteRange[];
}

/** `backup` are the bytes of the case's base. `desiredSha256` is the image that is wanted now, where it is known already. */
export async function chipContent(disk: Disk, opened: OpenCase, backup: Uint8Array, desiredSha256?: string): Promise<ChipContent> {
  const { journal, record } = opened;
  const { write } = record;
  const asBackedUp: ChipContent = { base: backup, current: backup, unknown: [], touched: [] };
  if (!write || write.baseBackupId !== opened.base()?.backupId) return asBackedUp;
  if (journal.open) return halfWritten(disk, opened, backup, desiredSha256);
  if (!record.written) return asBackedUp;
  // The whole chip was brought to this image; where a verification found otherwise, it is not known.
  const base = await loadProven(disk, opened.targetPath, write.targetSha256);
  const differences = record.verification?.equal === false ? record.verification.differences : [];
  return { base, current: base, unknown: mergeRanges(differences), touched: mergeRanges(differences) };
}

async function halfWritten(disk: Disk, opened: OpenCase, backup: Uint8Array, desiredSha256: string | undefined): Promise<ChipContent> {
  const { journal, record } = opened;
  const { baseSha256, targetSha256 = '' } = record.write ?? {};
  const base = baseSha256 === undefined ? backup : await loadProven(disk, opened.basePath, baseSha256);
  const touched = mergeRanges([...journal.newUnits, ...journal.unknownUnits]);
  const target = await loadProven(disk, opened.targetPath, targetSha256).catch(() => undefined);
  // Proven for another image, or for one that is gone: something is there, but not what is wanted.
  if (!target || (desiredSha256 !== undefined && desiredSha256 !== targetSha256)) return { base, current: base, unknown: touched, touched };
  const current = base.slice();
  for (const { offset, length } of journal.newUnits) current.set(target.subarray(offset, offset + length), offset);
  return { base, current, unknown: journal.unknownUnits, touched };
}

async function loadProven(disk: Disk, path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await disk.read(path);
  if ((await sha256Aside(bytes)) !== sha256) throw fault('BACKUP_ALTERED', { path });
  return bytes;
}

export function knownRanges(sizeBytes: number, unknown: readonly ByteRange[]): ByteRange[] {
  return subtract({ offset: 0, length: sizeBytes }, mergeRanges(unknown));
}
