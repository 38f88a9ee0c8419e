// What every container reader answers: named members whose content is made when asked for. Names are judged once, here.
import { fault } from '../../../shared/model/errors';

export interface ArchiveMember {
  /** Forward slashes, relative, without dot segments. */
  readonly path: string;
  readonly size: number;
  /** @throws PACKAGE_DAMAGED, PACKAGE_TRUNCATED */
  content(): Uint8Array;
}

export interface PackageLimits {
  /** Of all members together, unpacked. */
  readonly maxTotalBytes: number;
  readonly maxMembers: number;
  /** Containers inside containers. */
  readonly maxDepth: number;
}

/** The largest packages known are under 200 MiB; what claims more is not one. */
export const packageLimits: PackageLimits = { maxTotalBytes: 768 * 1024 * 1024, maxMembers: 20_000, maxDepth: 4 };

/** Windows keeps these names for devices, whatever stands behind the dot. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The name as a relative path.
 * @throws PACKAGE_UNSAFE_NAME for absolute paths, drive letters, `..`, device names and control characters
 */
export function safePath(name: string): string {
  const refuse = (why: string): never => {
    throw fault('PACKAGE_UNSAFE_NAME', { name: name.slice(0, 200), why });
  };
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/.test(name)) refuse('control characters');
  const slashed = name.replaceAll('\\', '/');
  if (slashed.startsWith('/')) refuse('absolute');
  if (/^[a-z]:/i.test(slashed)) refuse('drive letter');
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) refuse('leaves its folder');
  if (parts.some((part) => deviceName.test(part))) refuse('device name');
  if (parts.length === 0) refuse('empty');
  return parts.join('/');
}

/**
 * Refuses what no honest package holds.
 * @throws PACKAGE_DUPLICATE_NAME, PACKAGE_TOO_LARGE
 */
export function checkMembers(members: readonly ArchiveMember[], limits: PackageLimits): readonly ArchiveMember[] {
  if (members.length > limits.maxMembers) throw fault('PACKAGE_TOO_LARGE', { members: members.length, limit: limits.maxMembers });
  const total = members.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.maxTotalBytes) throw fault('PACKAGE_TOO_LARGE', { bytes: total, limit: limits.maxTotalBytes });
  const seen = new Set<string>();
  for (const { path } of members) {
    const key = path.toLowerCase();
    if (seen.has(key)) throw fault('PACKAGE_DUPLICATE_NAME', { name: path });
    seen.add(key);
  }
  return members;
}
