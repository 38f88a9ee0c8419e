// Headers of firmware volumes, whole or damaged. Decides what is a volume at all: `_FVH` also stands as text inside code.
import { u16, u32, u8 } from '../bytes';
import { VARIABLE_VOLUME, fileSystems, guidAt, guidBytes } from './guids';
import { wordSum } from './volume-sums';

export interface VolumeHeader {
  readonly offset: number;
  /** As far as the header can be believed; may reach beyond the bytes. */
  readonly length: number;
  readonly headerBytes: number;
  readonly revision: number;
  /** Of the file system; of a damaged header the known one it nearly is. */
  readonly fileSystem: string;
  /** Of the extended header: names this volume among others. */
  readonly nameGuid?: string;
  /** Where the first file may stand, from the volume's start. */
  readonly firstFile: number;
  readonly erased: 0x00 | 0xff;
  /** Sum of the header's words; 0 is right. */
  readonly sum: number;
  readonly signatureIsRight: boolean;
  /** Field and block map name two lengths. */
  readonly otherLength?: number;
}

/** Shorter ones are stray texts (images.md 5). */
const SHORTEST_HEADER_BYTES = 0x48;
/** A block map of more than a hundred rows is none. */
const LONGEST_HEADER_BYTES = 0x400;
const BLOCK_MAP = 0x38;
/** `_FVH` */
const SIGNATURE = 0x4856465f;
const ERASE_POLARITY = 0x800;
const EXTENDED_HEADER_BYTES = 20;

export const volumeGuids = [...fileSystems.keys(), VARIABLE_VOLUME].map((guid) => ({ guid, bytes: guidBytes(guid) }));

