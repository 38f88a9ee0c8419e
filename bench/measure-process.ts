// Bundles process-cost.ts as the device host is bundled, and runs it in a Node of its own.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { externals } from '../scripts/build/bundle-node';

export interface ProcessCost {
  readonly deviceMs: number;
  readonly cpuMs: number;
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
  // One process each, so that the memory of one is not the other's.
  const run = async (what: 'read' | 'backup'): Promise<object> =>
    JSON.parse((await promisify(execFile)(process.execPath, [outfile, what])).stdout) as object;
  return { ...(await run('read')), ...(await run('backup')) } as ProcessCost;
}
