// Starts the device process as a forked Node: the browser face's way, and the tests'.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HostProcess } from './device-proxy';
import { childPort } from './process-port';

export interface ForkOptions {
  /** Practice machines run this many times faster than real ones. */
  readonly practiceSpeed?: number;
}

export function forkDeviceHost({ practiceSpeed }: ForkOptions = {}): HostProcess {
  // Bundled it lies beside the program; from source it needs the loader that this process was started with.
  const isSource = import.meta.url.endsWith('.ts');
  const path = fileURLToPath(new URL(isSource ? './device-host.ts' : './device-host.js', import.meta.url));
  const child = fork(path, practiceSpeed === undefined ? [] : [`--practice-speed=${practiceSpeed}`], {
    serialization: 'advanced',
    // A group of its own: Ctrl-C in a terminal is for main, which lets the block in hand be finished.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(isSource ? { execArgv: ['--import', 'tsx'] } : {}),
  });
  return { port: childPort(child), kill: () => void child.kill('SIGTERM') };
}
