// Everything that was counted of two files: what the rules about meaning go by.
import type { ByteRange } from '../../model/plan';
import type { ChangesFound } from './file-changes';
import type { Alignment, ComparedFile, Flips, Meaning, Patterns, Totals } from './types';
import type { Zone, ZoneKind } from './zones';

export interface ZoneTotals {
  readonly bytes: number;
  readonly cleared: number;
  readonly set: number;
}

export interface PairFacts {
  /** Indices of the files. */
  readonly indices: readonly [left: number, right: number];
  readonly left: ComparedFile;
  readonly right: ComparedFile;
  readonly alignment: Alignment;
  readonly total: Totals;
  readonly flips: Flips;
  readonly patterns: Patterns;
  /** Of the first file; `totals` counts what differs in all zones of a kind. */
  readonly zones: readonly Zone[];
  readonly totals: ReadonlyMap<ZoneKind, ZoneTotals>;
  readonly files?: ChangesFound;
  /** Differing bytes that must not be spoken of. */
  readonly ignoredBytes: number;
}

const nothing: ZoneTotals = { bytes: 0, cleared: 0, set: 0 };

export function totalOf({ totals }: PairFacts, kinds: readonly ZoneKind[]): ZoneTotals {
  return kinds.reduce((sum, kind) => {
    const { bytes, cleared, set } = totals.get(kind) ?? nothing;
    return { bytes: sum.bytes + bytes, cleared: sum.cleared + cleared, set: sum.set + set };
  }, nothing);
}

export const differs = (facts: PairFacts, ...kinds: readonly ZoneKind[]): boolean => totalOf(facts, kinds).bytes > 0;

/** The bytes of a stretch of the first file, in both files; undefined where one does not have them all. */
export function bothSides({ left, right, alignment }: PairFacts, { offset, length }: ByteRange): [Uint8Array, Uint8Array] | undefined {
  const distance = alignment.rightOffset - alignment.leftOffset;
  const [from, to] = [alignment.leftOffset, alignment.leftOffset + alignment.length];
  if (offset < from || offset + length > to) return undefined;
  return [left.bytes.subarray(offset, offset + length), right.bytes.subarray(offset + distance, offset + distance + length)];
}

/** Flips of a bit here and there rather than other content, which differs in about half of the bits. */
export const looksLikeNoise = ({ bytes, cleared, set }: ZoneTotals): boolean => bytes > 0 && (cleared + set) / bytes <= 1.5;

/** The file whose own checks hold where the other's do not, by its `fail` findings; undefined where they do not tell. */
export function sounderOf({ left, right }: PairFacts): 'left' | 'right' | undefined {
  const faults = ({ report }: ComparedFile): number => report.findings.filter(({ severity }) => severity === 'fail').length;
  const [a, b] = [faults(left), faults(right)];
  return a === b ? undefined : a < b ? 'left' : 'right';
}

export interface Explained {
  readonly meanings: readonly Meaning[];
  /** Zones whose differences need no further reason. */
  readonly zones: readonly ZoneKind[];
}

export type Rule = (facts: PairFacts) => Explained | undefined;
