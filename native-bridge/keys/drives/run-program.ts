// Runs the system's own tools about drives: no shell, a time limit, a bound on what they say.
import { execFile } from 'node:child_process';

const LIMIT_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** What the program wrote on stdout. Rejects with ProgramFailure. */
export type RunProgram = (program: string, args: readonly string[], options?: { readonly timeoutMs?: number }) => Promise<string>;

export class ProgramFailure extends Error {
  constructor(
    readonly program: string,
    /** "ENOENT", "ETIMEDOUT", or the exit status as text. */
    readonly code: string,
    readonly said: string,
  ) {
    super(`${program}: ${said.trim().split('\n')[0] || code}`);
    this.name = 'ProgramFailure';
  }
}

/** In English and without colour, whatever the user's language: the words are looked at. */
export const runProgram: RunProgram = (program, args, { timeoutMs = LIMIT_MS } = {}) =>
  new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      {
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: MOST_BYTES,
        windowsHide: true,
        shell: false,
        env: { ...process.env, LC_ALL: 'C', PATH: toolPath() },
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const code = error.killed ? 'ETIMEDOUT' : String(error.code ?? error.signal ?? 'unknown');
        reject(new ProgramFailure(program, code, stderr || error.message));
      },
    );
    child.stdin?.end();
  });

/** The tools stand in sbin, which is not in everyone's path. */
function toolPath(): string {
  if (process.platform === 'win32') return process.env.PATH ?? '';
  return [process.env.PATH, '/usr/sbin', '/usr/bin', '/sbin', '/bin'].filter(Boolean).join(':');
}
