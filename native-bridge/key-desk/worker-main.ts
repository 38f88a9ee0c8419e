// The thread in which packages are opened and keys are built and checked.
import { parentPort } from 'node:worker_threads';
import { appError, toAppError } from '../../shared/model/errors';
import type { FromKeyWorker, KeyWork, ToKeyWorker } from './worker-messages';
import { workshop } from './workshop';

const running = new Map<number, AbortController>();
const say = (message: FromKeyWorker): void => parentPort!.postMessage(message);

function perform(id: number, work: KeyWork, signal: AbortSignal): Promise<unknown> {
  switch (work.kind) {
    case 'inspect':
      return workshop.inspect(work.held, work.expectedSha256);
    case 'build':
      return workshop.build(
        work.order,
        (phase, done, total) => say({ id, phase, ...(done === undefined ? {} : { done }), ...(total === undefined ? {} : { total }) }),
        signal,
      );
    case 'check':
      return workshop.check(work.order);
    case 'plan-repair':
      return workshop.planRepair(work.order, work.code);
    case 'repair':
      return workshop.repair(work.path, work.code, work.family);
  }
}

parentPort!.on('message', (message: ToKeyWorker) => {
  if ('cancel' in message) return running.get(message.id)?.abort();
  const { id, work } = message;
  const abort = new AbortController();
  running.set(id, abort);
  void perform(id, work, abort.signal)
    .then(
      (value) => say({ id, value }),
      (thrown: unknown) => say({ id, error: abort.signal.aborted ? appError('CANCELLED') : toAppError(thrown, 'untouched') }),
    )
    .finally(() => running.delete(id));
});
