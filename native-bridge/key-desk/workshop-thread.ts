// The workshop in a thread of its own, so that a page is answered while a package is unpacked. The thread starts with the first job; one
// that dies fails its jobs, and the next job gets another.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KeyCheck, PackageReport } from '../../shared/keys/types';
import { Fault, fault } from '../../shared/model/errors';
import type { DriveChanges } from '../keys/writer/write-key';
import type { FromKeyWorker, KeyWork, ToKeyWorker } from './worker-messages';
import type { BuildOutcome, ToldProgress, Workshop } from './workshop';

const HEAP_MIB = 1024;

export function openWorkshopThread(): Workshop {
  const thread = new WorkshopThread();
  return {
    inspect: (held, expectedSha256) =>
      thread.run({ kind: 'inspect', held, ...(expectedSha256 === undefined ? {} : { expectedSha256 }) }) as Promise<PackageReport>,
    build: (order, tell, signal) => thread.run({ kind: 'build', order }, signal, tell) as Promise<BuildOutcome>,
    check: (order, signal) => thread.run({ kind: 'check', order }, signal) as Promise<KeyCheck>,
    repair: async (path, code, family) => {
      await thread.run({ kind: 'repair', path, code, ...(family === undefined ? {} : { family }) });
    },
    planRepair: (order, code) => thread.run({ kind: 'plan-repair', order, code }) as Promise<DriveChanges>,
    close: () => thread.close(),
  };
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly tell: ToldProgress | undefined;
}

class WorkshopThread {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  run(work: KeyWork, signal?: AbortSignal, tell?: ToldProgress): Promise<unknown> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    const cancel = (): void => worker.postMessage({ id, cancel: true } satisfies ToKeyWorker);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, tell });
      worker.ref();
      worker.postMessage({ id, work } satisfies ToKeyWorker);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
    }).finally(() => {
      signal?.removeEventListener('abort', cancel);
      this.pending.delete(id);
      // An idle thread keeps no program alive.
      if (this.pending.size === 0) worker.unref();
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(workerProgram(import.meta.url), {
      eval: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    const lose = (detail: string): void => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.pending.values()) reject(fault('INSPECTION_LOST', { path: 'the package or key', detail }));
    };
    worker.on('message', (message: FromKeyWorker) => this.hear(message));
    worker.on('error', (error: NodeJS.ErrnoException) => lose(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : error.message));
    worker.on('exit', (code) => lose(`its thread ended with ${code}`));
    return worker;
  }

  private hear(message: FromKeyWorker): void {
    const job = this.pending.get(message.id);
    if (!job) return;
    if ('phase' in message) job.tell?.(message.phase, message.done, message.total);
    else if ('error' in message) job.reject(new Fault(message.error));
    else job.resolve(message.value);
  }
}

/** Bundled it lies beside the program that starts it (scripts/build/bundle-node.ts); a test runs it from source. */
function workerProgram(here: string): string {
  if (!here.endsWith('.ts')) return readFileSync(new URL('./key-worker.cjs', here), 'utf8');
  const loader = createRequire(here).resolve('tsx/cjs/api');
  const source = fileURLToPath(new URL('./worker-main.ts', here));
  return `require(${JSON.stringify(loader)}).register(); require(${JSON.stringify(source)});`;
}
