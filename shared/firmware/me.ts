// The management engine region of generations 7 and 8: partition table, version, and the state of its data.
import { ascii, isFilledWith, startsWith, sum8, u16, u32, u8 } from './bytes';

const ENTRY_BYTES = 32;
const MAX_ENTRIES = 64;
const EFFS_BLOCK_BYTES = 0x4000;

export interface MePartition {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

export type MeState = 'empty' | 'damaged' | 'not-declared-valid' | 'configured' | 'initialised';

export interface MeRegion {
  readonly state: MeState;
  /** Why it counts as damaged. */
  readonly damage?: 'no-table' | 'table-checksum' | 'partition-outside' | 'no-code';
  readonly partitions: readonly MePartition[];
  /** Of the FTPR partition's manifest: "8.1.60.1561". */
  readonly version?: string;
  /** First byte of the fixed-offset variables: 01 declares them valid. Offset inside the region. */
  readonly validMark?: { readonly offset: number; readonly value: number };
  /** Highest erase count of the data file system; 0 where it has never run. */
  readonly highestEraseCount?: number;
  /** ME 7 needs it on a C600 board: the Patsburg bit of the SKU. */
  readonly patsburg?: boolean;
}

/** Tolerant of any bytes. */
export function parseMe(region: Uint8Array): MeRegion {
  if (isFilledWith(region, 0xff) || isFilledWith(region, 0)) return { state: 'empty', partitions: [] };
  const tableAt = tableOffset(region);
  if (tableAt === undefined) return { state: 'damaged', damage: 'no-table', partitions: [] };
  const partitions = readPartitions(region, tableAt);
  const code = partitions.find(({ name }) => name === 'FTPR');
  const version = code && manifestVersion(region, code.offset);
  const mark = partitions.find(({ name }) => name === 'FOVD');
  const data = partitions.find(({ name }) => name === 'EFFS');
  const highestEraseCount = data && eraseCount(region, data);
  const patsburg = code && patsburgBit(region, code);
  const facts = {
    partitions,
    ...(version ? { version } : {}),
    ...(mark ? { validMark: { offset: mark.offset, value: u8(region, mark.offset) } } : {}),
    ...(highestEraseCount === undefined ? {} : { highestEraseCount }),
    ...(patsburg === undefined ? {} : { patsburg }),
  };
  if (!tableSumIsGood(region, tableAt)) return { state: 'damaged', damage: 'table-checksum', ...facts };
  if (partitions.some(({ offset, length }) => offset + length > region.length))
    return { state: 'damaged', damage: 'partition-outside', ...facts };
  if (!version) return { state: 'damaged', damage: 'no-code', ...facts };
  // An initialised data area outranks the mark: on other boards the mark is FF after initialisation (images.md 3.4).
  if ((highestEraseCount ?? 0) > 0) return { state: 'initialised', ...facts };
  return { state: facts.validMark?.value === 0x01 ? 'configured' : 'not-declared-valid', ...facts };
}

function tableOffset(region: Uint8Array): number | undefined {
  return [0x10, 0].find((offset) => startsWith(region, offset, '$FPT'));
}

/** 8-bit sum over the header is 0; a header longer than 0x20 counts from 16 bytes before the text. */
function tableSumIsGood(region: Uint8Array, tableAt: number): boolean {
  const length = u8(region, tableAt + 0x0a);
  return sum8(region, length > 0x20 ? Math.max(0, tableAt - 0x10) : tableAt, length) === 0;
}

function readPartitions(region: Uint8Array, tableAt: number): MePartition[] {
  const count = Math.min(u32(region, tableAt + 4), MAX_ENTRIES);
  return (
    Array.from({ length: count }, (_, index) => tableAt + 0x20 + index * ENTRY_BYTES)
      .map((at) => ({ name: ascii(region, at, 4), offset: u32(region, at + 8), length: u32(region, at + 12) }))
      // Entries without an offset are quotas of the data area, not places.
      .filter(({ offset }) => offset !== 0xffffffff)
  );
}

function manifestVersion(region: Uint8Array, offset: number): string | undefined {
  if (!startsWith(region, offset + 0x1c, '$MN2') && !startsWith(region, offset + 0x1c, '$MAN')) return undefined;
  return [0x24, 0x26, 0x28, 0x2a].map((at) => u16(region, offset + at)).join('.');
}

/** Blocks of 16 KiB: logical id, 0x78, state, erase count. Blocks that are erased through and through have no count. */
function eraseCount(region: Uint8Array, data: MePartition): number {
  let highest = 0;
  const end = Math.min(data.offset + data.length, region.length);
  for (let at = data.offset; at + 8 <= end; at += EFFS_BLOCK_BYTES) {
    const count = u32(region, at + 4);
    if (u8(region, at + 1) === 0x78 && count !== 0xffffffff) highest = Math.max(highest, count);
  }
  return highest;
}

/** `$SKU` follows the module headers of FTPR; byte 0x0C bit 7. */
function patsburgBit(region: Uint8Array, code: MePartition): boolean | undefined {
  const modules = Math.min(u32(region, code.offset + 0x20), 64);
  const from = code.offset + 0x290 + modules * 0x60;
  for (let at = from; at < Math.min(from + 0x400, region.length); at += 4) {
    if (startsWith(region, at, '$SKU')) return (u8(region, at + 0x0c) & 0x80) !== 0;
  }
  return undefined;
}
