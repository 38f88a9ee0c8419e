// What a script learns from the exit status. A public interface: changes only with a new schema number.
import { assertNever } from '../shared/model/result';
import { errorKinds, type ErrorCode } from '../shared/model/errors';

export const ExitCode = {
  good: 0,
  /** Checked, and something failed: a difference, a `fail` finding. */
  checkFailed: 1,
  /** Wrong usage or unreadable input. */
  usage: 2,
  /** Device or I/O failure. */
  failure: 3,
  /** Refused by a safety rule. */
  refused: 4,
  cancelled: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Codes whose exit status is not that of their category. */
const exceptions: Partial<Record<ErrorCode, ExitCode>> = {
  USB_SEVERAL_PROGRAMMERS: ExitCode.usage,
  CHIP_LOW_VOLTAGE: ExitCode.refused,
  CHIP_CHANGED: ExitCode.refused,
  WRITE_CONTENTS_CHANGED: ExitCode.refused,
  VERIFY_MISMATCH: ExitCode.checkFailed,
  IMAGE_UNSOUND: ExitCode.refused,
  PLAN_NOTHING_TO_DO: ExitCode.good,
  DISK_NOT_FOUND: ExitCode.usage,
  CASE_UNREADABLE: ExitCode.usage,
  BACKUP_ALTERED: ExitCode.refused,
  STATE_WRONG: ExitCode.refused,
  CANCELLED: ExitCode.cancelled,
};

export function exitCodeOf(code: ErrorCode): ExitCode {
  const exception = exceptions[code];
  if (exception !== undefined) return exception;
  const { category } = errorKinds[code];
  switch (category) {
    case 'usb':
    case 'bus':
    case 'chip':
    case 'read':
    case 'write':
    case 'case':
    case 'internal':
      return ExitCode.failure;
    case 'image':
    case 'input':
      return ExitCode.usage;
    case 'safety':
      return ExitCode.refused;
    default:
      return assertNever(category);
  }
}
