// The headers of a tar file (POSIX ustar, with the long names of GNU tar): which files are inside and where they stand.
import { fault } from '../../shared/model/errors';

export interface TarEntry {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

const BLOCK = 512;
const MOST_NAME = 4096;

/** Regular files only. Throws ARCHIVE_DAMAGED. */
export function readTar(bytes: Uint8Array, path: string): TarEntry[] {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    if (!hasGoodSum(bytes, at)) throw fault('ARCHIVE_DAMAGED', { path, detail: 'the checksum of a header is wrong' });
    const length = octal(bytes, at + 124, 12);
    const offset = at + BLOCK;
    if (!(offset + length <= bytes.length)) throw fault('ARCHIVE_DAMAGED', { path, detail: 'it is cut short' });
    const type = String.fromCharCode(bytes[at + 156]!);
    if (type === 'L') longName = text(bytes, offset, Math.min(length, MOST_NAME));
    else if (type === '0' || type === '\0') entries.push({ name: longName ?? nameAt(bytes, at), offset, length });
    if (type !== 'L') longName = undefined;
    at = offset + Math.ceil(length / BLOCK) * BLOCK;
  }
  return entries;
}

function nameAt(bytes: Uint8Array, at: number): string {
  const prefix = text(bytes, at + 345, 155);
  const name = text(bytes, at, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The sum is taken with blanks in its own place. */
function hasGoodSum(bytes: Uint8Array, at: number): boolean {
  let sum = 8 * 0x20;
  for (let index = 0; index < BLOCK; index++) if (index < 148 || index >= 156) sum += bytes[at + index]!;
  return sum === octal(bytes, at + 148, 8);
}

/** NaN where it is no number. */
const octal = (bytes: Uint8Array, at: number, length: number): number => {
  const digits = text(bytes, at, length).trim();
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number.NaN;
};

function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
