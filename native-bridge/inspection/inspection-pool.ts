// Inspects many files at once on threads, in memory that does not grow with their number. Starts a thread when there is work for it,
// and another in the place of one that ended. Keeps no inspection.
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { InspectHints } from '../../shared/firmware/inspect';
import { appError } from '../../shared/model/errors';
import type { FileInspection } from '../../shared/model/file-inspection';
import { inspectSource, nameOf, type Source } from './inspect-source';
import { ReusedBuffer } from './read-file';
import { startInspectionWorker } from './start-worker';
import { startSums } from './sums-thread';
import type { FromWorker, Job } from './worker-messages';

export interface InspectionPoolOptions {
  /** Threads; 0: in the thread that calls, which starts sooner and stands still meanwhile. Default: one for each core, at most 8. */
  readonly workers?: number;
  /** Longest time for one file with all that is in it; its thread is ended then. */
  readonly limitMs?: number;
  /** For tests. */
  readonly startWorker?: () => Worker;
}

export interface InspectionPool {
  readonly workers: number;
  /**
   * Calls `say` for the file, then for each member of it that was inspected. Waits for a free thread; at most one file a thread is in
   * work. Rejects with the signal's reason only; `say` is not called after that.
   */
  inspect(source: Source, hints: InspectHints, say: (inspection: FileInspection) => void, signal?: AbortSignal): Promise<void>;
  /** The file alone: of an archive, what it contains. */
  inspectFile(path: string, hints?: InspectHints, signal?: AbortSignal): Promise<FileInspection>;
  /** The bytes are copied, and stay the caller's. */
  inspectBytes(name: string, bytes: Uint8Array, hints?: InspectHints, signal?: AbortSignal): Promise<FileInspection>;
  /** Ends all threads at once. What is in work or waits rejects. */
  close(): Promise<void>;
}

const MOST_WORKERS = 8;
const LIMIT_MS = 120_000;

export function openInspectionPool(options: InspectionPoolOptions = {}): InspectionPool {
  const { workers = Math.min(MOST_WORKERS, availableParallelism()) } = options;
  const engine: Engine = workers === 0 ? new HereEngine() : new ThreadEngine(workers, options);
  const first = async (source: Source, hints: InspectHints, signal?: AbortSignal): Promise<FileInspection> => {
    let found: FileInspection | undefined;
    await engine.inspect(source, hints, (inspection) => (found ??= inspection), signal);
    return found ?? lost(source, 'no answer');
  };
  return {
    workers,
    inspect: (source, hints, say, signal) => engine.inspect(source, hints, say, signal),
    inspectFile: (path, hints = {}, signal) => first({ kind: 'file', path, alone: true }, hints, signal),
    inspectBytes: (name, bytes, hints = {}, signal) => first({ kind: 'bytes', name, bytes, alone: true }, hints, signal),
    close: () => engine.close(),
  };
}

type Engine = Pick<InspectionPool, 'inspect' | 'close'>;
type Say = (inspection: FileInspection) => void;

const lost = (source: Source, detail: string): FileInspection => ({
  file: nameOf(source),
  error: appError('INSPECTION_LOST', { path: nameOf(source), detail }),
});

class HereEngine implements Engine {
  private readonly buffer = new ReusedBuffer(true);

  async inspect(source: Source, hints: InspectHints, say: Say, signal?: AbortSignal): Promise<void> {
    // A signal that waits in the event loop is heard before the next file.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    inspectSource(source, hints, this.buffer, say, startSums);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Waiting {
  readonly run: (worker: Worker) => void;
  readonly refuse: (reason: Error) => void;
}

class ThreadEngine implements Engine {
  private readonly idle: Worker[] = [];
  private readonly waiting = new Set<Waiting>();
  private readonly busy = new Map<Worker, (reason: Error) => void>();
  private closed = false;
  private readonly limitMs: number;
  private readonly start: () => Worker;

  constructor(
    private readonly mostWorkers: number,
    { limitMs = LIMIT_MS, startWorker = startInspectionWorker }: InspectionPoolOptions,
  ) {
    this.limitMs = limitMs;
    this.start = startWorker;
  }

  async inspect(source: Source, hints: InspectHints, say: Say, signal?: AbortSignal): Promise<void> {
    const worker = await this.take(signal);
    await this.runOn(worker, { source, hints }, say, signal);
  }

  async close(): Promise<void> {
    this.closed = true;
    const reason = closedError();
    for (const { refuse } of this.waiting) refuse(reason);
    for (const refuse of this.busy.values()) refuse(reason);
    await Promise.all(this.idle.splice(0).map((worker) => worker.terminate()));
  }

  private take(signal: AbortSignal | undefined): Promise<Worker> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      if (this.closed) return reject(closedError());
      const settle = (): void => {
        this.waiting.delete(entry);
        signal?.removeEventListener('abort', abort);
      };
      const refuse = (reason: Error): void => {
        settle();
        reject(reason);
      };
      const abort = (): void => refuse(signal!.reason as Error);
      const run = (worker: Worker): void => {
        settle();
        resolve(worker);
      };
      const entry: Waiting = { run, refuse };
      signal?.addEventListener('abort', abort, { once: true });
      this.waiting.add(entry);
      this.serve();
    });
  }

  /** Hands workers to those who wait, the first first. A worker is busy from here on. */
  private serve(): void {
    for (const entry of this.waiting) {
      const worker = this.idle.pop() ?? (this.busy.size < this.mostWorkers ? this.startOne() : undefined);
      if (worker === undefined) return;
      this.busy.set(worker, () => undefined);
      entry.run(worker);
    }
  }

  private runOn(worker: Worker, job: Job, say: Say, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        worker.off('message', hear).off('error', fail).off('exit', end);
        signal?.removeEventListener('abort', abort);
        this.busy.delete(worker);
      };
      /** The thread is gone or cannot be trusted; the next file gets another. */
      const drop = (): void => {
        settle();
        void worker.terminate();
        this.serve();
      };
      const refuse = (reason: Error): void => {
        drop();
        reject(reason);
      };
      const lose = (detail: string): void => {
        drop();
        say(lost(job.source, detail));
        resolve();
      };
      const hear = (message: FromWorker): void => {
        if (message !== undefined) return say(message);
        settle();
        this.release(worker);
        resolve();
      };
      const fail = (error: NodeJS.ErrnoException): void =>
        lose(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : error.message);
      const end = (code: number): void => lose(`its thread ended with ${code}`);
      const abort = (): void => refuse(signal!.reason as Error);
      const timer = setTimeout(() => lose(`no end after ${Math.round(this.limitMs / 1000)} s`), this.limitMs);
      worker.on('message', hear).on('error', fail).on('exit', end);
      this.busy.set(worker, refuse);
      if (this.closed) return refuse(closedError());
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      worker.ref();
      worker.postMessage(job, transferOf(job.source));
    });
  }

  private startOne(): Worker {
    const worker = this.start();
    // Of a thread that is idle or given up; an error that nobody hears would end the program.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      const at = this.idle.indexOf(worker);
      if (at >= 0) this.idle.splice(at, 1);
    });
    return worker;
  }

  private release(worker: Worker): void {
    if (this.closed) return void worker.terminate();
    // An idle thread keeps no program alive.
    worker.unref();
    this.idle.push(worker);
    this.serve();
  }
}

const closedError = (): Error => new DOMException('The inspection was closed.', 'AbortError');

/** Bytes that fill their buffer, and that nobody needs any more, are moved. */
function transferOf(source: Source): ArrayBuffer[] {
  if (source.kind !== 'bytes' || source.mayTake !== true) return [];
  const { buffer, byteLength } = source.bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
