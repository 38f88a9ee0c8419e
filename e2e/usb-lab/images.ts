// Chip images for the lab's tests: the real image, and the same with a ruined boot block. Written outside the repository.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sha256Of } from '../../native-bridge/recovery/hash';
import { realImage } from './lab';

/** The only parts of the boot block that are not blank (domain: z620 3). */
const filledParts = [
  [0xff0000, 0xff1000],
  [0xffc000, 0x1000000],
] as const;

export interface LabImages {
  readonly target: Uint8Array;
  readonly ruined: Uint8Array;
}

/** target.bin, and ruined.bin as a backup with its record, as `rom-rescue backup` leaves it. */
export function writeImages(folder: string): LabImages {
  const target = new Uint8Array(gunzipSync(readFileSync(realImage)));
  const ruined = target.slice();
  let state = 20261121;
  for (const [start, end] of filledParts) {
    for (let at = start; at < end; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      if (state >>> 28 !== 0) ruined[at] = state >>> 20;
    }
  }
  writeFileSync(join(folder, 'target.bin'), target);
  writeBackup(join(folder, 'ruined.bin'), ruined);
  return { target, ruined };
}

/** The image and its record: read twice, of the lab's chip. */
export function writeBackup(path: string, bytes: Uint8Array): void {
  const record = {
    version: 1,
    backupId: basename(path),
    fileName: basename(path),
    takenAt: '2026-01-01T00:00:00.000Z',
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    reads: 2,
    settled: [],
    unstable: [],
    chip: { jedec: 'ef4018', name: 'W25Q128', uniqueId: 'd0d1d2d3d4d5d6d7' },
  };
  writeFileSync(path, bytes);
  writeFileSync(`${path}.json`, JSON.stringify(record));
}
