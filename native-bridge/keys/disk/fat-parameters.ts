// The parameters in a FAT boot record (BPB): read, and set where a boot needs them right.
import { ascii, u16, u32, u8 } from '../../../shared/firmware/bytes';
import type { KeyFileSystem } from '../../../shared/keys/types';
import { SECTOR_BYTES } from './sector-store';

export interface FatParameters {
  readonly kind: 'fat12' | 'fat16' | 'fat32';
  readonly sectorBytes: number;
  readonly clusterSectors: number;
  readonly reservedSectors: number;
  readonly fats: number;
  readonly rootEntries: number;
  readonly totalSectors: number;
  readonly fatSectors: number;
  readonly sectorsPerTrack: number;
  readonly heads: number;
  readonly hiddenSectors: number;
  readonly driveNumber: number;
  readonly hasSignature: boolean;
  readonly volumeId: number;
  readonly label: string;
  /** FAT32 only: where the copy of the boot record stands. */
  readonly backupSector?: number;
  readonly clusters: number;
}

/** Where the fields of each kind stand; behind them the boot code begins. */
const placesOf = {
  fat16: { drive: 0x24, volumeId: 0x27, label: 0x2b, type: 0x36, codeAt: 0x3e },
  fat32: { drive: 0x40, volumeId: 0x43, label: 0x47, type: 0x52, codeAt: 0x5a },
} as const;

/** Undefined where the sector is no FAT boot record. */
export function readFatParameters(sector: Uint8Array): FatParameters | undefined {
  const sectorBytes = u16(sector, 0x0b);
  const clusterSectors = u8(sector, 0x0d);
  const [reservedSectors, fats, rootEntries] = [u16(sector, 0x0e), u8(sector, 0x10), u16(sector, 0x11)];
  const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0;
  if (![512, 1024, 2048, 4096].includes(sectorBytes) || !isPowerOfTwo(clusterSectors) || reservedSectors === 0 || fats === 0 || fats > 4)
    return undefined;
  const totalSectors = u16(sector, 0x13) || u32(sector, 0x20);
  const fatSectors = u16(sector, 0x16) || u32(sector, 0x24);
  const rootSectors = Math.ceil((rootEntries * 32) / sectorBytes);
  const clusters = Math.floor((totalSectors - reservedSectors - fats * fatSectors - rootSectors) / clusterSectors);
  if (fatSectors === 0 || clusters <= 0) return undefined;
  // The number of clusters decides, whatever the text says.
  const kind = u16(sector, 0x16) === 0 ? 'fat32' : clusters < 4085 ? 'fat12' : 'fat16';
  const places = placesOf[kind === 'fat32' ? 'fat32' : 'fat16'];
  return {
    kind,
    sectorBytes,
    clusterSectors,
    reservedSectors,
    fats,
    rootEntries,
    totalSectors,
    fatSectors,
    sectorsPerTrack: u16(sector, 0x18),
    heads: u16(sector, 0x1a),
    hiddenSectors: u32(sector, 0x1c),
    driveNumber: u8(sector, places.drive),
    hasSignature: u16(sector, 510) === 0xaa55,
    volumeId: u32(sector, places.volumeId),
    label: ascii(sector, places.label, 11).trimEnd(),
    ...(kind === 'fat32' ? { backupSector: u16(sector, 0x32) } : {}),
    clusters,
  };
}

export interface BootRecordOptions {
  readonly kind: KeyFileSystem;
  /** 512 bytes whose code begins behind the parameters. */
  readonly bootRecord: Uint8Array;
  readonly partitionOffset: number;
  /** From the content, so that the same key is made twice alike. */
  readonly volumeId: number;
  readonly label: string;
}

/**
 * A boot record with this code over the parameters of a fresh file system, and what formatting leaves wrong set right:
 * hidden sectors, geometry, drive number, type text (domain rompaq.md 3.4 and 7).
 */
export function makeBootRecord(
  formatted: Uint8Array,
  { kind, bootRecord, partitionOffset, volumeId, label }: BootRecordOptions,
): Uint8Array {
  const places = placesOf[kind];
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(bootRecord.subarray(0, SECTOR_BYTES));
  // The maker's name stays the boot code's: some firmware looks at it.
  sector.set(formatted.subarray(0x0b, places.codeAt), 0x0b);
  const view = new DataView(sector.buffer);
  view.setUint16(0x18, 63, true);
  view.setUint16(0x1a, 255, true);
  view.setUint32(0x1c, partitionOffset / SECTOR_BYTES, true);
  sector[places.drive] = 0x80;
  sector[places.drive + 2] = 0x29;
  view.setUint32(places.volumeId, volumeId, true);
  sector.set(text(label, 11), places.label);
  sector.set(text(kind === 'fat32' ? 'FAT32' : 'FAT16', 8), places.type);
  view.setUint16(510, 0xaa55, true);
  return sector;
}

const text = (value: string, length: number): Uint8Array =>
  Uint8Array.from(value.padEnd(length).slice(0, length), (letter) => letter.charCodeAt(0));
