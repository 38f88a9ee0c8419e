// rpm packages: lead, two header blocks, then a packed cpio archive. HP's are packed by gzip; other ways go to the general unpacker.
import { startsWith } from '../../../shared/firmware/bytes';
import { fault } from '../../../shared/model/errors';
import type { Allowance, ArchiveMember } from './archive';
import { readCpio } from './cpio';
import { gunzip, isGzip } from './packed';
import { readWithSevenZip } from './seven-zip';

const LEAD_BYTES = 96;
const HEADER_MAGIC = [0x8e, 0xad, 0xe8];
const XZ = '\xfd7zXZ\0';
const BZIP2 = 'BZh';

export const isRpm = (bytes: Uint8Array): boolean => startsWith(bytes, 0, '\xed\xab\xee\xdb');

/** @throws PACKAGE_* as `readCpio`; PACKAGE_METHOD_UNKNOWN where the payload is packed otherwise */
export async function readRpm(bytes: Uint8Array, allowance: Allowance): Promise<readonly ArchiveMember[]> {
  // The signature's header is padded to 8 bytes, the second one is not.
  const afterSignature = (skipHeader(bytes, LEAD_BYTES) + 7) & ~7;
  const payload = bytes.subarray(skipHeader(bytes, afterSignature));
  if (isGzip(payload, 0)) return readCpio(gunzip(payload, allowance), allowance);
  if (!startsWith(payload, 0, XZ) && !startsWith(payload, 0, BZIP2))
    throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'the payload of this rpm' });
  const [archive] = await readWithSevenZip(payload, allowance);
  return readCpio(archive?.content() ?? new Uint8Array(), allowance);
}

/** Answers the offset behind the header at `at`: magic, counts, index of 16 bytes an entry, then the store. Numbers are big-endian. */
function skipHeader(bytes: Uint8Array, at: number): number {
  if (at + 16 > bytes.length) throw fault('PACKAGE_TRUNCATED', { offset: at });
  if (HEADER_MAGIC.some((byte, index) => bytes[at + index] !== byte)) throw fault('PACKAGE_DAMAGED', { detail: 'rpm header', offset: at });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = at + 16 + view.getUint32(at + 8) * 16 + view.getUint32(at + 12);
  if (end > bytes.length) throw fault('PACKAGE_TRUNCATED', { offset: at });
  return end;
}
