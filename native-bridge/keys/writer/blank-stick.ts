// An ordinary stick again: one empty FAT32 partition over all of it. Made piece by piece, so that its size costs no memory.
import { fault } from '../../../shared/model/errors';
import { makeFirstSector, partitionTypes } from '../disk/partition-table';
import { SECTOR_BYTES, type Extent } from '../disk/sector-store';
import type { KeySource } from './key-source';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const RESERVED = 32;
const LEAST_CLUSTERS = 65_525;
/** Sector numbers have 32 bits. */
const MOST_SECTORS = 0xffff_ffff;

/** Boot code that goes on to the next device. */
const skipCode = Uint8Array.of(0xcd, 0x18, 0xeb, 0xfe);

export interface BlankOptions {
  readonly volumeId: number;
}

/** @throws KEY_SIZE below 34 MiB */
export function blankStick(sizeBytes: number, { volumeId }: BlankOptions): KeySource {
  const start = MIB / SECTOR_BYTES;
  const sectors = Math.min(Math.floor(sizeBytes / MIB) * (MIB / SECTOR_BYTES) - start, MOST_SECTORS - start);
  const clusterSectors = clusterFor(sectors * SECTOR_BYTES);
  // Each sector of the table speaks for 128 clusters; the table itself takes some of the room.
  const fatSectors = Math.ceil((sectors - RESERVED + 2 * clusterSectors) / (128 * clusterSectors + 2));
  const clusters = Math.floor((sectors - RESERVED - 2 * fatSectors) / clusterSectors);
  if (clusters < LEAST_CLUSTERS) throw fault('KEY_SIZE', { size: sizeBytes, least: 34 * MIB, most: MOST_SECTORS * SECTOR_BYTES });

  const first = makeFirstSector(skipCode, { type: partitionTypes.fat32Lba, offset: MIB, length: sectors * SECTOR_BYTES });
  // Not active: there is nothing to start.
  first[446] = 0;
  const record = bootRecord({ sectors, start, clusterSectors, fatSectors, volumeId });
  const info = infoSector(clusters - 1);
  const head = new Uint8Array(RESERVED * SECTOR_BYTES);
  for (const copy of [0, 6]) {
    head.set(record, copy * SECTOR_BYTES);
    head.set(info, (copy + 1) * SECTOR_BYTES);
    head.set([0x55, 0xaa], (copy + 3) * SECTOR_BYTES - 2);
  }
  const tableStart = Uint8Array.of(0xf8, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0x0f);
  const zeros = new Uint8Array(MIB);
  const systemBytes = (RESERVED + 2 * fatSectors + clusterSectors) * SECTOR_BYTES;
  const tables = [0, 1].map((copy) => MIB + (RESERVED + copy * fatSectors) * SECTOR_BYTES);

  /** The system area at this place: zeros but for the reserved sectors and the start of each table. */
  const chunkAt = (offset: number, length: number): Uint8Array => {
    const bytes = zeros.slice(0, length);
    if (offset === MIB) bytes.set(head.subarray(0, length));
    for (const table of tables) if (table >= offset && table < offset + length) bytes.set(tableStart, table - offset);
    return bytes;
  };
  return {
    sizeBytes,
    totalBytes: SECTOR_BYTES + systemBytes,
    isComplete: false,
    extents: async function* (): AsyncGenerator<Extent> {
      yield { offset: 0, bytes: first };
      for (let done = 0; done < systemBytes; done += MIB) {
        const offset = MIB + done;
        yield { offset, bytes: chunkAt(offset, Math.min(MIB, systemBytes - done)) };
      }
    },
    close: () => Promise.resolve(),
  };
}

/** As every system formats: small sticks small clusters. */
function clusterFor(bytes: number): number {
  if (bytes <= 260 * MIB) return 1;
  if (bytes <= 8 * GIB) return 8;
  if (bytes <= 16 * GIB) return 16;
  return bytes <= 32 * GIB ? 32 : 64;
}

interface Shape {
  readonly sectors: number;
  readonly start: number;
  readonly clusterSectors: number;
  readonly fatSectors: number;
  readonly volumeId: number;
}

function bootRecord({ sectors, start, clusterSectors, fatSectors, volumeId }: Shape): Uint8Array {
  const sector = new Uint8Array(SECTOR_BYTES);
  const view = new DataView(sector.buffer);
  const letters = (text: string, at: number): void =>
    void [...text].forEach((letter, index) => (sector[at + index] = letter.charCodeAt(0)));
  sector.set([0xeb, 0x58, 0x90]);
  letters('MSWIN4.1', 3);
  view.setUint16(0x0b, SECTOR_BYTES, true);
  sector[0x0d] = clusterSectors;
  view.setUint16(0x0e, RESERVED, true);
  sector[0x10] = 2;
  sector[0x15] = 0xf8;
  view.setUint16(0x18, 63, true);
  view.setUint16(0x1a, 255, true);
  view.setUint32(0x1c, start, true);
  view.setUint32(0x20, sectors, true);
  view.setUint32(0x24, fatSectors, true);
  view.setUint32(0x2c, 2, true);
  view.setUint16(0x30, 1, true);
  view.setUint16(0x32, 6, true);
  sector[0x40] = 0x80;
  sector[0x42] = 0x29;
  view.setUint32(0x43, volumeId, true);
  letters('NO NAME    ', 0x47);
  letters('FAT32   ', 0x52);
  sector.set(skipCode, 0x5a);
  view.setUint16(510, 0xaa55, true);
  return sector;
}

function infoSector(freeClusters: number): Uint8Array {
  const sector = new Uint8Array(SECTOR_BYTES);
  const view = new DataView(sector.buffer);
  view.setUint32(0, 0x41615252, true);
  view.setUint32(484, 0x61417272, true);
  view.setUint32(488, freeClusters, true);
  view.setUint32(492, 3, true);
  view.setUint16(510, 0xaa55, true);
  return sector;
}
