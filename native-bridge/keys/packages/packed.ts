// zip, gzip and tar, as the inspection reads them, under the rules of packages: safe names, no name twice, a bounded whole.
import { archiveKindOf, type OpenedKind } from '../../inspection/archive-kind';
import { membersOf } from '../../inspection/unpack';
import { startsWith } from '../../../shared/firmware/bytes';
import { checkMembers, safePath, type ArchiveMember, type PackageLimits } from './archive';

const isOf = (kind: OpenedKind, bytes: Uint8Array): boolean => archiveKindOf(bytes)?.opened === kind;

export const isGzip = (bytes: Uint8Array, at: number): boolean => isOf('gzip', bytes.subarray(at, at + 4));
export const isTar = (bytes: Uint8Array): boolean => isOf('tar', bytes);

/** @throws ARCHIVE_DAMAGED, ARCHIVE_NOT_OPENED */
export function gunzip(bytes: Uint8Array): Uint8Array {
  const [member] = membersOf('gzip', 'package', bytes);
  return member?.unpack() ?? new Uint8Array();
}

/** @throws ARCHIVE_*, PACKAGE_* */
export const readTar = (bytes: Uint8Array, limits: PackageLimits): readonly ArchiveMember[] => readOpened('tar', bytes, limits);

/** Also where something stands before the archive, as in a .fwpkg for iLO 6. @throws ARCHIVE_*, PACKAGE_* */
export function readZip(bytes: Uint8Array, limits: PackageLimits): readonly ArchiveMember[] {
  return readOpened('zip', bytes.subarray(zipStart(bytes) ?? 0), limits);
}

/** Where the first local header stands, if that is in the first 64 KiB. */
export function zipStart(bytes: Uint8Array): number | undefined {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 0x10000)).indexOf('PK\x03\x04', 0, 'latin1');
  return at >= 0 && startsWith(bytes, at, 'PK\x03\x04') ? at : undefined;
}

function readOpened(kind: OpenedKind, bytes: Uint8Array, limits: PackageLimits): readonly ArchiveMember[] {
  const members = membersOf(kind, 'package', bytes).map(({ name, size, unpack }) => ({ path: safePath(name), size, content: unpack }));
  return checkMembers(members, limits);
}
