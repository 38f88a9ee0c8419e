// Rich firmware volumes for tests: any files with any sections, packed or not, sums right. `volume.ts` makes the plain big ones.
import { asciiBytes, sum16, sum8 } from '../bytes';
import { guidBytes, sectionGuids } from '../volumes/guids';
import { crc32 } from '../volumes/volume-sums';
import { blank, noise, put, putText } from './paint';
import { tianoPack, type PackOptions } from './uefi-tiano';

const FFS2 = '8C8CE578-8A3D-4F1C-9935-896185C32DD3';

function joinOn(parts: readonly Uint8Array[], unit: number, filler: number): Uint8Array {
  const padded = (part: Uint8Array, isLast: boolean): number => (isLast ? part.length : Math.ceil(part.length / unit) * unit);
  const bytes = new Uint8Array(parts.reduce((sum, part, index) => sum + padded(part, index === parts.length - 1), 0)).fill(filler);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += padded(part, false);
  }
  return bytes;
}

/** Sections one behind the other, on fours. */
export const sections = (...parts: readonly Uint8Array[]): Uint8Array => joinOn(parts, 4, 0);

export function section(type: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = joinOn(content, 1, 0);
  const bytes = new Uint8Array(4 + body.length);
  put(bytes, 0, bytes.length, 3);
  put(bytes, 3, type, 1);
  bytes.set(body, 4);
  return bytes;
}

/** A program of noise: nothing in it is a program but its first two letters. */
export function programSection(length: number, seed: number): Uint8Array {
  const image = new Uint8Array(length);
  noise(image, 0, length, seed);
  putText(image, 0, 'MZ');
  return section(0x10, image);
}

export const nameSection = (name: string): Uint8Array =>
  section(0x15, asciiBytes([...name, ''].map((letter) => `${letter || '\0'}\0`).join('')));

export const freeformSection = (guid: string, content: Uint8Array): Uint8Array => section(0x18, guidBytes(guid), content);

export function compressedSection(content: Uint8Array, options: PackOptions | 'stored'): Uint8Array {
  const fields = new Uint8Array(5);
  put(fields, 0, content.length, 4);
  put(fields, 4, options === 'stored' ? 0 : 1, 1);
  return section(0x01, fields, options === 'stored' ? content : tianoPack(content, options));
}

/** `extra`: fields between the common ones and the content. */
export function guidSection(guid: string, content: Uint8Array, attributes: number, extra = new Uint8Array()): Uint8Array {
  const fields = new Uint8Array(4);
  put(fields, 0, 24 + extra.length, 2);
  put(fields, 2, attributes, 2);
  return section(0x02, guidBytes(guid), fields, extra, content);
}

export function crc32Section(content: Uint8Array): Uint8Array {
  const sum = new Uint8Array(4);
  put(sum, 0, crc32(content), 4);
  return guidSection(sectionGuids.crc32, content, 2, sum);
}

export interface SyntheticFile {
  readonly guid: string;
  readonly type: number;
  readonly body: Uint8Array;
  /** Else the fixed value stands for the sum of the content. */
  readonly isSummed?: boolean;
  readonly fixedChecksum?: number;
  /** As it stands in flash. */
  readonly state?: number;
  /** Size behind the header, as FFS3 allows. */
  readonly isLarge?: boolean;
}

export function uefiFile({
  guid,
  type,
  body,
  isSummed = true,
  fixedChecksum = 0xaa,
  state = 0xf8,
  isLarge = false,
}: SyntheticFile): Uint8Array {
  const headerBytes = isLarge ? 32 : 24;
  const bytes = new Uint8Array(headerBytes + body.length);
  bytes.set(guidBytes(guid));
  put(bytes, 0x12, type, 1);
  put(bytes, 0x13, (isSummed ? 0x40 : 0) | (isLarge ? 0x01 : 0), 1);
  put(bytes, 0x14, isLarge ? 0 : bytes.length, 3);
  if (isLarge) put(bytes, 0x18, bytes.length, 4);
  bytes.set(body, headerBytes);
  put(bytes, 0x10, -sum8(bytes, 0, headerBytes), 1);
  put(bytes, 0x11, isSummed ? -sum8(body, 0, body.length) : fixedChecksum, 1);
  put(bytes, 0x17, state, 1);
  return bytes;
}

export interface SyntheticUefiVolume {
  readonly length: number;
  readonly files: readonly Uint8Array[];
  readonly fileSystem?: string;
  /** Of an extended header, which stands in a padding file as edk2 makes it. */
  readonly nameGuid?: string;
}

const HEADER_BYTES = 0x48;
const EXTENDED_BYTES = 20;

export function uefiVolume({ length, files, fileSystem = FFS2, nameGuid }: SyntheticUefiVolume): Uint8Array {
  const bytes = blank(length);
  const head = nameGuid === undefined ? [] : [extendedHeader(nameGuid)];
  bytes.set(joinOn([...head, ...files], 8, 0xff), HEADER_BYTES);
  bytes.fill(0, 0, HEADER_BYTES);
  bytes.set(guidBytes(fileSystem), 0x10);
  put(bytes, 0x20, length, 4);
  putText(bytes, 0x28, '_FVH');
  put(bytes, 0x2c, 0x0004feff, 4);
  put(bytes, 0x30, HEADER_BYTES, 2);
  put(bytes, 0x34, nameGuid === undefined ? 0 : HEADER_BYTES + 24, 2);
  put(bytes, 0x37, 2, 1);
  put(bytes, 0x38, length / 8, 4);
  put(bytes, 0x3c, 8, 4);
  put(bytes, 0x32, -sum16(bytes, 0, HEADER_BYTES), 2);
  return bytes;
}

function extendedHeader(nameGuid: string): Uint8Array {
  const body = new Uint8Array(EXTENDED_BYTES);
  body.set(guidBytes(nameGuid));
  put(body, 16, EXTENDED_BYTES, 4);
  return uefiFile({ guid: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', type: 0xf0, body, isSummed: false });
}
