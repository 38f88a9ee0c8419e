// Windows programs as containers: what stands behind their last section, their resources, and whether the Authenticode digest still
// fits. The signer's chain is not judged: only that the file is as it was signed.
import { createHash } from 'node:crypto';
import { NtExecutable, NtExecutableResource } from 'pe-library';
import { ascii, copyOf, startsWith, u16, u32 } from '../../../shared/firmware/bytes';
import type { ByteRange } from '../../../shared/model/plan';

const SECTION_BYTES = 40;
const MOST_SECTIONS = 96;
/** RT_RCDATA, RT_VERSION of the resource format. */
const RCDATA = 10;
const VERSION = 16;

export interface PeFile {
  /** Behind the last section; a package's archive stands here. */
  readonly overlayAt: number;
  readonly checksumAt: number;
  /** Entry of the data directory that names the certificate table. */
  readonly securityEntryAt: number;
  readonly certificates?: ByteRange;
}

export const isMz = (bytes: Uint8Array): boolean => startsWith(bytes, 0, 'MZ');

/** Undefined where there is no PE header: a DOS program, or no program. */
export function readPe(bytes: Uint8Array): PeFile | undefined {
  const at = u32(bytes, 0x3c);
  if (!isMz(bytes) || at + 24 > bytes.length || !startsWith(bytes, at, 'PE\0\0')) return undefined;
  const optionalAt = at + 24;
  const directoriesAt = optionalAt + (u16(bytes, optionalAt) === 0x20b ? 112 : 96);
  const sectionsAt = optionalAt + u16(bytes, at + 20);
  const sections = Math.min(u16(bytes, at + 6), MOST_SECTIONS);
  let overlayAt = 0;
  for (let index = 0; index < sections; index++) {
    const section = sectionsAt + index * SECTION_BYTES;
    if (section + SECTION_BYTES > bytes.length) return undefined;
    overlayAt = Math.max(overlayAt, u32(bytes, section + 20) + u32(bytes, section + 16));
  }
  const securityEntryAt = directoriesAt + 4 * 8;
  const certificates = { offset: u32(bytes, securityEntryAt), length: u32(bytes, securityEntryAt + 4) };
  const hasCertificates = certificates.length > 8 && certificates.offset + certificates.length <= bytes.length;
  return {
    overlayAt: Math.min(overlayAt, bytes.length),
    checksumAt: optionalAt + 64,
    securityEntryAt,
    ...(hasCertificates ? { certificates } : {}),
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

export interface PeResources {
  /** RT_RCDATA by name: "KERNEL", "COMMAND". */
  readonly rcdata: ReadonlyMap<string, Uint8Array>;
  /** Of the version resource: "stub32i.exe". */
  readonly originalFilename?: string;
  readonly fileVersion?: string;
}

/** Tolerant: a program whose resources cannot be read has none. */
export function readResources(bytes: Uint8Array): PeResources {
  const rcdata = new Map<string, Uint8Array>();
  let version = '';
  try {
    const file = NtExecutable.from(copyOf(bytes).buffer, { ignoreCert: true });
    for (const { type, id, bin } of NtExecutableResource.from(file, true).entries) {
      if (type === RCDATA) rcdata.set(String(id).toUpperCase(), new Uint8Array(bin));
      if (type === VERSION) version = utf16(new Uint8Array(bin));
    }
  } catch {
    // Not every program has a resource section that holds together.
  }
  const originalFilename = versionText(version, 'OriginalFilename');
  const fileVersion = versionText(version, 'FileVersion');
  return { rcdata, ...(originalFilename ? { originalFilename } : {}), ...(fileVersion ? { fileVersion } : {}) };
}

const utf16 = (bytes: Uint8Array): string => new TextDecoder('utf-16le').decode(bytes);

/** A string of the version resource: its name, padding, its value, all in UTF-16 and ended by zeros. */
function versionText(version: string, name: string): string | undefined {
  const at = version.indexOf(`${name}\0`);
  return at < 0 ? undefined : /^\0*([^\0]{1,200})/.exec(version.slice(at + name.length))?.[1]?.trim();
}

/** The text in the first bytes of a program that was packed for DOS. */
export const isPklite = (bytes: Uint8Array): boolean => ascii(bytes, 0, 0x200).includes('PKLITE');
