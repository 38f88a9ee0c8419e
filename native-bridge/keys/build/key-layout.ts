// Where a key's partition stands and how large it is, for each file system.
import { fault } from '../../../shared/model/errors';
import type { KeyFileSystem, KeyKind } from '../../../shared/keys/types';
import type { ByteRange } from '../../../shared/model/plan';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
/** Sector 2048: what every tool uses, and what booted (domain rompaq.md 3.4). */
export const partitionOffset = MIB;

interface Bounds {
  readonly least: number;
  /** Of the partition. */
  readonly most: number;
  readonly usual: number;
}

/**
 * FAT16 ends at 2 GiB with clusters every DOS knows; FAT32 needs 65,525 clusters at least. The usual size is small on purpose: large
 * partitions are where keys stop at "Loading FreeDOS" (domain rompaq.md 3.3).
 */
const bounds: Record<KeyFileSystem, Bounds> = {
  fat32: { least: 48 * MIB, most: 32 * GIB, usual: GIB },
  fat16: { least: 16 * MIB, most: 2 * GIB - MIB, usual: 512 * MIB },
};
/** The recovery module copies the whole FAT to memory (domain z620.md 8). */
const crisisUsual = 256 * MIB;

export interface KeyLayout {
  readonly sizeBytes: number;
  readonly partition: ByteRange;
}

/** @throws KEY_SIZE where a key of `sizeBytes` cannot hold such a partition */
export function keyLayout(kind: KeyKind, fileSystem: KeyFileSystem, sizeBytes: number, partitionBytes?: number): KeyLayout {
  const { least, most, usual } = bounds[fileSystem];
  const room = Math.floor((sizeBytes - partitionOffset) / MIB) * MIB;
  const wanted = partitionBytes ?? (kind === 'crisis' ? crisisUsual : usual);
  const length = Math.min(wanted, room, most);
  if (length < least || (partitionBytes !== undefined && partitionBytes > Math.min(room, most)))
    throw fault('KEY_SIZE', { size: partitionBytes ?? sizeBytes, least: least + partitionOffset, most: most + partitionOffset });
  return { sizeBytes, partition: { offset: partitionOffset, length } };
}

/** Of an image file, where no size is asked for. */
export const usualKeyBytes = (kind: KeyKind, fileSystem: KeyFileSystem): number =>
  (kind === 'crisis' ? crisisUsual : bounds[fileSystem].usual) + partitionOffset;
