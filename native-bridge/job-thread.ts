// Jobs in a thread of their own, so that a page is answered meanwhile. The thread starts with the first job; one that dies fails its jobs,
// and the next job gets another. Knows nothing of what the jobs are.
import type { MessagePort, Worker } from 'node:worker_threads';
import { appError, Fault, fault, toAppError, type AppError } from '../shared/model/errors';

type ToThread<Work> = { readonly id: number; readonly work: Work } | { readonly id: number; readonly cancel: true };
type FromThread<Told> = { readonly id: number } & ({ readonly told: Told } | { readonly value: unknown } | { readonly error: AppError });

export interface JobOptions<Told> {
  /** Called for what the job says before it ends. */
  readonly tell?: (told: Told) => void;
  /** Asks the job to end; it rejects with CANCELLED when it has. */
  readonly signal?: AbortSignal;
}

interface Pending<Told> {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly tell: ((told: Told) => void) | undefined;
}

export class JobThread<Work, Told = never> {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending<Told>>();
  private lastId = 0;

  /** `subject`: what is lost when the thread dies, for the error. */
  constructor(
    private readonly startWorker: () => Worker,
    private readonly subject: string,
  ) {}

  /** Rejects with a Fault. */
  run<T>(work: Work, { tell, signal }: JobOptions<Told> = {}): Promise<T> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    const send = (message: ToThread<Work>): void => worker.postMessage(message);
    const cancel = (): void => send({ id, cancel: true });
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (value: unknown) => void, reject, tell });
      worker.ref();
      send({ id, work });
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
    }).finally(() => {
      signal?.removeEventListener('abort', cancel);
      this.pending.delete(id);
      // An idle thread keeps no program alive.
      if (this.pending.size === 0) worker.unref();
    });
  }

  /** Ends the thread at once. What is in work rejects. */
  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = this.startWorker();
    const lose = (detail: string): void => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.pending.values()) reject(fault('INSPECTION_LOST', { path: this.subject, detail }));
    };
    worker.on('message', (message: FromThread<Told>) => this.hear(message));
    worker.on('error', (error: NodeJS.ErrnoException) => lose(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : error.message));
    worker.on('exit', (code) => lose(`its thread ended with ${code}`));
    return worker;
  }

  private hear(message: FromThread<Told>): void {
    const job = this.pending.get(message.id);
    if ('told' in message) job?.tell?.(message.told);
    else if ('error' in message) job?.reject(new Fault(message.error));
    else job?.resolve(message.value);
  }
}

/** What is done with a job in its thread. */
export type Perform<Work, Told> = (work: Work, tell: (told: Told) => void, signal: AbortSignal) => Promise<unknown>;

/** In the thread: does the jobs that come, and answers each. */
export function serveJobs<Work, Told = never>(port: MessagePort, perform: Perform<Work, Told>): void {
  const running = new Map<number, AbortController>();
  const say = (message: FromThread<Told>): void => port.postMessage(message);
  port.on('message', (message: ToThread<Work>) => {
    const { id } = message;
    if ('cancel' in message) return running.get(id)?.abort();
    const abort = new AbortController();
    running.set(id, abort);
    void perform(message.work, (told) => say({ id, told }), abort.signal)
      .then(
        (value) => say({ id, value }),
        (thrown: unknown) => say({ id, error: abort.signal.aborted ? appError('CANCELLED') : toAppError(thrown, 'untouched') }),
      )
      .finally(() => running.delete(id));
  });
}
