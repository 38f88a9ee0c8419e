// Firmware volumes with files of noise: headers and sums are right, so that every check of structure holds.
import { sum16, sum8 } from '../bytes';
import { guidBytes } from '../volumes/guids';
import { blank, noise, put, putText } from './paint';

/** Public identifier of the file system of UEFI PI volumes (8C8CE578-8A3D-4F1C-9935-896185C32DD3). */
const FILE_SYSTEM = [0x78, 0xe5, 0x8c, 0x8c, 0x3d, 0x8a, 0x1c, 0x4f, 0x99, 0x35, 0x89, 0x61, 0x85, 0xc3, 0x2d, 0xd3];
export const VOLUME_HEADER_BYTES = 0x48;
export const FILE_HEADER_BYTES = 24;
/** Public identifier of the file that ends at the reset vector (1BA0062E-C779-4582-8566-336AE8F78F09). */
export const VOLUME_TOP_FILE = [0x2e, 0x06, 0xa0, 0x1b, 0x79, 0xc7, 0x82, 0x45, 0x85, 0x66, 0x33, 0x6a, 0xe8, 0xf7, 0x8f, 0x09];
const RAW = 0x01;
const PAD = 0xf0;

export interface SyntheticFile {
  readonly guid: string;
  readonly type: number;
  readonly body: Uint8Array;
}

export interface SyntheticVolume {
  readonly length: number;
  readonly seed: number;
  /** "FLSHJ6103.96": twelve characters in the first bytes, under a sum of their own. */
  readonly tag?: string;
  /** Share of the volume that holds files; the rest is blank. */
  readonly fill: number;
  /** In front of the files of noise. */
  readonly files?: readonly SyntheticFile[];
  /** Own content, by offset in the volume; must lie inside one file. */
  readonly patches?: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
}

const FILE_BYTES = 0x40000;

export function syntheticVolume({ length, seed, tag, fill, files = [], patches = [] }: SyntheticVolume): Uint8Array {
  const bytes = blank(length);
  const end = VOLUME_HEADER_BYTES + Math.floor(((length - VOLUME_HEADER_BYTES) * fill) / 8) * 8;
  const from = writeFiles(bytes, files);
  for (let at = from, index = 0; at < end; at += FILE_BYTES, index++) {
    const size = Math.min(FILE_BYTES, end - at);
    noise(bytes, at, size, seed * 1000 + index);
    for (const patch of patches) if (patch.offset >= at && patch.offset < at + size) bytes.set(patch.bytes, patch.offset);
    writeFileHeader(bytes, at, size, RAW, seed * 1000 + index);
  }
  writeVolumeHeader(bytes, tag);
  return bytes;
}

/** Answers where the next file goes: files start at multiples of eight. */
function writeFiles(bytes: Uint8Array, files: readonly SyntheticFile[]): number {
  let at = VOLUME_HEADER_BYTES;
  for (const { guid, type, body } of files) {
    const size = FILE_HEADER_BYTES + body.length;
    bytes.set(body, at + FILE_HEADER_BYTES);
    writeFileHeader(bytes, at, size, type, [...guidBytes(guid)]);
    at = (at + size + 7) & ~7;
  }
  return at;
}

/** Header of a file whose data stands already; `size` counts the header. Its identifier is noise from a seed, or given. */
export function writeFileHeader(bytes: Uint8Array, at: number, size: number, type: number, identifier: number | readonly number[]): void {
  if (typeof identifier === 'number') noise(bytes, at, 16, identifier + 500_000);
  else bytes.set(identifier, at);
  put(bytes, at + 16, 0, 2);
  put(bytes, at + 18, type, 1);
  put(bytes, at + 19, 0x40, 1);
  put(bytes, at + 20, size, 3);
  put(bytes, at + 23, 0, 1);
  put(bytes, at + 16, -sum8(bytes, at, FILE_HEADER_BYTES), 1);
  put(bytes, at + 17, -sum8(bytes, at + FILE_HEADER_BYTES, size - FILE_HEADER_BYTES), 1);
  // Header and data valid; bits are inverted where erased flash is FF.
  put(bytes, at + 23, 0xf8, 1);
}

/** A file that only keeps a gap: its data stays blank. */
export function writePadFile(bytes: Uint8Array, at: number, size: number): void {
  writeFileHeader(bytes, at, size, PAD, 0);
}

export function writeVolumeHeader(bytes: Uint8Array, tag: string | undefined): void {
  bytes.fill(0, 0, 16);
  if (tag) {
    putText(bytes, 0, `${tag}  `);
    put(bytes, 14, -sum16(bytes, 0, 14), 2);
  }
  bytes.set(FILE_SYSTEM, 0x10);
  put(bytes, 0x20, bytes.length, 4);
  put(bytes, 0x24, 0, 4);
  putText(bytes, 0x28, '_FVH');
  put(bytes, 0x2c, 0x0004feff, 4);
  put(bytes, 0x30, VOLUME_HEADER_BYTES, 2);
  put(bytes, 0x32, 0, 2);
  put(bytes, 0x34, 0, 2);
  put(bytes, 0x36, 0x0200, 2);
  put(bytes, 0x38, bytes.length / 0x1000, 4);
  put(bytes, 0x3c, 0x1000, 4);
  bytes.fill(0, 0x40, VOLUME_HEADER_BYTES);
  put(bytes, 0x32, -sum16(bytes, 0, VOLUME_HEADER_BYTES), 2);
}
