// zip, gzip and tar under the rules of packages: safe names, no name twice, a bounded whole. The formats themselves are read as for
// inspection.
import { gunzipSync } from 'node:zlib';
import { isFilledWith, startsWith, u16, u32 } from '../../../shared/firmware/bytes';
import { fault } from '../../../shared/model/errors';
import { archiveKindOf, type OpenedKind } from '../../inspection/archive-kind';
import { plain } from '../../inspection/node-tools';
import { membersOf } from '../../inspection/unpack';
import { checkMembers, safePath, type Allowance, type ArchiveMember } from './archive';

const ZIP_END = 'PK\x05\x06';
const ZIP_ENTRY = 'PK\x01\x02';
const ZIP_MEMBER = 'PK\x03\x04';
const ZIP_END_BYTES = 22;
const MOST_ZIP_COMMENT = 0xffff;

/** Deflate by gzip, without the flag bits that mean nothing. */
export const isGzip = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0;
export const isTar = (bytes: Uint8Array): boolean => archiveKindOf(bytes.subarray(0, 512))?.opened === 'tar';
export const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0, ZIP_MEMBER) || startsWith(bytes, 0, ZIP_END);

/** @throws PACKAGE_TRUNCATED, PACKAGE_DAMAGED, PACKAGE_TOO_LARGE */
export function gunzip(bytes: Uint8Array, allowance: Allowance): Uint8Array {
  const most = Math.max(1, allowance.bytesLeft);
  try {
    const content = plain(gunzipSync(bytes, { maxOutputLength: most }));
    allowance.takeBytes(content.length);
    return content;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw fault('PACKAGE_TOO_LARGE', { bytes: most, limit: most }, thrown);
    if (code === 'Z_BUF_ERROR') throw fault('PACKAGE_TRUNCATED', { detail: 'gzip' }, thrown);
    if (code?.startsWith('Z_')) throw fault('PACKAGE_DAMAGED', { detail: 'gzip' }, thrown);
    throw thrown;
  }
}

const TAR_BLOCK_BYTES = 512;

/** @throws ARCHIVE_*, PACKAGE_*; PACKAGE_TRUNCATED where the blank blocks that end every tar are missing */
export function readTar(bytes: Uint8Array, allowance: Allowance): readonly ArchiveMember[] {
  const members = readOpened('tar', bytes, allowance);
  if (!isFilledWith(bytes, 0, Math.max(0, bytes.length - TAR_BLOCK_BYTES))) throw fault('PACKAGE_TRUNCATED', { offset: bytes.length });
  return members;
}

/** @throws ARCHIVE_*, PACKAGE_* */
export const readZip = (bytes: Uint8Array, allowance: Allowance): readonly ArchiveMember[] => readOpened('zip', bytes, allowance);

/**
 * The zip that ends these bytes, whatever stands before it: a program, or the signature of a .fwpkg for iLO 6. Its directory tells how
 * far its own offsets reach back, so both kinds of self-extractor are found: those that count from the program's start and the others.
 */
export function zipAtEnd(bytes: Uint8Array): Uint8Array | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const lowest = Math.max(0, bytes.length - ZIP_END_BYTES - MOST_ZIP_COMMENT);
  for (
    let at = buffer.lastIndexOf(ZIP_END, undefined, 'latin1');
    at >= lowest;
    at = at === 0 ? -1 : buffer.lastIndexOf(ZIP_END, at - 1, 'latin1')
  ) {
    const [entries, length, offset] = [u16(bytes, at + 10), u32(bytes, at + 12), u32(bytes, at + 16)];
    const start = at - length - offset;
    if (start < 0 || at + ZIP_END_BYTES > bytes.length) continue;
    if (entries > 0 && startsWith(bytes, at - length, ZIP_ENTRY)) return bytes.subarray(start);
  }
  return undefined;
}

function readOpened(kind: OpenedKind, bytes: Uint8Array, allowance: Allowance): readonly ArchiveMember[] {
  const members = membersOf(kind, 'package', bytes).map(({ name, size, unpack }) => ({ path: safePath(name), size, content: unpack }));
  return checkMembers(members, allowance);
}
