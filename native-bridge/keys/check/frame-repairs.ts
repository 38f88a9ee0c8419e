// What can be mended in the frame of a key: small fields of the partition table and the boot record, and boot code.
import type { Finding } from '../../../shared/firmware/report';
import type { KeyCheck } from '../../../shared/keys/types';
import { mbrCode } from '../build/boot-code';
import { readFatParameters } from '../disk/fat-parameters';
import { partitionTypes, readPartitionTable } from '../disk/partition-table';
import { SECTOR_BYTES, type SectorStore } from '../disk/sector-store';

const titles: Readonly<Record<string, string>> = {
  KEY_NOT_ACTIVE: 'Mark the partition active',
  KEY_NO_BOOT_CODE: 'Write boot code to the first sector',
  KEY_HIDDEN_SECTORS: 'Set the place in the boot record right',
  KEY_DRIVE_NUMBER: 'Set the drive number right',
  KEY_PARTITION_TYPE: 'Set the type of the partition right',
};

export const frameRepairs = (findings: readonly Finding[]): KeyCheck['repairs'] =>
  [...new Set(findings.map(({ code }) => code))].flatMap((code) => (titles[code] ? [{ code, title: titles[code] }] : []));

export const isFrameRepair = (code: string): boolean => titles[code] !== undefined;

/** Mends one finding; false where it cannot be. The frame must have been checked just before. */
export function repairFrame(disk: SectorStore, code: string): boolean {
  const first = disk.read(0, SECTOR_BYTES);
  const { partitions } = readPartitionTable(first);
  const partition = partitions.find(({ active }) => active) ?? partitions[0];
  if (!partition) return false;
  switch (code) {
    case 'KEY_NOT_ACTIVE':
      first[446 + (partition.number - 1) * 16] = 0x80;
      disk.write(0, first);
      return true;
    case 'KEY_NO_BOOT_CODE':
      // The disk's signature at 440 stays; our code is shorter than that.
      first.set(mbrCode.subarray(0, 440));
      disk.write(0, first);
      return true;
    case 'KEY_PARTITION_TYPE': {
      const kind = readFatParameters(disk.read(partition.offset, SECTOR_BYTES))?.kind;
      if (kind !== 'fat16' && kind !== 'fat32') return false;
      first[446 + (partition.number - 1) * 16 + 4] = kind === 'fat16' ? partitionTypes.fat16Lba : partitionTypes.fat32Lba;
      disk.write(0, first);
      return true;
    }
    case 'KEY_HIDDEN_SECTORS':
    case 'KEY_DRIVE_NUMBER':
      return repairRecord(disk, partition.offset, code);
    default:
      return false;
  }
}

function repairRecord(disk: SectorStore, offset: number, code: 'KEY_HIDDEN_SECTORS' | 'KEY_DRIVE_NUMBER'): boolean {
  const record = disk.read(offset, SECTOR_BYTES);
  const parameters = readFatParameters(record);
  if (!parameters) return false;
  const set = (sector: Uint8Array): Uint8Array => {
    const view = new DataView(sector.buffer, sector.byteOffset);
    if (code === 'KEY_HIDDEN_SECTORS') view.setUint32(0x1c, offset / SECTOR_BYTES, true);
    else sector[parameters.kind === 'fat32' ? 0x40 : 0x24] = 0x80;
    return sector;
  };
  disk.write(offset, set(record));
  if (parameters.backupSector) {
    const copyAt = offset + parameters.backupSector * SECTOR_BYTES;
    disk.write(copyAt, set(disk.read(copyAt, SECTOR_BYTES)));
  }
  return true;
}
