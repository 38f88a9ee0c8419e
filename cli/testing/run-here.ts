// For tests: runs a command line in this process, with no terminal to ask, and answers everything it said.
import { runProgram } from '../program';
import { makeSession } from '../session';
import type { Terminal } from '../terminal';

export interface Said {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The one document on stdout. Throws where there is none, or more than one. */
  readonly json: () => Record<string, unknown>;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Typed by a person at the terminal; without it nobody is there. */
  readonly typed?: string;
  /** Called with each line on stderr. */
  readonly onNote?: (line: string) => void;
  /** Called with each status line, which a terminal replaces by the next. */
  readonly onStatus?: (line: string) => void;
}

export async function runHere(args: readonly string[], { signal, typed, onNote, onStatus }: RunOptions = {}): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    print: (text) => out.push(text),
    note: (text) => {
      notes.push(text);
      onNote?.(text);
    },
    status: (text) => onStatus?.(text),
    statusLine: false,
    interactive: typed !== undefined,
    colourOnStdout: false,
    colourOnStderr: false,
    ask: () => Promise.resolve(typed),
  };
  const guard = { add: () => () => undefined, closeAll: () => Promise.resolve(), remove: () => undefined };
  const exit = await runProgram(args, {
    version: '0.0.0',
    terminal,
    verb: () => ({
      session: makeSession(guard),
      signal: signal ?? new AbortController().signal,
      terminal,
      progress: ({ phase }) => onNote?.(`phase ${phase}`),
      today: () => new Date('2026-01-02T03:04:05Z'),
    }),
  });
  const stdout = out.join('\n');
  return { exit, stdout, stderr: notes.join('\n'), json: () => JSON.parse(stdout) as Record<string, unknown> };
}
