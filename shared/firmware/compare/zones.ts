// What each byte of an image belongs to, as far as it matters for the meaning of a difference: code, settings, identity.
import type { ByteRange } from '../../model/plan';
import { parseMe } from '../me';
import { endOf } from '../ranges';
import type { ImageReport, RegionSpan, StructureNode } from '../report';

export const zoneKinds = ['fd', 'gbe', 'pdr', 'me-code', 'me-data', 'me-mark', 'nvram', 'bios', 'bb', 'none'] as const;
export type ZoneKind = (typeof zoneKinds)[number];

export interface Zone extends ByteRange {
  readonly kind: ZoneKind;
  /** Name of the region; empty outside all of them. */
  readonly region: string;
}

/** What a running machine writes of itself. */
export const writtenByMachine: readonly ZoneKind[] = ['nvram', 'me-data'];

/** Ascending, without gaps, covering the whole file. */
export function zonesOf(bytes: Uint8Array, report: ImageReport): Zone[] {
  const spans = [...report.regions]
    .filter(({ offset, length }) => length > 0 && offset >= 0 && offset < bytes.length)
    .sort((a, b) => a.offset - b.offset);
  const zones: Zone[] = [];
  let at = 0;
  for (const span of spans) {
    // Regions that overlap are a fault of their own: the one that begins first keeps the bytes.
    const from = Math.max(span.offset, at);
    const to = Math.min(endOf(span), bytes.length);
    if (to <= from) continue;
    if (from > at) zones.push({ offset: at, length: from - at, kind: 'none', region: '' });
    zones.push(...insideRegion(bytes, { name: span.name, offset: from, length: to - from }, report.structure));
    at = to;
  }
  if (at < bytes.length) zones.push({ offset: at, length: bytes.length - at, kind: 'none', region: '' });
  return zones;
}

const kindOfRegion: Readonly<Record<string, ZoneKind>> = { fd: 'fd', gbe: 'gbe', pdr: 'pdr', nvram: 'nvram', bios: 'bios', bb: 'bb' };

function insideRegion(bytes: Uint8Array, span: RegionSpan, structure: readonly StructureNode[]): Zone[] {
  if (span.name === 'me') {
    const { partitions } = parseMe(bytes.subarray(span.offset, endOf(span)));
    const kindOf = (name: string): ZoneKind | undefined => (name === 'EFFS' ? 'me-data' : name === 'FOVD' ? 'me-mark' : undefined);
    const special = partitions.flatMap(({ name, offset, length }) => {
      const kind = kindOf(name);
      return kind ? [{ kind, offset: span.offset + offset, length }] : [];
    });
    return cut(span, 'me-code', special);
  }
  const kind = kindOfRegion[span.name] ?? 'none';
  // On boards of which only the descriptor is known the variables are somewhere in the BIOS region.
  return kind === 'bios' ? cut(span, kind, storesIn(structure, span)) : [{ ...span, kind, region: span.name }].map(withoutName);
}

const withoutName = ({ offset, length, kind, region }: Zone): Zone => ({ offset, length, kind, region });

function storesIn(structure: readonly StructureNode[], span: ByteRange): { kind: ZoneKind; offset: number; length: number }[] {
  return structure.flatMap(({ kind, offset, length, children = [] }) => {
    if (kind === 'store' && offset !== undefined) return [{ kind: 'nvram' as const, offset, length }];
    const isApart = offset !== undefined && (offset >= endOf(span) || offset + length <= span.offset);
    return isApart ? [] : storesIn(children, span);
  });
}

function cut(span: RegionSpan, kind: ZoneKind, special: readonly { kind: ZoneKind; offset: number; length: number }[]): Zone[] {
  const zones: Zone[] = [];
  let at = span.offset;
  for (const part of [...special].sort((a, b) => a.offset - b.offset)) {
    const from = Math.max(part.offset, at);
    const to = Math.min(endOf(part), endOf(span));
    if (to <= from) continue;
    if (from > at) zones.push({ offset: at, length: from - at, kind, region: span.name });
    zones.push({ offset: from, length: to - from, kind: part.kind, region: span.name });
    at = to;
  }
  if (at < endOf(span)) zones.push({ offset: at, length: endOf(span) - at, kind, region: span.name });
  return zones;
}
