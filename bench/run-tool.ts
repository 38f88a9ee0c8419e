// Runs a program to its end and measures it from outside: wall clock, CPU time and peak memory, by GNU time.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

const GNU_TIME = '/usr/bin/time';
export const canMeasure = existsSync(GNU_TIME);

/** Without what a computer's own settings add to the start of Node (a file of certificates costs it a tenth of a second). */
export const plainEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(NODE_|npm_)/i.test(name)),
);

/** Undefined where there is no such program. */
export function runTool(command: readonly string[], cwd: string): Cost | undefined {
  const { status, stderr, error } = spawnSync(GNU_TIME, ['-f', '\nCOST %e %U %S %M', ...command], {
    cwd,
    env: plainEnvironment,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = /COST (\S+) (\S+) (\S+) (\d+)\s*$/.exec(stderr);
  if (error !== undefined || found === null || status === 127) return undefined;
  const [wall, user, system, kib] = found.slice(1).map(Number) as [number, number, number, number];
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000, peakBytes: kib * 1024 };
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const medianCost = (costs: readonly Cost[]): Cost => ({
  wallMs: median(costs.map(({ wallMs }) => wallMs)),
  cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
  peakBytes: Math.max(...costs.map(({ peakBytes }) => peakBytes)),
});
