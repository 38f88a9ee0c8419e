// The composer in a thread of its own, so that progress is shown and a cancel is heard while an image is composed. The thread starts with
// the first order; one that dies fails its orders, and the next order gets another.
import { Worker } from 'node:worker_threads';
import { Fault, fault } from '../../shared/model/errors';
import { threadProgram } from '../thread-program';
import type { Composer } from './composer';
import type { ComposeWork, FromComposeWorker, ToComposeWorker } from './worker-messages';

/** Of the heap; the images lie outside of it. */
const HEAP_MIB = 768;

export interface ComposeThread extends Composer {
  /** Ends the thread at once. What is in work rejects. */
  close(): Promise<void>;
}

/** `startWorker`: for tests. */
export function openComposeThread(startWorker: () => Worker = startComposeWorker): ComposeThread {
  const thread = new Orders(startWorker);
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

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

class Orders {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  constructor(private readonly startWorker: () => Worker) {}

  run<T>(work: ComposeWork): Promise<T> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.ref();
      worker.postMessage({ id, work } satisfies ToComposeWorker);
    }).finally(() => {
      this.pending.delete(id);
      // An idle thread keeps no program alive.
      if (this.pending.size === 0) worker.unref();
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = this.startWorker();
    const lose = (detail: string): void => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.pending.values()) reject(fault('INSPECTION_LOST', { path: 'the composed image', detail }));
    };
    worker.on('message', (message: FromComposeWorker) => this.hear(message));
    worker.on('error', (error: NodeJS.ErrnoException) => lose(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : error.message));
    worker.on('exit', (code) => lose(`its thread ended with ${code}`));
    return worker;
  }

  private hear(message: FromComposeWorker): void {
    const order = this.pending.get(message.id);
    if ('error' in message) order?.reject(new Fault(message.error));
    else order?.resolve(message.value);
  }
}
