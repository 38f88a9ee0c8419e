// Progress of a long task. Times and rates are absent until they are known; a fraction never falls.
import type { ChipState } from './chip-state';

export const operationKinds = ['contact-test', 'identify', 'read', 'backup', 'write', 'verify'] as const;
export type OperationKind = (typeof operationKinds)[number];

export const phases = [
  'waking',
  'identifying',
  'testing-contact',
  'reading',
  'comparing',
  'settling',
  'saving',
  'checking-known-contents',
  'unprotecting',
  'erasing',
  'programming',
  'proving',
  'verifying',
  'finishing',
] as const;
export type Phase = (typeof phases)[number];

export interface Progress {
  readonly phase: Phase;
  /** Bytes (or tests, for the contact test) done and to do in the whole operation. */
  readonly done: number;
  readonly total?: number;
  /** 0..1 over the whole operation; never falls. */
  readonly fraction: number;
  readonly rateBytesPerSec?: number;
  readonly etaMs?: number;
  readonly cancellable: 'now' | 'afterBlock' | 'no';
  readonly chipState: ChipState;
  /** Nothing was heard from the device for longer than the table allows. */
  readonly stalled?: boolean;
}
