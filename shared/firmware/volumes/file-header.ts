// Headers of files in a firmware volume: fields, sums, and how to find the next one where one is damaged.
import { firstOther } from '../bytes';
import { isKnownFileType } from './type-names';
import { byteSum } from './volume-sums';
import type { Walk } from './walk';

export const FILE_HEADER_BYTES = 24;
const LARGE_HEADER_BYTES = 32;
const CHECKSUM_ATTRIBUTE = 0x40;
/** FFS3: the size stands behind the header. Revision 1: two bytes follow the content. */
const LARGE_OR_TAIL_ATTRIBUTE = 0x01;
const TAIL_BYTES = 2;
export const DATA_CHECKSUM = 0x11;
const TYPE = 0x12;
const ATTRIBUTES = 0x13;
const SIZE = 0x14;
export const STATE = 0x17;

/** What a volume says about the files in it. */
export interface FileRules {
  readonly start: number;
  readonly end: number;
  readonly erased: 0x00 | 0xff;
  readonly revision: number;
  readonly largeFiles: boolean;
}

export interface FileHeader {
  readonly at: number;
  readonly headerBytes: number;
  /** With the header. */
  readonly size: number;
  readonly type: number;
  /** With the erase polarity taken out: a bit is set where the mark was made. */
  readonly state: number;
  /** 0 is right. */
  readonly headerSum: number;
  /** Whether the size is one that a file here can have. */
  readonly sizeFits: boolean;
  readonly hasDataSum: boolean;
  readonly dataChecksum: number;
  /** Bytes behind the content that belong to the file. */
  readonly tailBytes: number;
}

/** States. Bits are set one after the other; a file is loaded while DATA_VALID is the highest. */
export const LOADED_STATE = 0x07;
const DELETED = 0x10;

export type FileState = 'valid' | 'updating' | 'deleted' | 'wrong';

export function stateOf(state: number): FileState {
  if (state === LOADED_STATE) return 'valid';
  if (state === (LOADED_STATE | 0x08)) return 'updating';
  return (state & ~0x08) === (LOADED_STATE | DELETED) ? 'deleted' : 'wrong';
}

const size24 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);

/** At least 24 bytes must be there. */
export function readFileHeader(bytes: Uint8Array, at: number, rules: FileRules): FileHeader {
  const attributes = bytes[at + ATTRIBUTES]!;
  const isLarge = rules.largeFiles && (attributes & LARGE_OR_TAIL_ATTRIBUTE) !== 0 && at + LARGE_HEADER_BYTES <= rules.end;
  const headerBytes = isLarge ? LARGE_HEADER_BYTES : FILE_HEADER_BYTES;
  const tailBytes = rules.revision === 1 && (attributes & LARGE_OR_TAIL_ATTRIBUTE) !== 0 ? TAIL_BYTES : 0;
  const size = isLarge ? largeSize(bytes, at + FILE_HEADER_BYTES) : size24(bytes, at + SIZE);
  return {
    at,
    headerBytes,
    size,
    type: bytes[at + TYPE]!,
    state: rules.erased === 0xff ? ~bytes[at + STATE]! & 0xff : bytes[at + STATE]!,
    headerSum: (byteSum(bytes, at, at + headerBytes) - bytes[at + DATA_CHECKSUM]! - bytes[at + STATE]!) & 0xff,
    sizeFits: size >= headerBytes + tailBytes && at + size <= rules.end,
    hasDataSum: (attributes & CHECKSUM_ATTRIBUTE) !== 0,
    dataChecksum: bytes[at + DATA_CHECKSUM]!,
    tailBytes,
  };
}

function largeSize(bytes: Uint8Array, at: number): number {
  const low = (size24(bytes, at) | (bytes[at + 3]! << 24)) >>> 0;
  return low + (size24(bytes, at + 4) + bytes[at + 7]! * 0x1000000) * 0x100000000;
}

/** Sum of the content with its checksum; 0 is right. Revision 1 sums it the same way. */
export const dataSum = (bytes: Uint8Array, { at, headerBytes, size, tailBytes, dataChecksum }: FileHeader): number =>
  (byteSum(bytes, at + headerBytes, at + size - tailBytes) + dataChecksum) & 0xff;

