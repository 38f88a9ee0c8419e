import type { AppError } from './errors';

/** A programmer that is plugged in (or simulated), usable or not. */
export interface ProgrammerInfo {
  /** What `--programmer` accepts: "ch341a:1-4", "simulated:old-boot-block". */
  readonly id: string;
  readonly kind: 'ch341a' | 'simulated';
  readonly name: string;
  /** "bus 1, port 4"; absent for simulated ones. */
  readonly where?: string;
  /** What stands between it and use: wrong mode, permission, driver. Absent when ready (as far as known unopened). */
  readonly problem?: AppError;
}

/** Which CH341A board: asked once per adapter, since black boards may drive the data lines at 5 V. */
export const boardAnswers = ['green-or-3v3-measured', 'black-modified', 'black-unmodified', 'not-sure'] as const;
export type BoardAnswer = (typeof boardAnswers)[number];
/** Only these may go on to power a chip. */
export const boardIsSafe = (answer: BoardAnswer | undefined): boolean => answer === 'green-or-3v3-measured' || answer === 'black-modified';
