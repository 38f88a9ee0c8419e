// The tree of a report laid flat: for every byte the innermost thing that holds it, cut at the borders of zones.
import { endOf } from '../ranges';
import type { StructureKind, StructureNode } from '../report';
import type { ByteRange } from '../../model/plan';
import type { Zone } from './zones';

/** A tree with more is of a file made to be a burden; what is left out counts for what holds it. */
const MAX_SEGMENTS = 100_000;
const MAX_DEPTH = 24;

export interface Place extends ByteRange {
  readonly path: readonly string[];
  readonly kind: StructureKind;
  readonly guid?: string;
}

export interface Segment extends ByteRange {
  readonly zone: Zone;
  /** Absent where the report knows nothing finer than the region. */
  readonly place?: Place;
}

/** A difference is told of the file or partition: its sections and gaps are not told apart, a variable's store is enough. */
const tooFine: readonly StructureKind[] = ['section', 'variable', 'padding', 'data'];

/** Ascending, without gaps, covering what the zones cover. `zones` are ascending. */
export function segmentsOf(structure: readonly StructureNode[], zones: readonly Zone[]): Segment[] {
  const last = zones.at(-1);
  if (!last) return [];
  const flat: { from: number; to: number; place: Place | undefined }[] = [];
  flatten(structure, 0, endOf(last), undefined, 0, flat);
  const segments: Segment[] = [];
  let index = 0;
  for (const { from, to, place } of flat) {
    for (let at = from; at < to;) {
      while (endOf(zones[index]!) <= at) index++;
      const zone = zones[index]!;
      const end = Math.min(to, endOf(zone));
      segments.push({ offset: at, length: end - at, zone, ...(place ? { place } : {}) });
      at = end;
    }
  }
  return segments;
}

function flatten(
  nodes: readonly StructureNode[],
  from: number,
  to: number,
  holder: Place | undefined,
  depth: number,
  into: { from: number; to: number; place: Place | undefined }[],
): void {
  const emit = (start: number, end: number): void => {
    if (end <= start) return;
    const previous = into.at(-1);
    if (previous?.place === holder && previous?.to === start) previous.to = end;
    else into.push({ from: start, to: end, place: holder });
  };
  let at = from;
  if (depth < MAX_DEPTH && into.length < MAX_SEGMENTS) {
    const placed = nodes.filter((node): node is StructureNode & { offset: number } => node.offset !== undefined && node.length > 0);
    for (const node of placed.sort((a, b) => a.offset - b.offset)) {
      const start = Math.max(node.offset, at);
      const end = Math.min(node.offset + node.length, to);
      if (end <= start) continue;
      emit(at, start);
      flatten(node.children ?? [], start, end, tooFine.includes(node.kind) ? holder : placeOf(node, holder), depth + 1, into);
      at = end;
    }
  }
  emit(at, to);
}

function placeOf({ name, kind, guid, offset, length }: StructureNode & { offset: number }, holder: Place | undefined): Place {
  return { path: [...(holder?.path ?? []), name], kind, offset, length, ...(guid === undefined ? {} : { guid }) };
}

/** Segment that holds `offset`. */
export function segmentAt(segments: readonly Segment[], offset: number): Segment | undefined {
  let [low, high] = [0, segments.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const segment = segments[middle]!;
    if (offset < segment.offset) high = middle - 1;
    else if (offset >= endOf(segment)) low = middle + 1;
    else return segment;
  }
  return undefined;
}