/** Stands where the content is not summed. */
export const fixedChecksum = (revision: number): number => (revision === 1 ? 0x5a : 0xaa);
export const isFixedChecksum = (value: number): boolean => value === 0x5a || value === 0xaa;

/** The next place on eights from the volume's start. */
export const alignFile = (at: number, { start }: FileRules): number => start + ((at - start + 7) & ~7);

export const isErased = (bytes: Uint8Array, from: number, to: number, { erased }: FileRules): boolean =>
  firstOther(bytes, erased, from, to) === to;

/** All that a header can show of itself is right. One in two million random places passes. */
function looksLikeHeader(bytes: Uint8Array, at: number, rules: FileRules): FileHeader | undefined {
  const state = rules.erased === 0xff ? ~bytes[at + STATE]! & 0xff : bytes[at + STATE]!;
  if ((state & 0xe7) !== LOADED_STATE || !isKnownFileType(bytes[at + TYPE]!)) return undefined;
  const header = readFileHeader(bytes, at, rules);
  if (header.headerSum !== 0 || !header.sizeFits) return undefined;
  return header.hasDataSum || isFixedChecksum(header.dataChecksum) ? header : undefined;
}

/** A header, the end, or the blank rest of the volume: what may follow a file. */
export function mayFollow(bytes: Uint8Array, at: number, rules: FileRules): boolean {
  if (at + FILE_HEADER_BYTES > rules.end) return at <= rules.end + 7;
  return looksLikeHeader(bytes, at, rules) !== undefined;
}

/** First place from `from` on where a file surely begins; undefined without one. */
export function nextFile(walk: Walk, bytes: Uint8Array, from: number, rules: FileRules): number | undefined {
  for (let at = alignFile(from, rules); at + FILE_HEADER_BYTES <= rules.end; at += 8) {
    const header = looksLikeHeader(bytes, at, rules);
    if (!header) continue;
    const behind = alignFile(at + header.size, rules);
    if (mayFollow(bytes, behind, rules) || isErased(bytes, behind, Math.min(behind + FILE_HEADER_BYTES, rules.end), rules)) return at;
    // What follows may be damaged too; then its own content can vouch for it.
    if (!header.hasDataSum) return at;
    walk.guessBytesLeft -= header.size;
    if (walk.guessBytesLeft > 0 && dataSum(bytes, header) === 0) return at;
  }
  return undefined;
}

/** First place in the volume's rules where three files in a row begin, that nothing but files looks like; undefined without one. */
export function nextRow(bytes: Uint8Array, rules: FileRules): number | undefined {
  for (let at = rules.start; at + FILE_HEADER_BYTES <= rules.end; at += 8) {
    const first = looksLikeHeader(bytes, at, rules);
    const second = first && follower(bytes, first, rules);
    if (second && follower(bytes, second, rules)) return at;
  }
  return undefined;
}

function follower(bytes: Uint8Array, header: FileHeader, rules: FileRules): FileHeader | undefined {
  const at = alignFile(header.at + header.size, rules);
  return at + FILE_HEADER_BYTES > rules.end ? undefined : looksLikeHeader(bytes, at, rules);
}

/** Size in the eight bytes before `next` that would make the header's sum right: then only the size was damaged. */
export function repairedSize(bytes: Uint8Array, header: FileHeader, next: number): number | undefined {
  if (header.headerBytes !== FILE_HEADER_BYTES) return undefined;
  const stated = byteSum(bytes, header.at + SIZE, header.at + SIZE + 3);
  for (let size = next - header.at; size > next - header.at - 8 && size >= FILE_HEADER_BYTES; size--) {
    const sum = header.headerSum - stated + (size & 0xff) + ((size >> 8) & 0xff) + ((size >> 16) & 0xff);
    if ((sum & 0xff) === 0) return size;
  }
  return undefined;
}

/** Parts of a file that its header's sum covers: not the state, and the data checksum only by its value. */
export const provenHeaderBytes = (header: FileHeader): readonly { readonly at: number; readonly length: number }[] => [
  { at: header.at, length: STATE },
  ...(header.headerBytes > FILE_HEADER_BYTES
    ? [{ at: header.at + FILE_HEADER_BYTES, length: header.headerBytes - FILE_HEADER_BYTES }]
    : []),
];
