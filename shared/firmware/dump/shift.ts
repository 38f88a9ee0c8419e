// Content that stands at another place than it should: all of it, what follows a certain place, or two pieces in the wrong order.
import type { ImageLayout } from '../../machines';
import type { ByteRange } from '../../model/plan';
import { indexOfText, startsWith, sum16, u16, u32 } from '../bytes';
import { hasDescriptorSignature, parseDescriptor } from '../descriptor';
import { blockTag, hasResetVector } from '../hp';

export type Misplaced =
  /** Everything stands `byBytes` later (negative: earlier) than it should. */
  | { readonly kind: 'shifted'; readonly byBytes: number }
  /** Up to `from` all is in place; from `to` on everything stands `byBytes` later. */
  | { readonly kind: 'slipped'; readonly byBytes: number; readonly from: number; readonly to: number }
  /** What belongs at the start begins here, and what belongs at the end stands before it. */
  | { readonly kind: 'wrong-order'; readonly startsAt: number };

interface Anchor {
  readonly offset: number;
  /** First place at which it stands, or undefined. */
  readonly found: number | undefined;
}

/** `layout`: of the machine that the file may be of; its marks are witnesses where the descriptor is gone. */
export function misplaced(bytes: Uint8Array, layout: ImageLayout): Misplaced | undefined {
  const anchors = anchorsOf(layout);
  // The usual case costs nothing: the first and the last mark are where they belong.
  if (hasDescriptorSignature(bytes, 0x10) && anchors.every(({ offset, isAt }) => offset >= bytes.length || isAt(bytes, offset)))
    return undefined;
  const found = anchors.map((mark): Anchor => ({
    offset: mark.offset,
    found: mark.isAt(bytes, mark.offset) ? mark.offset : search(bytes, mark),
  }));
  const marks = found.filter((anchor): anchor is Required<Anchor> & { found: number } => anchor.found !== undefined);
  const shifts = marks.map((mark) => mark.found - mark.offset);
  const start = descriptorStart(bytes, shifts);

  if (start !== undefined && start > 0 && start < bytes.length && endsBefore(bytes, start)) return { kind: 'wrong-order', startsAt: start };
  if (start !== undefined && start !== 0) return { kind: 'shifted', byBytes: start };
  return start === undefined && shifts[0] !== 0 ? shiftOfMost(shifts) : slipOf(marks);
}

/**
 * How far the descriptor stands from its place; undefined where there is none. Its four bytes stand in code as well: only a place that
 * a mark agrees with counts, or, where there is no mark, one that has a BIOS region.
 */
function descriptorStart(bytes: Uint8Array, shifts: readonly number[]): number | undefined {
  if (hasDescriptorSignature(bytes, 0x10)) return 0;
  for (let at = bytes.indexOf(0x5a), tries = 0; at >= 0 && tries < MAX_CANDIDATES; at = bytes.indexOf(0x5a, at + 1)) {
    if (u32(bytes, at) !== 0x0ff0a55a) continue;
    tries++;
    // At 0 it is where ICH8 to ICH10 boards have it; only a mark can tell that from a shift by 16.
    if (at === 0) return shifts.includes(-0x10) ? -0x10 : 0;
    const start = at - 0x10;
    if (shifts.length > 0 ? shifts.includes(start) : start < 0 || hasBios(bytes.subarray(start))) return start;
  }
  return undefined;
}

const MAX_CANDIDATES = 64;
const hasBios = (bytes: Uint8Array): boolean => parseDescriptor(bytes)?.regions.some(({ name }) => name === 'bios') ?? false;

/** The code that the processor starts at stands right before this place: the end of an image. */
const endsBefore = (bytes: Uint8Array, at: number): boolean =>
  at >= 0x10000 && at < bytes.length - 0x1000 && hasResetVector(bytes, at - 0x10) && u32(bytes, at - 0x40) >>> 24 === 0xff;

