// rpm packages: lead, two header blocks, then a packed cpio archive. Only gzip is known of HP's.
import { startsWith } from '../../../shared/firmware/bytes';
import { fault } from '../../../shared/model/errors';
import type { ArchiveMember, PackageLimits } from './archive';
import { readCpio } from './cpio';
import { gunzip, isGzip } from './packed';

const LEAD_BYTES = 96;
const HEADER_MAGIC = [0x8e, 0xad, 0xe8];

export const isRpm = (bytes: Uint8Array): boolean => startsWith(bytes, 0, '\xed\xab\xee\xdb');

/** @throws PACKAGE_* as `readCpio`; PACKAGE_METHOD_UNKNOWN where the payload is packed otherwise */
export function readRpm(bytes: Uint8Array, limits: PackageLimits): readonly ArchiveMember[] {
  // The signature's header is padded to 8 bytes, the second one is not.
  const afterSignature = (skipHeader(bytes, LEAD_BYTES) + 7) & ~7;
  const payload = bytes.subarray(skipHeader(bytes, afterSignature));
  if (isGzip(payload, 0)) return readCpio(gunzip(payload), limits);
  throw fault('PACKAGE_METHOD_UNKNOWN', { method: startsWith(payload, 1, '7zXZ') ? 'xz' : 'payload of this rpm' });
}

/** Answers the offset behind the header at `at`: magic, counts, index of 16 bytes an entry, then the store. Numbers are big-endian. */
function skipHeader(bytes: Uint8Array, at: number): number {
  if (at + 16 > bytes.length) throw fault('PACKAGE_TRUNCATED', { offset: at });
  if (HEADER_MAGIC.some((byte, index) => bytes[at + index] !== byte)) throw fault('PACKAGE_DAMAGED', { detail: 'rpm header', offset: at });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = at + 16 + view.getUint32(at + 8) * 16 + view.getUint32(at + 12);
  if (end > bytes.length) throw fault('PACKAGE_TRUNCATED', { offset: at });
  return end;
}
