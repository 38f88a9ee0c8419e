// Two files counted against each other: by region, by structure, by range. What it means is asked of meanings.ts.
import { endOf } from '../ranges';
import type { StructureNode } from '../report';
import type { ByteRange } from '../../model/plan';
import { alignFiles, shiftedAlignment } from './align';
import { fileChanges, type ChangesFound } from './file-changes';
import { flipsOf } from './flips';
import { meaningsOf } from './meanings';
import type { PairFacts, ZoneTotals } from './pair-facts';
import { patternsOf, type Compared } from './patterns';
import { rangesOf } from './ranges-of';
import { segmentsOf, type Place, type Segment } from './segments';
import { cutRange, newTally, paddedWords, settle, sumOf, tallyRange, type Tally } from './tally';
import type { Alignment, ComparedFile, PairComparison, RegionDifference, StructureDifference, Totals } from './types';
import { zonesOf, type Zone, type ZoneKind } from './zones';

const MAX_STRUCTURES = 200;
/** So much different is no read of the same content at the same place. */
const ALIEN_SHARE = 0.25;

export type IsIgnored = (zone: Zone) => boolean;

export function comparePair(
  left: ComparedFile,
  right: ComparedFile,
  indices: readonly [number, number],
  isIgnored: IsIgnored,
): PairComparison {
  const straight = alignFiles(left, right);
  let counted = count(left, right, straight, isIgnored);
  let patterns = patternsOf(comparedOf(counted));
  const isCrossed = patterns.addressBit !== undefined || patterns.exchangedBytes !== undefined;
  if (straight.kind === 'same' && !isCrossed && counted.tally.bytes > ALIEN_SHARE * straight.length) {
    const shifted = shiftedAlignment(left.bytes, right.bytes);
    if (shifted) {
      counted = count(left, right, shifted, isIgnored);
      patterns = patternsOf(comparedOf(counted));
    }
  }
  const { alignment, tally, segments, zones } = counted;
  const flips = flipsOf(tally, alignment.leftOffset, alignment.length);
  const total = totalsOf(tally);
  const files = changedFiles(left, right, counted);
  const facts: PairFacts = {
    indices,
    left,
    right,
    alignment,
    total,
    flips,
    patterns,
    zones,
    totals: counted.byZone,
    ignoredBytes: counted.ignoredBytes,
    ...(files ? { files } : {}),
  };
  const { ranges, total: rangesTotal } = rangesOf(...counted.words, tally, segments, alignment);
  const structures = structureDifferences(counted.byPlace);
  const changes = files?.changes;
  return {
    left: indices[0],
    right: indices[1],
    alignment,
    total,
    ignoredBytes: counted.ignoredBytes,
    regions: regionDifferences(counted),
    structures: structures.slice(0, MAX_STRUCTURES),
    structuresTotal: structures.length,
    ranges,
    rangesTotal,
    flips,
    patterns,
    ...(changes && changes.changed.length + changes.added.length + changes.removed.length > 0 ? { files: changes } : {}),
    meanings: meaningsOf(facts),
  };
}

const comparedOf = ({ leftPart: left, rightPart: right, words: [leftWords, rightWords], tally }: Counted): Compared => ({
  left,
  right,
  leftWords,
  rightWords,
  tally,
});

interface Counted {
  readonly alignment: Alignment;
  readonly leftPart: Uint8Array;
  readonly rightPart: Uint8Array;
  readonly words: readonly [left: Int32Array, right: Int32Array];
  readonly tally: Tally;
  readonly zones: readonly Zone[];
  readonly segments: readonly Segment[];
  readonly byZone: Map<ZoneKind, ZoneTotals>;
  readonly byRegion: Map<string, ZoneTotals & ByteRange>;
  readonly byPlace: Map<Place, { bytes: number; first: number }>;
  readonly ignoredBytes: number;
}

function count(left: ComparedFile, right: ComparedFile, alignment: Alignment, isIgnored: IsIgnored): Counted {
  const { leftOffset, rightOffset, length } = alignment;
  const leftPart = left.bytes.subarray(leftOffset, leftOffset + length);
  const rightPart = right.bytes.subarray(rightOffset, rightOffset + length);
  const [a, b] = [paddedWords(leftPart), paddedWords(rightPart)];
  const { zones, structure } = mapFor(left, right, alignment);
  const segments = segmentsOf(structure, zones);
  const tally = newTally(length);
  const ignored = newTally(length);
  const byZone = new Map<ZoneKind, ZoneTotals>();
  const byRegion = new Map<string, ZoneTotals & ByteRange>();
  const byPlace = new Map<Place, { bytes: number; first: number }>();
  let region: string | undefined;
  for (const segment of segments) {
    const from = Math.max(segment.offset - leftOffset, 0);
    const to = Math.min(endOf(segment) - leftOffset, length);
    if (to <= from) continue;
    if (isIgnored(segment.zone)) {
      tallyRange(a, b, from, to, ignored);
      continue;
    }
    if (segment.zone.region !== region) cutRange(tally);
    region = segment.zone.region;
    const [bytes, cleared, set] = [tally.bytes, sumOf(tally.cleared), sumOf(tally.set)];
    tallyRange(a, b, from, to, tally);
    const found = { bytes: tally.bytes - bytes, cleared: sumOf(tally.cleared) - cleared, set: sumOf(tally.set) - set };
    if (found.bytes === 0) continue;
    byZone.set(segment.zone.kind, added(byZone.get(segment.zone.kind), found));
    const sofar = byRegion.get(region);
    byRegion.set(region, { ...added(sofar, found), ...(sofar ? spanOf(sofar) : regionSpan(zones, region)) });
    if (segment.place) notePlace(byPlace, segment.place, found.bytes, firstDifference(leftPart, rightPart, from, to) + leftOffset);
  }
  settle(tally);
  return { alignment, leftPart, rightPart, words: [a, b], tally, zones, segments, byZone, byRegion, byPlace, ignoredBytes: ignored.bytes };
}

