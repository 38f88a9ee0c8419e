// Starts a thread of the pool. Its program is read as text and not loaded by name: a packaged program lies in an archive that only the
// main thread is sure to see into, and sources need a loader.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Of the heap. What a thread reads and unpacks lies outside of it, and is bounded by limits.ts. */
const HEAP_MIB = 768;

export function startInspectionWorker(): Worker {
  return new Worker(workerProgram(import.meta.url), {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
}

/** Bundled it lies beside the program that starts it (scripts/build/bundle-node.ts); a test runs it from source. */
function workerProgram(here: string): string {
  if (!here.endsWith('.ts')) return readFileSync(new URL('./inspection-worker.cjs', here), 'utf8');
  const loader = createRequire(here).resolve('tsx/cjs/api');
  const source = fileURLToPath(new URL('./worker-main.ts', here));
  return `require(${JSON.stringify(loader)}).register(); require(${JSON.stringify(source)});`;
}
