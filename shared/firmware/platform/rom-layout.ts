// AMI's table of the areas of the image (images.md 6.4): a second witness to the map, beside the descriptor.
import { hex, u32 } from '../bytes';
import { fail, warn } from '../checks/finding';
import type { Finding, RegionSpan } from '../report';
import type { FirmwareFile } from '../volumes/types';
import type { ImageLayout } from '../../machines';

const FILE = '0DCA793A-EA96-42D8-BD7B-DC7F684E38C1';
const SECTION = '88A15A4F-977D-4682-B17C-DA1F316C1F32';
const ROW_BYTES = 24;
const MAX_ROWS = 64;
const MAX_COPIES = 8;

export interface RomLayoutRow extends RegionSpan {
  readonly address: number;
  readonly isVolume: boolean;
}

export interface RomLayout {
  readonly rows: readonly RomLayoutRow[];
  /** Of the table in the file. */
  readonly at?: { readonly offset: number; readonly length: number };
  /** The copy in the recovery volume, and any other. */
  readonly otherCopies: readonly (readonly RomLayoutRow[])[];
}

/** Offsets of rows are those in the chip of `sizeBytes`. `layout` gives the rows their names. */
export function readRomLayout(files: readonly FirmwareFile[], sizeBytes: number, layout: ImageLayout | undefined): RomLayout | undefined {
  const tables = files
    .filter(({ guid }) => guid === FILE)
    .flatMap(({ sections }) => sections.filter(({ guid }) => guid === SECTION))
    .map(({ content, offset }) => ({ offset, rows: readRows(content, sizeBytes, layout) }))
    .filter(({ rows }) => rows.length > 0)
    .slice(0, MAX_COPIES);
  const [first, ...others] = tables;
  if (!first) return undefined;
  const { rows, offset } = first;
  return {
    rows,
    ...(offset === undefined ? {} : { at: { offset, length: (rows.length + 1) * ROW_BYTES } }),
    otherCopies: others.map((other) => other.rows),
  };
}

function readRows(table: Uint8Array, sizeBytes: number, layout: ImageLayout | undefined): RomLayoutRow[] {
  const rows: RomLayoutRow[] = [];
  for (let at = 0; at + ROW_BYTES <= table.length && rows.length < MAX_ROWS; at += ROW_BYTES) {
    const [address, offset, length] = [u32(table, at), u32(table, at + 8), u32(table, at + 12)];
    if (length === 0 || offset + length > sizeBytes) break;
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

/** A damaged copy must not accuse the descriptor: one copy that agrees is enough. That the copies differ is told for itself. */
export function checkRomLayoutCopies({ rows, otherCopies, at }: RomLayout, descriptorRegions: readonly RegionSpan[]): Finding[] {
  const findings = checkRomLayout(rows, descriptorRegions);
  const isCleared = otherCopies.some((copy) => checkRomLayout(copy, descriptorRegions).length === 0);
  const differing = otherCopies.filter((copy) => show(copy) !== show(rows)).length;
  const message = "The copies of the BIOS's table of the image are not equal: one of them is damaged, or of another release.";
  return [
    ...(isCleared ? [] : findings),
    ...(differing > 0
      ? [
          warn('ROM_LAYOUT_COPIES', message, {
            ...at,
            evidence: `${differing} of ${otherCopies.length} differ`,
            next: 'Restore the BIOS code of one release.',
          }),
        ]
      : []),
  ];
}

const show = (rows: readonly RomLayoutRow[]): string =>
  rows.map(({ offset, length, isVolume }) => `${offset} ${length} ${isVolume}`).join();
