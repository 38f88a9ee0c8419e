// Headers of sections, and whether bytes are a row of sections at all.
import { u24, u32, u8 } from '../bytes';
import { sectionTypeName } from './type-names';

const LARGE_SIZE = 0xffffff;

export interface SectionHeader {
  readonly at: number;
  readonly type: number;
  /** With its header. */
  readonly size: number;
  /** Common part: 4, or 8 for large ones. Fields of the type follow. */
  readonly headerBytes: number;
}

export const sectionType = {
  compressed: 0x01,
  guidDefined: 0x02,
  disposable: 0x03,
  pe32: 0x10,
  name: 0x15,
  volume: 0x17,
  freeform: 0x18,
  raw: 0x19,
} as const;

/** Undefined where none fits before `end`. */
export function readSectionHeader(bytes: Uint8Array, at: number, end: number): SectionHeader | undefined {
  if (at + 4 > end) return undefined;
  const small = u24(bytes, at);
  const headerBytes = small === LARGE_SIZE ? 8 : 4;
  if (at + headerBytes > end) return undefined;
  const size = small === LARGE_SIZE ? u32(bytes, at + 4) : small;
  return size < headerBytes || at + size > end ? undefined : { at, type: u8(bytes, at + 3), size, headerBytes };
}

export const isKnownSectionType = (type: number): boolean => !sectionTypeName(type).startsWith('Section of');

/** The first has a known type and fits. */
export function looksLikeSections(bytes: Uint8Array): boolean {
  const header = readSectionHeader(bytes, 0, bytes.length);
  return header !== undefined && isKnownSectionType(header.type);
}
