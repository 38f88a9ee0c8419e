// Starts a thread of the pool.
import { Worker } from 'node:worker_threads';
import { threadProgram } from '../thread-program';

/** Of the heap. What a thread reads and unpacks lies outside of it, and is bounded by limits.ts. */
const HEAP_MIB = 768;
/** Where new things live. Small, so that memory does not creep up over hundreds of files. */
const YOUNG_MIB = 16;

export const startInspectionWorker = (): Worker =>
  new Worker(threadProgram(import.meta.url, 'inspection-worker.cjs'), {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
  });
