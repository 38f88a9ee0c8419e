// What a repair changes on a drive, found without writing to it.
import { createHash } from 'node:crypto';
import { Overlay } from '../disk/overlay';
import { SECTOR_BYTES, type SectorStore } from '../disk/sector-store';
import type { DriveChanges } from '../writer/write-key';
import type { CheckKeyOptions } from './check-key';
import { repairAll, repairKey, type RepairOutcome } from './repairs';

export interface PlannedRepair extends DriveChanges {
  readonly outcome: RepairOutcome;
}

/** Of one finding, or without a code of all that can be mended. Throws what reading the store throws. */
export async function planRepair(store: SectorStore, code: string | undefined, options: CheckKeyOptions = {}): Promise<PlannedRepair> {
  const overlay = new Overlay(store);
  const outcome = code === undefined ? await repairAll(overlay, options) : await repairOne(overlay, code, options);
  const changes = overlay.changes();
  const hash = createHash('sha256');
  for (const { offset } of changes) hash.update(store.read(offset, SECTOR_BYTES));
  return { outcome, changes, beforeSha256: hash.digest('hex') };
}

async function repairOne(overlay: Overlay, code: string, options: CheckKeyOptions): Promise<RepairOutcome> {
  return (await repairKey(overlay, code, options)) ? { mended: [code], failed: [] } : { mended: [], failed: [code] };
}
