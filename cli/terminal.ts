// The terminal as the program sees it: where text goes, who is there to answer, and whether colours are wanted.
import { createInterface } from 'node:readline/promises';

export interface Terminal {
  /** Result on stdout. */
  readonly print: (text: string) => void;
  /** Everything else on stderr, a line at a time. */
  readonly note: (text: string) => void;
  /** One line that is replaced by the next; empty clears it. Does nothing where `statusLine` is false. */
  readonly status: (text: string) => void;
  readonly statusLine: boolean;
  /** A person can be asked. */
  readonly interactive: boolean;
  readonly colourOnStdout: boolean;
  readonly colourOnStderr: boolean;
  /** Undefined when the input ended. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
}

type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'stdin' | 'env'>;

export function processTerminal({ stdout, stderr, stdin, env }: Streams): Terminal {
  const wantsColour = (stream: NodeJS.WriteStream): boolean => stream.isTTY && !env.NO_COLOR && env.TERM !== 'dumb';
  let statusShown = false;
  const clear = (): void => {
    if (statusShown) stderr.write('\r\x1b[K');
    statusShown = false;
  };
  return {
    print: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    note: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    status: (text) => {
      clear();
      if (text === '' || !stderr.isTTY) return;
      stderr.write(text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
      statusShown = true;
    },
    statusLine: stderr.isTTY,
    interactive: stdin.isTTY && stderr.isTTY,
    colourOnStdout: wantsColour(stdout),
    colourOnStderr: wantsColour(stderr),
    ask: async (question, signal) => {
      clear();
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question, { signal });
      } catch {
        return undefined;
      } finally {
        lines.close();
      }
    },
  };
}

export const bold = (text: string, colour: boolean): string => (colour ? `\x1b[1m${text}\x1b[22m` : text);
export const red = (text: string, colour: boolean): string => (colour ? `\x1b[31m${text}\x1b[39m` : text);
export const green = (text: string, colour: boolean): string => (colour ? `\x1b[32m${text}\x1b[39m` : text);
export const yellow = (text: string, colour: boolean): string => (colour ? `\x1b[33m${text}\x1b[39m` : text);
