// The heavy work of the desk in a thread of its own: pages are answered while images are compared and archives unpacked.
import { Worker } from 'node:worker_threads';
import { JobThread } from '../job-thread';
import { threadProgram } from '../thread-program';
import type { HeavyWork, HeldFile, UnpackedMember, UnpackOrder } from './heavy-work';

/** Of the heap; the files lie outside of it. */
const HEAP_MIB = 768;

/** `folder`: of the held files. */
export type HeavyJob =
  | { readonly kind: 'compare'; readonly folder: string; readonly files: readonly HeldFile[] }
  | { readonly kind: 'unpack'; readonly folder: string; readonly order: UnpackOrder };

export function openHeavyThread(folder: string): HeavyWork {
  const thread = new JobThread<HeavyJob, UnpackedMember>(startHeavyWorker, 'the files compared or unpacked');
  return {
    compare: (files) => thread.run({ kind: 'compare', folder, files }),
    unpack: (order, tell, signal) => thread.run({ kind: 'unpack', folder, order }, { tell, signal }),
    close: () => thread.close(),
  };
}

const startHeavyWorker = (): Worker =>
  new Worker(threadProgram(import.meta.url, 'check-worker.cjs'), {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
