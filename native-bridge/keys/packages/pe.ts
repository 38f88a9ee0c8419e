// Windows programs as containers: what stands behind their last section, and whether the Authenticode digest still fits. The signer's
// chain is not judged: only that the file is as it was signed.
import { createHash } from 'node:crypto';
import { startsWith, u16, u32 } from '../../../shared/firmware/bytes';
import type { ByteRange } from '../../../shared/model/plan';

const SECTION_BYTES = 40;
const MOST_SECTIONS = 96;
/** Places in the data directory. */
const RESOURCES = 2;
const SECURITY = 4;

export interface PeSection {
  /** Where it is when the program runs, and where it stands in the file. */
  readonly address: number;
  readonly offset: number;
  readonly length: number;
}

export interface PeFile {
  readonly sections: readonly PeSection[];
  /** Where the resources are when the program runs; 0 where it has none. */
  readonly resourceAddress: number;
  /** Behind the last section; a package's archive stands here. */
  readonly overlayAt: number;
  readonly checksumAt: number;
  /** Entry of the data directory that names the certificate table. */
  readonly securityEntryAt: number;
  readonly certificates?: ByteRange;
  /** A section or the certificates end behind the end of the file. */
  readonly isCut: boolean;
}

export const isMz = (bytes: Uint8Array): boolean => startsWith(bytes, 0, 'MZ');

/** Whether the header of a DOS program holds together: the two letters alone may be chance. */
export const isDosProgram = (bytes: Uint8Array): boolean =>
  isMz(bytes) && bytes.length >= 0x40 && u16(bytes, 2) < 512 && u16(bytes, 4) > 0 && u16(bytes, 8) * 16 <= bytes.length;

/** Undefined where there is no PE header: a DOS program, or no program. */
export function readPe(bytes: Uint8Array): PeFile | undefined {
  const at = u32(bytes, 0x3c);
  if (!isMz(bytes) || at + 24 > bytes.length || !startsWith(bytes, at, 'PE\0\0')) return undefined;
  const optionalAt = at + 24;
  const directoriesAt = optionalAt + (u16(bytes, optionalAt) === 0x20b ? 112 : 96);
  const sectionsAt = optionalAt + u16(bytes, at + 20);
  const sections: PeSection[] = [];
  for (let count = Math.min(u16(bytes, at + 6), MOST_SECTIONS), entry = sectionsAt; count > 0; count--, entry += SECTION_BYTES) {
    if (entry + SECTION_BYTES > bytes.length) return undefined;
    sections.push({ address: u32(bytes, entry + 12), offset: u32(bytes, entry + 20), length: u32(bytes, entry + 16) });
  }
  const directories = u32(bytes, directoriesAt - 4);
  const overlayAt = Math.max(0, ...sections.map(({ offset, length }) => (length === 0 ? 0 : offset + length)));
  const securityEntryAt = directoriesAt + SECURITY * 8;
  const hasEntry = directories > SECURITY && securityEntryAt + 8 <= bytes.length;
  const certificates = hasEntry
    ? { offset: u32(bytes, securityEntryAt), length: u32(bytes, securityEntryAt + 4) }
    : { offset: 0, length: 0 };
  const isSigned = certificates.length > 8 && certificates.offset >= securityEntryAt + 8;
  const end = certificates.offset + certificates.length;
  return {
    sections,
    resourceAddress: directories > RESOURCES ? u32(bytes, directoriesAt + RESOURCES * 8) : 0,
    overlayAt: Math.min(overlayAt, bytes.length),
    checksumAt: optionalAt + 64,
    securityEntryAt,
    isCut: overlayAt > bytes.length || (isSigned && end > bytes.length),
    ...(isSigned && end <= bytes.length ? { certificates } : {}),
  };
}

/**
 * Whether the digest that was signed is the file's. The digest leaves out the checksum, the entry of the certificate table
 * and the table itself. Undefined where the file is not signed.
 */
export function authenticodeState(bytes: Uint8Array, pe: PeFile): 'intact' | 'broken' | undefined {
  const { certificates, checksumAt, securityEntryAt } = pe;
  if (!certificates) return undefined;
  const table = Buffer.from(bytes.buffer, bytes.byteOffset + certificates.offset, certificates.length);
  const isSigned = (algorithm: string): boolean => {
    const hash = createHash(algorithm);
    hash.update(bytes.subarray(0, checksumAt));
    hash.update(bytes.subarray(checksumAt + 4, securityEntryAt));
    hash.update(bytes.subarray(securityEntryAt + 8, certificates.offset));
    hash.update(bytes.subarray(certificates.offset + certificates.length));
    return table.includes(hash.digest());
  };
  return isSigned('sha256') || isSigned('sha1') ? 'intact' : 'broken';
}