/** What at least two marks agree on, or the only mark there is. */
function shiftOfMost(shifts: readonly number[]): Misplaced | undefined {
  const votes = (wanted: number): number => shifts.filter((shift) => shift === wanted).length;
  const [best] = [...shifts].sort((a, b) => votes(b) - votes(a));
  if (best === undefined || best === 0 || (votes(best) < 2 && shifts.length > 1)) return undefined;
  return { kind: 'shifted', byBytes: best };
}

/** All marks up to one are in place, all after it are off by the same. */
function slipOf(marks: readonly { readonly offset: number; readonly found: number }[]): Misplaced | undefined {
  const at = marks.findIndex((mark) => mark.found !== mark.offset);
  const first = marks[at];
  if (!first) return undefined;
  const byBytes = first.found - first.offset;
  // One mark that stands elsewhere too is no witness: at least two must agree.
  const after = marks.slice(at);
  if (after.length < 2 || after.some((mark) => mark.found - mark.offset !== byBytes)) return undefined;
  return { kind: 'slipped', byBytes, from: marks[at - 1]?.offset ?? 0x1000, to: first.found };
}

interface Mark {
  readonly offset: number;
  readonly text: string;
  readonly isAt: (bytes: Uint8Array, offset: number) => boolean;
  /** Many like it stand in an image: it is looked for only around its place. */
  readonly isCommon?: boolean;
}

const VOLUME_MARK = '_FVH';
const VOLUME_MARK_AT = 0x28;

/** Ascending. */
function anchorsOf({ marks, regions, volumes }: ImageLayout): Mark[] {
  const text = (offset: number, wanted: string): Mark => ({ offset, text: wanted, isAt: (bytes, at) => startsWith(bytes, at, wanted) });
  const tag = (offset: number, kind: 'FLSH' | 'RCRV'): Mark => ({
    offset,
    text: `${kind}J6`,
    isAt: (bytes, at) => blockTag(bytes, at)?.sumIsGood === true && startsWith(bytes, at + 0x28, '_FVH'),
  });
  const me: ByteRange | undefined = regions.find(({ name }) => name === 'me');
  return [
    ...(me ? [text(me.offset + 0x10, '$FPT')] : []),
    tag(marks.flashTag, 'FLSH'),
    tag(marks.recoveryTag, 'RCRV'),
    text(marks.signatureBlock, 'SECURE_HP_SIGNATURE XXX v'),
    ...volumes
      .filter((volume) => !volume.tag)
      .map(({ offset, length }): Mark => ({
        offset,
        text: VOLUME_MARK,
        isCommon: true,
        isAt: (bytes, at) => isVolumeAt(bytes, at, length),
      })),
  ].sort((a, b) => a.offset - b.offset);
}

const isVolumeAt = (bytes: Uint8Array, at: number, length: number): boolean => {
  const header = u16(bytes, at + 0x30);
  return (
    at >= 0 &&
    startsWith(bytes, at + VOLUME_MARK_AT, VOLUME_MARK) &&
    u32(bytes, at + 0x20) === length &&
    header >= 0x48 &&
    header <= 0x1000 &&
    sum16(bytes, at, header) === 0
  );
};

const MAX_HITS = 16;
const NEAR_BYTES = 0x10000;

function search(bytes: Uint8Array, { offset, text, isAt, isCommon = false }: Mark): number | undefined {
  const lead = isCommon ? VOLUME_MARK_AT : 0;
  let from = isCommon ? Math.max(0, offset - NEAR_BYTES) : 0;
  const to = isCommon ? offset + NEAR_BYTES : bytes.length;
  for (let hits = 0; hits < MAX_HITS; hits++) {
    const at = indexOfText(bytes, text, from, to);
    if (at < 0) return undefined;
    if (isAt(bytes, at - lead)) return at - lead;
    from = at + 1;
  }
  return undefined;
}

/** The file with everything moved back by `byBytes`; what was never read is FF. The size stays. */
export function realign(bytes: Uint8Array, byBytes: number): Uint8Array {
  const result = new Uint8Array(bytes.length).fill(0xff);
  const source = byBytes > 0 ? bytes.subarray(byBytes) : bytes.subarray(0, Math.max(0, bytes.length + byBytes));
  result.set(source, byBytes > 0 ? 0 : Math.min(-byBytes, bytes.length));
  return result;
}
