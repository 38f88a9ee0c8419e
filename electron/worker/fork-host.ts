// Starts the device process as a forked Node: the browser face's way, and the tests'.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HostProcess } from './device-proxy';
import { childPort } from './process-port';

export interface ForkOptions {
  /** Practice machines run this many times faster than real ones. */
  readonly practiceSpeed?: number;
  /** Another program than the device host that lies beside this one. */
  readonly program?: string;
}

export interface ForkedHost extends HostProcess {
  readonly pid: number | undefined;
}

// Images come and go in this process. A small young generation, and freed megabytes given back to the system at once instead of kept
// by V8's threads and the C library, hold it under its limit: bench/device-host-memory.ts measures 200 MB without them, 140 MB with.
const MEMORY_ARGUMENTS = ['--max-semi-space-size=1', '--single-threaded-gc'];
const MEMORY_ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_ARENA_MAX: '1' };

export function forkDeviceHost({ practiceSpeed, program }: ForkOptions = {}): ForkedHost {
  // Bundled it lies beside the program; from source it needs the loader that this process was started with.
  const isSource = (program ?? import.meta.url).endsWith('.ts');
  const path = program ?? fileURLToPath(new URL(isSource ? './device-host.ts' : './device-host.js', import.meta.url));
  const child = fork(path, practiceSpeed === undefined ? [] : [`--practice-speed=${practiceSpeed}`], {
    serialization: 'advanced',
    // A group of its own: Ctrl-C in a terminal is for main, which lets the block in hand be finished.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...MEMORY_ENVIRONMENT },
    execArgv: [...MEMORY_ARGUMENTS, ...(isSource ? ['--import', 'tsx'] : [])],
  });
  return { port: childPort(child), pid: child.pid, kill: () => void child.kill('SIGTERM') };
}