/** The map of the first file; where that has none (it is damaged), the other's, laid over it. */
function mapFor(
  left: ComparedFile,
  right: ComparedFile,
  { leftOffset, rightOffset }: Alignment,
): { zones: Zone[]; structure: readonly StructureNode[] } {
  const own = left.report.regions.length > 0 || right.report.regions.length === 0;
  if (own) return { zones: zonesOf(left.bytes, left.report), structure: left.report.structure };
  const zones = zonesOf(right.bytes, right.report).map((zone) => ({ ...zone, offset: zone.offset + leftOffset - rightOffset }));
  const end = zones.length > 0 ? endOf(zones.at(-1)!) : 0;
  const rest: Zone[] = end < left.bytes.length ? [{ offset: end, length: left.bytes.length - end, kind: 'none', region: '' }] : [];
  return { zones: [...zones, ...rest], structure: leftOffset === rightOffset ? right.report.structure : [] };
}

function added(a: ZoneTotals | undefined, b: ZoneTotals): ZoneTotals {
  return a ? { bytes: a.bytes + b.bytes, cleared: a.cleared + b.cleared, set: a.set + b.set } : b;
}

const spanOf = ({ offset, length }: ByteRange): ByteRange => ({ offset, length });

function regionSpan(zones: readonly Zone[], region: string): ByteRange {
  const parts = zones.filter((zone) => zone.region === region);
  const offset = parts[0]?.offset ?? 0;
  return { offset, length: endOf(parts.at(-1) ?? { offset, length: 0 }) - offset };
}

function notePlace(byPlace: Map<Place, { bytes: number; first: number }>, place: Place, bytes: number, first: number): void {
  const found = byPlace.get(place);
  if (found) found.bytes += bytes;
  else byPlace.set(place, { bytes, first });
}

function firstDifference(left: Uint8Array, right: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if (left[at] !== right[at]) return at;
  return to;
}

function totalsOf(tally: Tally): Totals {
  return { bytes: tally.bytes, cleared: sumOf(tally.cleared), set: sumOf(tally.set), ...blocksIn(tally, 0, tally.byBlock.length * 4096) };
}

function blocksIn({ byBlock }: Tally, from: number, to: number): { blocks4k: number; blocks64k: number } {
  let [blocks4k, blocks64k, last] = [0, 0, -1];
  for (let block = Math.max(0, Math.floor(from / 4096)); block < Math.min(Math.ceil(to / 4096), byBlock.length); block++) {
    if (byBlock[block] === 0) continue;
    blocks4k++;
    if (block >> 4 !== last) blocks64k++;
    last = block >> 4;
  }
  return { blocks4k, blocks64k };
}

function regionDifferences({ byRegion, tally, alignment }: Counted): RegionDifference[] {
  return [...byRegion]
    .map(([name, { offset, length, bytes, cleared, set }]) => ({
      name,
      offset,
      length,
      bytes,
      cleared,
      set,
      ...blocksIn(tally, offset - alignment.leftOffset, offset + length - alignment.leftOffset),
    }))
    .sort((a, b) => a.offset - b.offset);
}

function structureDifferences(byPlace: Counted['byPlace']): StructureDifference[] {
  return [...byPlace].map(([place, { bytes, first }]) => ({ ...place, bytes, first })).sort((a, b) => b.bytes - a.bytes);
}

/** Asked only where the BIOS differs and is at the same place in both. */
function changedFiles(left: ComparedFile, right: ComparedFile, { byZone, alignment, zones }: Counted): ChangesFound | undefined {
  if (!byZone.has('bios') || alignment.leftOffset !== alignment.rightOffset) return undefined;
  const parts = zones.filter(({ kind }) => kind === 'bios');
  const area = regionSpan(parts, parts[0]?.region ?? '');
  return fileChanges(
    { bytes: left.bytes, structure: left.report.structure, area },
    { bytes: right.bytes, structure: right.report.structure, area },
  );
}
