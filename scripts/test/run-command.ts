// Runs one command with a time limit and keeps what it printed. Ends everything it started, and nothing else.
import { spawn, type ChildProcess } from 'node:child_process';
import { projectRoot } from '../build/freshness.mjs';

export interface CommandOptions {
  readonly limitMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Print as it comes, not only when asked for afterwards. */
  readonly echo?: boolean;
}

export interface CommandResult {
  readonly endedWell: boolean;
  readonly timedOut: boolean;
  readonly output: string;
}

const onWindows = process.platform === 'win32';
const running = new Set<ChildProcess>();

/** Kills a command with its children: on POSIX each command leads a process group of its own. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (onWindows) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** For the runner's own signal handlers: nothing may outlive it. */
export const killAllRunning = (): void => running.forEach(killTree);

export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  // npm and npx are scripts on Windows and need its shell.
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !onWindows,
    shell: onWindows,
  });
  running.add(child);
  let output = '';
  let timedOut = false;
  const collect = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
    if (options.echo) process.stdout.write(chunk);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const limit = setTimeout(() => {
    timedOut = true;
    killTree(child);
  }, options.limitMs);

  return new Promise((resolve) => {
    const end = (endedWell: boolean): void => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ endedWell: endedWell && !timedOut, timedOut, output });
    };
    child.once('error', (error) => {
      output += `${command}: ${error.message}\n`;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}
