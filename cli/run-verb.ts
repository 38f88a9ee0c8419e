// Runs a verb and says what came of it: text or one JSON document on stdout, errors in four lines on stderr, and the exit code.
import { toAppError, type AppError } from '../shared/model/errors';
import { exitCodeOf, type ExitCode } from './exit-codes';
import { errorText } from './messages';
import { bold, red, type Terminal } from './terminal';
import { VerbFailure, type Answer } from './verb';

export interface Presentation {
  /** Words of the verb joined with "-": part of the schema's name. */
  readonly verb: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

export async function runVerb(show: Presentation, work: () => Promise<Answer>): Promise<ExitCode> {
  try {
    const answer = await work();
    if (answer.isPrinted) return answer.exit;
    if (show.json) printDocument(show, { ok: answer.exit === 0, ...answer.json });
    else for (const line of answer.text) show.terminal.print(line);
    return answer.exit;
  } catch (thrown) {
    return showFailure(show, thrown instanceof VerbFailure ? thrown : new VerbFailure(asError(thrown)));
  }
}

/** A cancelled wait rejects with the signal's reason, which is no error of ours. */
export function asError(thrown: unknown): AppError {
  const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
  return isAbort
    ? { code: 'CANCELLED', category: 'input', next: 'retry', params: {}, chipState: 'untouched' }
    : toAppError(thrown, 'untouched');
}

function showFailure(show: Presentation, { error, json, text }: VerbFailure): ExitCode {
  const { terminal } = show;
  const { what, steps } = errorText(error);
  if (show.json) {
    const document = { code: error.code, message: what, next: error.next, steps, chipState: error.chipState, params: error.params };
    printDocument(show, { ok: false, error: document, ...json });
  } else for (const line of text) terminal.note(line);
  for (const line of failureLines(error, terminal.colourOnStderr)) terminal.note(line);
  return exitCodeOf(error.code);
}

/** What happened, is the chip safe, what to do, details: four paragraphs of one or a few lines. */
export function failureLines(error: AppError, colour: boolean): string[] {
  const { what, chip, steps } = errorText(error);
  const details = Object.entries(error.params).map(([name, value]) => `${name}=${value}`);
  // A bug is reported with its stack; what was expected to happen needs none.
  const cause = error.code === 'INTERNAL' && error.cause !== undefined ? [error.cause] : [];
  return [
    red(what, colour),
    bold(chip, colour),
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    `Details: ${[error.code, ...details].join(' ')}`,
    ...cause,
  ];
}

function printDocument({ verb, terminal }: Presentation, body: Record<string, unknown>): void {
  terminal.print(JSON.stringify({ schema: `rom-rescue/${verb}/1`, ...body }, null, 2));
}
