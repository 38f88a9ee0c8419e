// The composer in a thread of its own, so that progress is shown and a cancel is heard while an image is composed.
import { Worker } from 'node:worker_threads';
import { JobThread } from '../job-thread';
import { threadProgram } from '../thread-program';
import type { Composer } from './composer';
import type { ComposeOrder, WriteToPlan } from './compose-order';

export type ComposeWork =
  | { readonly kind: 'compose' | 'image'; readonly order: ComposeOrder }
  | { readonly kind: 'manifest'; readonly order: ComposeOrder; readonly version: string }
  | { readonly kind: 'plan'; readonly write: WriteToPlan };

/** Of the heap; the images lie outside of it. */
const HEAP_MIB = 768;

export interface ComposeThread extends Composer {
  /** Ends the thread at once. What is in work rejects. */
  close(): Promise<void>;
}

/** `startWorker`: for tests. */
export function openComposeThread(startWorker: () => Worker = startComposeWorker): ComposeThread {
  const thread = new JobThread<ComposeWork>(startWorker, 'the composed image');
  return {
    compose: (order) => thread.run({ kind: 'compose', order }),
    image: (order) => thread.run({ kind: 'image', order }),
    manifest: (order, version) => thread.run({ kind: 'manifest', order, version }),
    plan: (write) => thread.run({ kind: 'plan', write }),
    close: () => thread.close(),
  };
}

export const startComposeWorker = (): Worker =>
  new Worker(threadProgram(import.meta.url, 'compose-worker.cjs'), {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
