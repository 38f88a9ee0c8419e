// Reads one file whole into a buffer that is used again, and refuses what is no steady file. Synchronous: it runs in threads of its own.
import { closeSync, constants, fstatSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';
import { fault, Fault } from '../../shared/model/errors';
import { MAX_FILE_BYTES } from './limits';

/** Lends one buffer again and again: what was lent before is overwritten. Large ones are not kept. */
export class ReusedBuffer {
  private buffer: Uint8Array = new Uint8Array(0);

  /** `isShared`: other threads may be given what is lent, without a copy. */
  constructor(private readonly isShared = false) {}

  take(length: number): Uint8Array {
    if (length > KEPT_BYTES) return this.make(length);
    if (this.buffer.length < length) this.buffer = this.make(length);
    return this.buffer.subarray(0, length);
  }

  private make(length: number): Uint8Array {
    return new Uint8Array(this.isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length));
  }
}

const KEPT_BYTES = 32 * 1024 * 1024;

/** The calls to the system, so that tests can change a file between two of them. */
export interface FileCalls {
  readonly stat: (path: string) => BigIntStats;
  readonly open: (path: string) => number;
  readonly fstat: (descriptor: number) => BigIntStats;
  readonly read: (descriptor: number, into: Uint8Array, at: number) => number;
  readonly close: (descriptor: number) => void;
}

// Without waiting: what became a pipe since it was looked at would never open.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

export const systemCalls: FileCalls = {
  stat: (path) => statSync(path, { bigint: true }),
  open: (path) => openSync(path, openFlags),
  fstat: (descriptor) => fstatSync(descriptor, { bigint: true }),
  read: (descriptor, into, at) => readSync(descriptor, into, at, into.length - at, at),
  close: closeSync,
};

/**
 * @returns a view of `buffer`, good until the buffer is lent again
 * Throws FILE_* or IMAGE_EMPTY. A file that changes under the read is read once more, then refused.
 */
export function readSteadyFile(path: string, buffer: ReusedBuffer, calls: FileCalls = systemCalls): Uint8Array {
  try {
    const bytes = readOnce(path, buffer, calls) ?? readOnce(path, buffer, calls);
    if (bytes === undefined) throw fault('FILE_CHANGED', { path });
    return bytes;
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
}

/** Undefined where it changed in between. */
function readOnce(path: string, buffer: ReusedBuffer, calls: FileCalls): Uint8Array | undefined {
  requireReadable(calls.stat(path), path);
  const descriptor = calls.open(path);
  try {
    const before = calls.fstat(descriptor);
    requireReadable(before, path);
    const bytes = buffer.take(Number(before.size));
    let at = 0;
    while (at < bytes.length) {
      const got = calls.read(descriptor, bytes, at);
      if (got === 0) return undefined;
      at += got;
    }
    return isSame(before, calls.fstat(descriptor)) && isSame(before, calls.stat(path)) ? bytes : undefined;
  } finally {
    calls.close(descriptor);
  }
}

const isSame = (one: BigIntStats, other: BigIntStats): boolean =>
  one.size === other.size && one.mtimeNs === other.mtimeNs && one.ino === other.ino && one.dev === other.dev;

/** Throws where this is nothing to read as a file. */
export function requireReadable(stats: BigIntStats, path: string): void {
  if (stats.isDirectory()) throw fault('FILE_IS_FOLDER', { path });
  if (!stats.isFile()) throw fault('FILE_SPECIAL', { path, type: specialType(stats) });
  if (stats.size === 0n) throw fault('IMAGE_EMPTY', { path });
  if (stats.size > MAX_FILE_BYTES) throw fault('FILE_TOO_LARGE', { path, size: Number(stats.size), limit: MAX_FILE_BYTES });
}

function specialType(stats: BigIntStats): string {
  if (stats.isBlockDevice()) return 'drive';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}

/** What the system says of a file that is to be read. */
export function fileFault(thrown: unknown, path: string): Fault {
  if (thrown instanceof Fault) return thrown;
  const code = (thrown as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('FILE_GONE', { path }, thrown);
    case 'EACCES':
    case 'EPERM':
      return fault('FILE_NO_ACCESS', { path }, thrown);
    case 'ELOOP':
      return fault('FILE_LINK_LOOP', { path }, thrown);
    case 'EISDIR':
      return fault('FILE_IS_FOLDER', { path }, thrown);
    case 'ENXIO':
      return fault('FILE_SPECIAL', { path, type: 'pipe' }, thrown);
    default:
      return fault('FILE_UNREADABLE', { path, detail: code ?? String(thrown) }, thrown);
  }
}
