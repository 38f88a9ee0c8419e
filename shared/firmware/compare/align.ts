// How one file lies on another: at the same place, as a part of it, cut, padded, or shifted.
import { endOf } from '../ranges';
import type { ImageReport } from '../report';
import { isFilledWith } from '../bytes';
import { ANCHOR_BYTES, findAnchors } from './find-anchors';
import type { Alignment, AlignmentKind, ComparedFile } from './types';

const ANCHORS = 24;
/** How far from its place content is looked for first. */
const NEAR_BYTES = 0x10000;
const SAMPLES = 512;

/** By size and by what the files are; equal sizes lie on each other as they are. */
export function alignFiles(left: ComparedFile, right: ComparedFile): Alignment {
  if (left.bytes.length === right.bytes.length) return laid('same', left.bytes, right.bytes, 0);
  const candidates: Alignment[] = [
    ...partPlaces(left, right).map(({ delta, region }) => laid('part', left.bytes, right.bytes, delta, region)),
    laid('shared-start', left.bytes, right.bytes, 0),
    laid('shared-end', left.bytes, right.bytes, right.bytes.length - left.bytes.length),
  ];
  const best = pick(left.bytes, right.bytes, candidates);
  if (agreement(left.bytes, right.bytes, best) >= 0.5) return best;
  return shiftedAlignment(left.bytes, right.bytes) ?? best;
}

/** Content of one found in the other at one constant distance that is not 0. */
export function shiftedAlignment(left: Uint8Array, right: Uint8Array): Alignment | undefined {
  const delta = distanceByVotes(left, right);
  if (delta === undefined || delta === 0) return undefined;
  const found = laid('shifted', left, right, delta);
  return agreement(left, right, found) >= 0.5 ? found : undefined;
}

/** `delta`: where in the second file the first byte of the first one lies. */
function laid(kind: AlignmentKind, left: Uint8Array, right: Uint8Array, delta: number, region?: string): Alignment {
  const leftOffset = Math.max(0, -delta);
  const rightOffset = Math.max(0, delta);
  const length = Math.max(0, Math.min(left.length - leftOffset, right.length - rightOffset));
  const rest = restFill(left, leftOffset, length) ?? restFill(right, rightOffset, length);
  return {
    kind,
    leftOffset,
    rightOffset,
    length,
    onlyLeftBytes: left.length - length,
    onlyRightBytes: right.length - length,
    ...(rest === undefined ? {} : { restFilledWith: rest }),
    ...(region === undefined ? {} : { region }),
  };
}

function restFill(bytes: Uint8Array, offset: number, length: number): number | undefined {
  if (bytes.length === length) return undefined;
  const value = offset > 0 ? bytes[0]! : bytes[offset + length]!;
  const isFill = isFilledWith(bytes, value, 0, offset) && isFilledWith(bytes, value, offset + length);
  return isFill ? value : undefined;
}

/** Where the file that is one region's has its place in the other. */
function partPlaces(left: ComparedFile, right: ComparedFile): { delta: number; region: string }[] {
  const [first, second] = [placeIn(right.report, left), placeIn(left.report, right)];
  return [
    ...(first ? [{ delta: first.offset, region: first.name }] : []),
    ...(second ? [{ delta: -second.offset, region: second.name }] : []),
  ];
}

function placeIn(whole: ImageReport, part: ComparedFile): { name: string; offset: number } | undefined {
  if (whole.kind === part.report.kind || part.bytes.length > whole.size) return undefined;
  const wanted = part.report.kind === 'bios-region' ? ['nvram', 'bios'] : [part.report.kind as string];
  const region = wanted.map((name) => whole.regions.find((span) => span.name === name)).find((span) => span !== undefined);
  return region && part.bytes.length <= whole.size - region.offset && endOf(region) > region.offset
    ? { name: part.report.kind, offset: region.offset }
    : undefined;
}

function pick(left: Uint8Array, right: Uint8Array, candidates: readonly Alignment[]): Alignment {
  let [best, bestScore] = [candidates[0]!, -1];
  for (const candidate of candidates) {
    const score = agreement(left, right, candidate);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** Share of sampled places, blank ones left out, at which four bytes are equal. */
function agreement(left: Uint8Array, right: Uint8Array, { leftOffset, rightOffset, length }: Alignment): number {
  let [looked, same] = [0, 0];
  const step = Math.max(4, Math.floor(length / SAMPLES / 4) * 4 + 4);
  for (let at = 0; at + 4 <= length; at += step) {
    const value = left[leftOffset + at];
    const isBlank = (value === 0xff || value === 0) && right[rightOffset + at] === value;
    if (isBlank) continue;
    looked++;
    let equal = 1;
    for (let byte = 0; byte < 4; byte++) if (left[leftOffset + at + byte] !== right[rightOffset + at + byte]) equal = 0;
    same += equal;
  }
  return looked === 0 ? 0 : same / looked;
}

/** Pieces of the first looked for in the second; the distance on which at least half of those found agree. */
function distanceByVotes(left: Uint8Array, right: Uint8Array): number | undefined {
  const anchors = anchorsOf(left);
  const found = findAnchors(left, anchors, right, NEAR_BYTES);
  const near = found.flatMap(({ near: at }, index) => (at === undefined ? [] : [at - anchors[index]!]));
  // Some of it stands at its place: then the rest slipped on the way, and the whole is not shifted.
  if (near.filter((distance) => distance === 0).length >= 2) return undefined;
  return winnerOf(near) ?? winnerOf(found.flatMap(({ first }, index) => (first === undefined ? [] : [first - anchors[index]!])));
}

function winnerOf(distances: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const distance of distances) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= 2 && best[1] * 2 >= distances.length ? best[0] : undefined;
}

/** Places with content that hardly stands twice: 16 bytes with many different values. */
function anchorsOf(bytes: Uint8Array): number[] {
  const anchors: number[] = [];
  const step = Math.floor(bytes.length / ANCHORS);
  for (let index = 0; index < ANCHORS; index++) {
    const from = index * step;
    const to = Math.min(from + Math.min(step, 0x10000), bytes.length - ANCHOR_BYTES);
    for (let at = from; at < to; at += ANCHOR_BYTES) {
      if (!isDistinct(bytes, at)) continue;
      anchors.push(at);
      break;
    }
  }
  return anchors;
}

function isDistinct(bytes: Uint8Array, at: number): boolean {
  let [different, low, high] = [0, 0, 0];
  for (let index = 0; index < ANCHOR_BYTES; index++) {
    const value = bytes[at + index]!;
    // Runs of one byte are everywhere, and would make the search for the anchor slow.
    if (index > 0 && value === bytes[at + index - 1]) return false;
    const bit = 1 << (value & 31);
    const seen = value & 32 ? high & bit : low & bit;
    if (seen) continue;
    if (value & 32) high |= bit;
    else low |= bit;
    different++;
  }
  return different >= 11;
}