function flippedBits(left: number, right: number): number {
  let count = 0;
  for (let rest = (left ^ right) >>> 0; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The known file system that differs in at most `most` bits from the identifier at `offset`. */
export function nearGuid(bytes: Uint8Array, offset: number, most: number): string | undefined {
  for (const { guid, bytes: wanted } of volumeGuids) {
    let bits = 0;
    for (let index = 0; index < 16 && bits <= most; index++) bits += flippedBits(u8(bytes, offset + index), wanted[index]!);
    if (bits <= most) return guid;
  }
  return undefined;
}

/** Bytes the block map names, and how long a header with it is; undefined without a row of zeros at its end. */
function readBlockMap(bytes: Uint8Array, offset: number): { length: number; headerBytes: number } | undefined {
  let length = 0;
  for (let at = BLOCK_MAP; at + 8 <= LONGEST_HEADER_BYTES; at += 8) {
    const blocks = u32(bytes, offset + at);
    const blockBytes = u32(bytes, offset + at + 4);
    if (blocks === 0 && blockBytes === 0) return at === BLOCK_MAP ? undefined : { length, headerBytes: at + 8 };
    length += blocks * blockBytes;
    if (length > 0xffffffff) return undefined;
  }
  return undefined;
}

/** The header at `offset`, if there is enough of one to be believed. `end`: of the bytes it may use. */
export function readVolumeHeader(bytes: Uint8Array, offset: number, end: number): VolumeHeader | undefined {
  const room = end - offset;
  if (room < SHORTEST_HEADER_BYTES) return undefined;
  const signatureIsRight = u32(bytes, offset + 0x28) === SIGNATURE;
  const stated = { headerBytes: u16(bytes, offset + 0x30), length: u32(bytes, offset + 0x20) };
  const lengthIsSmall = u32(bytes, offset + 0x24) === 0;
  const revision = u8(bytes, offset + 0x37);
  const revisionIsKnown = revision === 1 || revision === 2;
  const headerFits =
    stated.headerBytes >= SHORTEST_HEADER_BYTES &&
    stated.headerBytes <= LONGEST_HEADER_BYTES &&
    stated.headerBytes % 2 === 0 &&
    stated.headerBytes <= room;
  const lengthFits = lengthIsSmall && stated.length >= stated.headerBytes;
  if (signatureIsRight && headerFits && lengthFits && revisionIsKnown) {
    const sum = wordSum(bytes, offset, offset + stated.headerBytes);
    if (sum === 0) return describe(bytes, offset, end, { ...stated, revision, sum, signatureIsRight });
  }
  return readDamaged(bytes, offset, end, stated, { signatureIsRight, headerFits, lengthFits: lengthFits && stated.length <= room });
}

/** Believed where most of what makes a header is right: of signature, file system, sizes and revision all but one or two. */
function readDamaged(
  bytes: Uint8Array,
  offset: number,
  end: number,
  stated: { headerBytes: number; length: number },
  fits: { signatureIsRight: boolean; headerFits: boolean; lengthFits: boolean },
): VolumeHeader | undefined {
  const guid = nearGuid(bytes, offset + 0x10, 2);
  const revision = u8(bytes, offset + 0x37);
  const map = readBlockMap(bytes, offset);
  const mapFits = map !== undefined && map.length >= SHORTEST_HEADER_BYTES && map.length <= end - offset;
  const witnesses = [
    guid !== undefined,
    revision === 1 || revision === 2,
    fits.headerFits,
    fits.lengthFits,
    mapFits,
    mapFits && map.length === stated.length,
    mapFits && map.headerBytes === stated.headerBytes,
  ].filter(Boolean).length;
  if (!fits.signatureIsRight && (guid === undefined || witnesses < 5)) return undefined;
  if (witnesses < 4 || (!fits.lengthFits && !mapFits) || (!fits.headerFits && !mapFits)) return undefined;
  const lengths = [...(fits.lengthFits ? [stated.length] : []), ...(mapFits ? [map.length] : [])];
  const headers = [...(fits.headerFits ? [stated.headerBytes] : []), ...(mapFits ? [map.headerBytes] : [])];
  // Of two lengths that which makes the sum right is the old one; else the shorter, so that nothing behind is swallowed.
  const repaired = headers
    .flatMap((headerBytes) => lengths.map((length) => ({ headerBytes, length })))
    .find((sizes) => sumWith(bytes, offset, sizes) === 0);
  const sizes = repaired ?? { headerBytes: headers[0]!, length: Math.min(...lengths) };
  const otherLength = lengths.find((length) => length !== sizes.length);
  return describe(bytes, offset, end, {
    ...sizes,
    revision: revision === 1 ? 1 : 2,
    sum: wordSum(bytes, offset, offset + sizes.headerBytes),
    signatureIsRight: fits.signatureIsRight,
    ...(guid === undefined ? {} : { guid }),
    ...(otherLength === undefined ? {} : { otherLength }),
    isDamaged: true,
  });
}

/** Sum of the header's words if it named these sizes. */
function sumWith(bytes: Uint8Array, offset: number, { headerBytes, length }: { headerBytes: number; length: number }): number {
  if (offset + headerBytes > bytes.length) return -1;
  const high = length >>> 16;
  const stated = u16(bytes, offset + 0x20) + u16(bytes, offset + 0x22) + u16(bytes, offset + 0x24) + u16(bytes, offset + 0x26);
  const sum = wordSum(bytes, offset, offset + headerBytes) - stated - u16(bytes, offset + 0x30);
  return (sum + (length & 0xffff) + high + headerBytes) & 0xffff;
}

interface Basics {
  readonly headerBytes: number;
  readonly length: number;
  readonly revision: number;
  readonly sum: number;
  readonly signatureIsRight: boolean;
  readonly guid?: string;
  readonly otherLength?: number;
  readonly isDamaged?: boolean;
}

function describe(bytes: Uint8Array, offset: number, end: number, basics: Basics): VolumeHeader {
  const { guid, isDamaged, ...rest } = basics;
  const extendedAt = u16(bytes, offset + 0x34);
  const bodyEnd = Math.min(offset + basics.length, end);
  const extendedBytes = u32(bytes, offset + extendedAt + 16);
  const isExtended =
    extendedAt >= basics.headerBytes &&
    offset + extendedAt + EXTENDED_HEADER_BYTES <= bodyEnd &&
    extendedBytes >= EXTENDED_HEADER_BYTES &&
    offset + extendedAt + extendedBytes <= bodyEnd;
  return {
    offset,
    ...rest,
    fileSystem: guid ?? guidAt(bytes, offset + 0x10),
    firstFile: ((isExtended ? extendedAt + extendedBytes : basics.headerBytes) + 7) & ~7,
    // The bit may be the damaged one; flash of these machines is always FF when erased.
    erased: isDamaged || (u32(bytes, offset + 0x2c) & ERASE_POLARITY) !== 0 ? 0xff : 0x00,
    ...(isExtended ? { nameGuid: guidAt(bytes, offset + extendedAt) } : {}),
  };
}
