// Runs one long operation at a time: gives it a name, passes on its progress, and tells its end. Knows no step.
import type { OperationKind, Progress } from '../../shared/model/progress';
import type { AppError } from '../../shared/model/errors';
import type { OperationContext } from '../operations/device-session';
import { cancelledFault, errorOf, isCancelled, noteDeviceError, type Context } from './context';

export interface OperationWork {
  readonly kind: OperationKind;
  /** Rejects with a Fault; its chip state stands. */
  run(operation: OperationContext): Promise<void>;
  /** Whatever came of it, before the end is told. Answers the error as it shall be told. */
  settle?(error: AppError | undefined): Promise<AppError | undefined>;
}

/** Answers at once; the outcome is told as an event. */
export function startOperation(context: Context, work: OperationWork): { operationId: string } {
  context.requireIdle();
  const operationId = context.deps.newId();
  const abort = new AbortController();
  let markEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (markEnded = resolve));
  context.operation = { operationId, kind: work.kind, abort, ended };
  context.openCase?.move({ kind: 'started', operation: work.kind });
  context.log('operation-started', { kind: work.kind, operationId });
  context.changed();

  void (async () => {
    let error = await work.run(operationContext(context, operationId, abort.signal)).then(() => undefined, errorOf);
    if (error && !isCancelled(error)) noteDeviceError(context, error);
    error = work.settle ? await work.settle(error).catch(errorOf) : error;
    context.operation = undefined;
    context.log('operation-ended', {
      kind: work.kind,
      operationId,
      ...(error ? { code: error.code, params: error.params, cause: error.cause ?? '' } : {}),
    });
    context.emit('operation/ended', { seq: context.nextSeq(), operationId, ...(error ? { error } : {}) });
    context.changed();
    markEnded();
  })();
  return { operationId };
}

/** Resolves when the device has really stopped. */
export async function cancelOperation(context: Context, operationId: string): Promise<void> {
  const running = context.operation;
  // It may have ended while the request was on its way: then it has stopped.
  if (running?.operationId !== operationId) return;
  context.log('cancel-asked', { operationId });
  context.openCase?.move({ kind: 'cancelAsked' });
  context.changed();
  running.abort.abort(cancelledFault());
  await running.ended;
}

function operationContext(context: Context, operationId: string, signal: AbortSignal): OperationContext {
  return {
    signal,
    progress: (progress) => {
      const running = context.operation;
      if (running?.operationId !== operationId) return;
      const state = context.openCase?.record.state;
      running.progress = { ...progress, fraction: Math.max(progress.fraction, running.progress?.fraction ?? 0) };
      context.openCase?.move({ kind: 'phase', phase: progress.phase });
      context.emit('operation/progress', { seq: context.nextSeq(), operationId, progress: running.progress });
      if (context.openCase?.record.state !== state) context.changed();
    },
    blocks: (runs) => {
      if (context.operation?.operationId === operationId) context.map.apply(runs);
    },
    log: (code, params) => context.log(code, params),
  };
}

/** The progress of one part of an operation as progress of the whole: from `start` on, `share` of it. */
export function partOf(operation: OperationContext, start: number, share: number): OperationContext {
  return {
    ...operation,
    progress: (progress: Progress) => operation.progress({ ...progress, fraction: Math.min(1, start + share * progress.fraction) }),
  };
}
