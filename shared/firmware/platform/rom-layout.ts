// AMI's table of the areas of the image (images.md 6.4): a second witness to the map, beside the descriptor.
import { sameBytes, u32 } from '../bytes';
import { fail, warn } from '../checks/finding';
import type { Finding, RegionSpan } from '../report';
import type { FirmwareFile } from '../volumes/types';
import type { ImageLayout } from '../../machines';
import { hex } from '../bytes';

const FILE = '0DCA793A-EA96-42D8-BD7B-DC7F684E38C1';
const SECTION = '88A15A4F-977D-4682-B17C-DA1F316C1F32';
const ROW_BYTES = 24;
const MAX_ROWS = 64;

export interface RomLayoutRow extends RegionSpan {
  readonly address: number;
  readonly isVolume: boolean;
}

export interface RomLayout {
  readonly rows: readonly RomLayoutRow[];
  /** Of the table in the file. */
  readonly at?: { readonly offset: number; readonly length: number };
  /** A second copy, in the recovery volume, says something else. */
  readonly copiesDiffer: boolean;
}

/** Offsets of rows are those in the chip. `layout` gives the rows their names. */
export function readRomLayout(files: readonly FirmwareFile[], layout: ImageLayout | undefined): RomLayout | undefined {
  const tables = files
    .filter(({ guid }) => guid === FILE)
    .flatMap(({ sections }) => sections.filter(({ guid }) => guid === SECTION))
    .filter(({ content }) => content.length >= ROW_BYTES);
  const [first] = tables;
  if (!first) return undefined;
  const rows = readRows(first.content, layout);
  if (rows.length === 0) return undefined;
  return {
    rows,
    ...(first.offset === undefined ? {} : { at: { offset: first.offset, length: (rows.length + 1) * ROW_BYTES } }),
    copiesDiffer: tables.some(({ content }) => !sameBytes(content, first.content)),
  };
}

function readRows(table: Uint8Array, layout: ImageLayout | undefined): RomLayoutRow[] {
  const rows: RomLayoutRow[] = [];
  for (let at = 0; at + ROW_BYTES <= table.length && rows.length < MAX_ROWS; at += ROW_BYTES) {
    const [address, offset, length] = [u32(table, at), u32(table, at + 8), u32(table, at + 12)];
    if (length === 0) break;
    const isVolume = u32(table, at + 16) === 0;
    rows.push({ name: nameOf(offset, length, isVolume, layout), offset, length, address, isVolume });
  }
  return rows;
}

function nameOf(offset: number, length: number, isVolume: boolean, layout: ImageLayout | undefined): string {
  const volume = layout?.volumes.find((place) => place.offset === offset && place.length === length);
  const region = layout?.regions.find((place) => place.offset === offset && place.length === length);
  return region?.name === 'bb' ? 'bb' : (volume?.role ?? region?.name ?? (isVolume ? 'volume' : 'area'));
}

/** Regions of the descriptor that the table knows otherwise. Overlapping regions are the descriptor's own defect and told there. */
export function checkRomLayout(rows: readonly RegionSpan[], descriptorRegions: readonly RegionSpan[]): Finding[] {
  const regions = descriptorRegions.filter((region) => !descriptorRegions.some((other) => other !== region && overlaps(region, other)));
  const differing = regions.filter((region) => !isWitnessed(region, rows));
  if (rows.length === 0 || differing.length === 0) return [];
  const evidence = differing.map(({ name, offset, length }) => `${name} ${hex(offset)}–${hex(offset + length - 1)}`).join(', ');
  return [
    fail('ROM_LAYOUT_DIFFERS', "The descriptor's regions are not where the BIOS's own table of the image has them.", {
      offset: 0,
      length: 0x1000,
      evidence: `not in the table: ${evidence}`,
      next: 'Restore the descriptor from a backup of this board.',
    }),
  ];
}

const overlaps = (left: RegionSpan, right: RegionSpan): boolean =>
  left.offset < right.offset + right.length && right.offset < left.offset + left.length;

/** A row is the region, or rows side by side fill it from its start to its end; blank gaps between volumes have no row. */
function isWitnessed({ offset, length }: RegionSpan, rows: readonly RegionSpan[]): boolean {
  const end = offset + length;
  const inside = rows.filter((row) => row.offset >= offset && row.offset + row.length <= end);
  const cut = rows.some((row) => overlaps(row, { name: '', offset, length }) && !inside.includes(row));
  return !cut && inside.some((row) => row.offset === offset) && inside.some((row) => row.offset + row.length === end);
}

export function checkRomLayoutCopies({ copiesDiffer, at }: RomLayout): Finding[] {
  return copiesDiffer ? [warn('ROM_LAYOUT_COPIES', "The two copies of the BIOS's table of the image are not equal.", at ?? {})] : [];
}
