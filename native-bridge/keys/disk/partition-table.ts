// The first sector of a disk: boot code and four partition entries.
import { isFilledWith, u16, u32, u8 } from '../../../shared/firmware/bytes';
import { SECTOR_BYTES } from './sector-store';

const TABLE_AT = 446;
const ENTRY_BYTES = 16;
/** The geometry every BIOS assumes for a stick. */
const HEADS = 255;
const SECTORS_A_TRACK = 63;

export const partitionTypes = { fat16Lba: 0x0e, fat32Lba: 0x0c, gptProtective: 0xee } as const;

export interface Partition {
  /** 1 to 4. */
  readonly number: number;
  readonly active: boolean;
  readonly type: number;
  readonly offset: number;
  readonly length: number;
}

export interface PartitionTable {
  readonly hasSignature: boolean;
  readonly hasBootCode: boolean;
  readonly partitions: readonly Partition[];
}

/** Of the first sector; tolerant. Empty entries are left out. */
export function readPartitionTable(sector: Uint8Array): PartitionTable {
  const partitions = [0, 1, 2, 3].flatMap((index): Partition[] => {
    const at = TABLE_AT + index * ENTRY_BYTES;
    const type = u8(sector, at + 4);
    const [start, count] = [u32(sector, at + 8), u32(sector, at + 12)];
    if (type === 0 || count === 0) return [];
    return [{ number: index + 1, active: u8(sector, at) === 0x80, type, offset: start * SECTOR_BYTES, length: count * SECTOR_BYTES }];
  });
  return {
    hasSignature: u16(sector, 510) === 0xaa55,
    hasBootCode: !isFilledWith(sector, 0, 0, 440) && !isFilledWith(sector, 0xff, 0, 440),
    partitions,
  };
}

/** A first sector with this boot code and one active partition. */
export function makeFirstSector(bootCode: Uint8Array, { type, offset, length }: Pick<Partition, 'type' | 'offset' | 'length'>): Uint8Array {
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(bootCode.subarray(0, TABLE_AT));
  const view = new DataView(sector.buffer);
  const [start, count] = [offset / SECTOR_BYTES, length / SECTOR_BYTES];
  sector[TABLE_AT] = 0x80;
  sector.set(byHead(start), TABLE_AT + 1);
  sector[TABLE_AT + 4] = type;
  sector.set(byHead(start + count - 1), TABLE_AT + 5);
  view.setUint32(TABLE_AT + 8, start, true);
  view.setUint32(TABLE_AT + 12, count, true);
  view.setUint16(510, 0xaa55, true);
  return sector;
}

/** Head, sector and track of a sector number, or the largest values where it has none. */
function byHead(sector: number): Uint8Array {
  const track = Math.floor(sector / (HEADS * SECTORS_A_TRACK));
  if (track > 1023) return Uint8Array.of(0xfe, 0xff, 0xff);
  const head = Math.floor(sector / SECTORS_A_TRACK) % HEADS;
  return Uint8Array.of(head, ((track >> 8) << 6) | ((sector % SECTORS_A_TRACK) + 1), track & 0xff);
}
