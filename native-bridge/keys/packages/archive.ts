// What every container reader answers: named members whose content is made when asked for. Names are judged once, here.
import { fault } from '../../../shared/model/errors';

export interface ArchiveMember {
  /** Forward slashes, relative, without dot segments. */
  readonly path: string;
  readonly size: number;
  /** @throws PACKAGE_DAMAGED, PACKAGE_TRUNCATED */
  readonly content: () => Uint8Array;
}

export interface PackageLimits {
  /** Of all members together, unpacked. */
  readonly maxTotalBytes: number;
  readonly maxMembers: number;
  /** Containers inside containers. */
  readonly maxDepth: number;
  /** A package may unpack to this, however small it is; beyond it, to so many times its own size. */
  readonly alwaysBytes: number;
  readonly maxRatio: number;
}

const MIB = 1024 * 1024;
/** The largest packages known are under 200 MiB, and hold images packed four times at most; what claims more is not one. */
export const packageLimits: PackageLimits = {
  maxTotalBytes: 768 * MIB,
  maxMembers: 20_000,
  maxDepth: 4,
  alwaysBytes: 64 * MIB,
  maxRatio: 100,
};

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

/** What one package may still unpack to, all containers in it together. Spent before room is made for anything. */
export class Allowance {
  private readonly mostBytes: number;
  private bytes = 0;
  private members = 0;

  constructor(
    private readonly limits: PackageLimits,
    /** Of the package as it lies there; without it only the limits count. */
    packedBytes = Infinity,
  ) {
    this.mostBytes = Math.min(limits.maxTotalBytes, Math.max(limits.alwaysBytes, packedBytes * limits.maxRatio));
  }

  get bytesLeft(): number {
    return this.mostBytes - this.bytes;
  }

  /** @throws PACKAGE_TOO_LARGE */
  takeBytes(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.mostBytes) throw fault('PACKAGE_TOO_LARGE', { bytes: this.bytes, limit: this.mostBytes });
  }

  /** @throws PACKAGE_TOO_LARGE */
  takeMembers(members: number): void {
    this.members += members;
    if (this.members > this.limits.maxMembers) throw fault('PACKAGE_TOO_LARGE', { members: this.members, limit: this.limits.maxMembers });
  }
}

/**
 * Refuses what no honest package holds.
 * @throws PACKAGE_DUPLICATE_NAME, PACKAGE_TOO_LARGE
 */
export function checkMembers(members: readonly ArchiveMember[], allowance: Allowance): readonly ArchiveMember[] {
  allowance.takeMembers(members.length);
  allowance.takeBytes(members.reduce((sum, { size }) => sum + size, 0));
  const seen = new Set<string>();
  for (const { path } of members) {
    const key = path.toLowerCase();
    if (seen.has(key)) throw fault('PACKAGE_DUPLICATE_NAME', { name: path });
    seen.add(key);
  }
  return members;
}

/** Content that is asked for several times is unpacked once, as long as all of it together stays small. */
export class ContentMemory {
  private bytesLeft = 96 * MIB;

  remember(member: ArchiveMember): ArchiveMember {
    let known: Uint8Array | undefined;
    const content = (): Uint8Array => {
      if (known) return known;
      const bytes = member.content();
      if (bytes.length <= this.bytesLeft) {
        this.bytesLeft -= bytes.length;
        known = bytes;
      }
      return bytes;
    };
    return { path: member.path, size: member.size, content };
  }
}
