// What the system says about a drive, as errors of this program.
import type { DriveState } from '../../../shared/keys/types';
import { Fault, fault, type ErrorCode } from '../../../shared/model/errors';

const codes: Readonly<Record<string, ErrorCode>> = {
  EBUSY: 'KEY_DRIVE_BUSY',
  ETXTBSY: 'KEY_DRIVE_BUSY',
  EAGAIN: 'KEY_DRIVE_BUSY',
  EACCES: 'KEY_DRIVE_NO_RIGHTS',
  EPERM: 'KEY_DRIVE_NO_RIGHTS',
  EROFS: 'KEY_DRIVE_LOCKED',
  ENOENT: 'KEY_DRIVE_GONE',
  ENODEV: 'KEY_DRIVE_GONE',
  ENXIO: 'KEY_DRIVE_GONE',
  ENOMEDIUM: 'KEY_DRIVE_GONE',
  ESHUTDOWN: 'KEY_DRIVE_GONE',
  ENOSPC: 'KEY_DRIVE_ENDS',
  EFBIG: 'KEY_DRIVE_ENDS',
  ETIMEDOUT: 'KEY_DRIVE_STUCK',
};

/** Linux numbers that Node has no name for. */
const unnamed: Readonly<Record<number, string>> = { 121: 'EREMOTEIO', 123: 'ENOMEDIUM', 124: 'EMEDIUMTYPE' };

export interface Moment {
  readonly name: string;
  readonly sizeBytes: number;
  /** Where the writer was. */
  readonly offset: number;
  readonly stick: DriveState;
  readonly list?: string;
}

/** Any thrown thing, as what happened to this drive at this moment. */
export function driveFault(thrown: unknown, { name, sizeBytes, offset, stick, list = '?' }: Moment): Fault {
  if (thrown instanceof Fault) return fault(thrown.error.code, { ...thrown.error.params, stick }, thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') return fault('CANCELLED', { name, stick });
  const { code: told, errno } = (thrown ?? {}) as NodeJS.ErrnoException;
  const word = unnamed[Math.abs(errno ?? 0)] ?? told ?? (thrown instanceof Error ? thrown.message : String(thrown));
  // With the rights of an administrator, "no" is the answer of a protection program.
  const blocked = process.platform === 'win32' && stick !== 'untouched' && ['EPERM', 'EACCES'].includes(word);
  const code = blocked ? 'KEY_DRIVE_BLOCKED' : (codes[word] ?? 'KEY_DRIVE_IO');
  return fault(code, { name, size: sizeBytes, offset, detail: word, list, waitedMs: 0, stick }, thrown);
}
