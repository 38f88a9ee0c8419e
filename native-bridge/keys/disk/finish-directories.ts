// What the library leaves to be done in the directories of a fresh volume: it writes the computer's clock, so that two builds of one
// key would differ, and it cannot make a label.
import { ascii, asciiBytes, u16, u32, u8 } from '../../../shared/firmware/bytes';
import { SECTOR_BYTES, type SectorStore } from './sector-store';
import type { FatParameters } from './fat-parameters';

const ENTRY_BYTES = 32;
const FOLDER = 0x10;
const LONG_NAME = 0x0f;
const VOLUME_LABEL = 0x08;
const MOST_CLUSTERS = 4096;

/** Name of the empty file in the root that becomes the label: none that a key could need. */
export const labelPlaceholder = '{LABEL}';

export interface DirectoryDetails {
  /** ISO day: every created, changed and read day; the time of day is noon. */
  readonly date: string;
  /** Eleven characters at most. */
  readonly label: string;
}

export function finishDirectories(volume: SectorStore, parameters: FatParameters, { date: isoDate, label }: DirectoryDetails): void {
  const [year = 1980, month = 1, day = 1] = isoDate.split('-').map(Number);
  const date = ((year - 1980) << 9) | (month << 5) | day;
  const time = 12 << 11;
  const { reservedSectors, fats, fatSectors, rootEntries, clusterSectors, kind } = parameters;
  const rootAt = (reservedSectors + fats * fatSectors) * SECTOR_BYTES;
  const rootBytes = rootEntries * ENTRY_BYTES;
  const clusterBytes = clusterSectors * SECTOR_BYTES;
  const clusterAt = (cluster: number): number => rootAt + rootBytes + (cluster - 2) * clusterBytes;
  const entryBytes = kind === 'fat32' ? 4 : 2;
  const next = (cluster: number): number => {
    const at = reservedSectors * SECTOR_BYTES + cluster * entryBytes;
    const sector = volume.read(Math.floor(at / SECTOR_BYTES) * SECTOR_BYTES, SECTOR_BYTES);
    return kind === 'fat32' ? u32(sector, at % SECTOR_BYTES) & 0x0fffffff : u16(sector, at % SECTOR_BYTES);
  };
  const chain = (first: number): number[] => {
    const clusters: number[] = [];
    const end = kind === 'fat32' ? 0x0ffffff7 : 0xfff7;
    for (let at = first; at >= 2 && at < end && clusters.length < MOST_CLUSTERS; at = next(at)) clusters.push(at);
    return clusters;
  };
  const visit = (pieces: readonly { readonly at: number; readonly length: number }[], depth: number): void => {
    for (const { at, length } of pieces) {
      const bytes = volume.read(at, length);
      const view = new DataView(bytes.buffer);
      for (let entry = 0; entry < length; entry += ENTRY_BYTES) {
        if (u8(bytes, entry) === 0 || u8(bytes, entry) === 0xe5 || u8(bytes, entry + 11) === LONG_NAME) continue;
        if (depth === 0 && ascii(bytes, entry, 11) === labelPlaceholder.padEnd(11)) {
          bytes.set(asciiBytes(label.padEnd(11).slice(0, 11)), entry);
          bytes[entry + 11] = VOLUME_LABEL;
        }
        bytes[entry + 13] = 0;
        for (const [place, value] of [
          [14, time],
          [16, date],
          [18, date],
          [22, time],
          [24, date],
        ] as const)
          view.setUint16(entry + place, value, true);
        const isFolder = (u8(bytes, entry + 11) & FOLDER) !== 0 && u8(bytes, entry) !== 0x2e;
        const first = u16(bytes, entry + 26) | (kind === 'fat32' ? u16(bytes, entry + 20) << 16 : 0);
        if (isFolder && depth < 8)
          visit(
            chain(first).map((cluster) => ({ at: clusterAt(cluster), length: clusterBytes })),
            depth + 1,
          );
      }
      volume.write(at, bytes);
    }
  };
  const root =
    kind === 'fat32'
      ? chain(u32(volume.read(0, SECTOR_BYTES), 0x2c)).map((cluster) => ({ at: clusterAt(cluster), length: clusterBytes }))
      : [{ at: rootAt, length: rootBytes }];
  visit(root, 0);
}
