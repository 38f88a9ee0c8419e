// What a verb is given and what it answers. A verb prints nothing: the runner does, as text or as JSON. Only one whose answer would not fit
// in memory prints it piece by piece.
import type { AppError } from '../shared/model/errors';
import type { Progress } from '../shared/model/progress';
import type { Result } from '../shared/model/result';
import type { DeviceSession } from '../native-bridge/operations/device-session';
import type { ExitCode } from './exit-codes';
import type { Terminal } from './terminal';

export interface Verb {
  readonly session: DeviceSession;
  /** Aborted by the first Ctrl-C or a signal. */
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly progress: (progress: Progress) => void;
  /** Wall clock, for names and records. */
  readonly today: () => Date;
}

/** A person reads `text`, a script reads `json` (without the envelope). */
export interface Answer {
  readonly exit: ExitCode;
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: readonly string[];
  /** The verb has printed all of it itself. */
  readonly isPrinted?: true;
}

/** Ends a verb with an error that still has something to tell: the plan, the folder to resume from. */
export class VerbFailure extends Error {
  constructor(
    readonly error: AppError,
    readonly json: Readonly<Record<string, unknown>> = {},
    readonly text: readonly string[] = [],
  ) {
    super(error.code);
    this.name = 'VerbFailure';
  }
}

/** The value of a result, or the verb ends with its error and what else there is to tell. */
export function valueOf<T>(result: Result<T>, json: Readonly<Record<string, unknown>> = {}, text: readonly string[] = []): T {
  if (!result.ok) throw new VerbFailure(result.error, json, text);
  return result.value;
}
