// CPU time and event loop: process-cost.ts, bundled as the device host is, in a Node of its own. Memory: the real device host.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { externals } from '../scripts/build/bundle-node';

export interface ProcessCost {
  readonly deviceMs: number;
  readonly cpuMs: number;
  /** Of dist/device-host.js, which holds the simulated chip too, through backup, write of everything and full verify. */
  readonly peakRssBytes: number;
  readonly longestHoldMs: number;
}

export async function measureProcess(): Promise<ProcessCost> {
  const folder = 'node_modules/.cache/bench';
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}/process-cost.mjs`;
  await build({
    entryPoints: ['bench/process-cost.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile,
    external: [...externals],
    logLevel: 'warning',
  });
  const run = async (args: readonly string[]): Promise<object> =>
    JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as object;
  const { verify: peakRssBytes } = (await run(['--import', 'tsx', 'bench/device-host-memory.ts', '--json'])) as { verify: number };
  return { ...(await run([outfile, 'read'])), ...(await run([outfile, 'backup'])), peakRssBytes } as ProcessCost;
}
