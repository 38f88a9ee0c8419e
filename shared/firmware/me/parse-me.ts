// The management engine region: partition table, version, and the state of its data. No hashing: `readMe` proves the code.
import { isFilledWith, startsWith, u8 } from '../bytes';
import { holdsBuilderSettings, readDataArea } from './data-area';
import { readManifest, readSku } from './manifest';
import { readTable, type MeEntry, type MeTable } from './partition-table';

export interface MePartition {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * `stock`: as its vendor publishes it, not even set up by an image builder. `update-image`: code alone, for the update tool, with
 * no table: nothing that a region may hold.
 */
export type MeState = 'empty' | 'damaged' | 'stock' | 'not-declared-valid' | 'configured' | 'initialised' | 'update-image';

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
  const table = readTable(region);
  if (!table) return withoutTable(region);
  const partitions = table.entries.map(({ name, offset, length }) => ({ name, offset, length }));
  const place = (name: string): MeEntry | undefined => table.entries.find((entry) => entry.name === name);
  const [code, mark, data] = [place('FTPR'), place('FOVD'), place('EFFS')];
  const manifest = code && readManifest(region, code.offset);
  const highestEraseCount = data && readDataArea(region, data.offset, data.length).highest;
  const patsburg = code && readSku(region, code.offset)?.patsburg;
  const facts = {
    partitions,
    ...(manifest ? { version: manifest.version } : {}),
    ...(mark ? { validMark: { offset: mark.offset, value: u8(region, mark.offset) } } : {}),
    ...(highestEraseCount === undefined ? {} : { highestEraseCount }),
    ...(patsburg === undefined ? {} : { patsburg }),
  };
  if (!table.sumIsGood) return { state: 'damaged', damage: 'table-checksum', ...facts };
  if (partitions.some(({ offset, length }) => offset + length > region.length))
    return { state: 'damaged', damage: 'partition-outside', ...facts };
  if (!manifest) return { state: 'damaged', damage: 'no-code', ...facts };
  // An initialised data area outranks the mark: on other boards the mark is FF after initialisation (images.md 3.4).
  if ((highestEraseCount ?? 0) > 0) return { state: 'initialised', ...facts };
  if (facts.validMark?.value === 0x01) return { state: 'configured', ...facts };
  return { state: isStock(region, table, manifest.generation, mark, data) ? 'stock' : 'not-declared-valid', ...facts };
}

/** Known of ME 8 only: in ME 7 the builder's version is 0 always, so nothing tells the two apart. */
function isStock(region: Uint8Array, table: MeTable, generation: number, mark?: MeEntry, data?: MeEntry): boolean {
  if (generation !== 8 || table.builtByTool || (mark && !isFilledWith(region, 0xff, mark.offset, mark.length))) return false;
  return !data || !holdsBuilderSettings(region, data.offset, data.length);
}

function withoutTable(region: Uint8Array): MeRegion {
  const manifest = startsWith(region, 0x1c, '$MN2') ? readManifest(region, 0) : undefined;
  if (!manifest) return { state: 'damaged', damage: 'no-table', partitions: [] };
  return { state: 'update-image', partitions: [], version: manifest.version };
}
