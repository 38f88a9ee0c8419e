// Mends one finding on a key. The change is made beside the key first; only when the finding is gone there does it reach the key.
import { checkKey, judgeKey, withContents, type CheckKeyOptions } from './check-key';
import { readFrame } from './check-disk';
import { applyFileRepair } from './file-repairs';
import { isFrameRepair, repairFrame } from './frame-repairs';
import { Overlay } from '../disk/overlay';
import type { SectorStore } from '../disk/sector-store';

/** False where it cannot be mended: the key then holds what it held before. Throws what reading and writing the store throws. */
export async function repairKey(disk: SectorStore, code: string, options: CheckKeyOptions = {}): Promise<boolean> {
  const overlay = new Overlay(disk);
  const done = isFrameRepair(code) ? repairFrame(overlay, code) : await repairFiles(overlay, code, options);
  if (!done) return false;
  const { findings } = await checkKey(overlay, options);
  if (findings.some((finding) => finding.code === code)) return false;
  overlay.commit();
  return true;
}

async function repairFiles(disk: SectorStore, code: string, options: CheckKeyOptions): Promise<boolean> {
  const frame = readFrame(disk);
  if (!frame.volume) return false;
  const done = await withContents(frame.volume, (contents, fat) => {
    const repair = judgeKey(contents, frame, options).repairs.find((one) => one.code === code);
    if (repair) applyFileRepair(fat, repair);
    return repair !== undefined;
  });
  return done ?? false;
}

export interface RepairOutcome {
  readonly mended: readonly string[];
  readonly failed: readonly string[];
}

/** A key needs a handful of repairs at most: one that brings another to light is followed. */
const MOST_ROUNDS = 8;

/** All that can be mended, the frame first. */
export async function repairAll(disk: SectorStore, options: CheckKeyOptions = {}): Promise<RepairOutcome> {
  const mended: string[] = [];
  const failed = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { repairs } = await checkKey(disk, options);
    const [next] = repairs.filter(({ code }) => !failed.has(code));
    if (!next) break;
    if (await repairKey(disk, next.code, options)) mended.push(next.code);
    else failed.add(next.code);
  }
  return { mended, failed: [...failed] };
}
