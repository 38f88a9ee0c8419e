// The thread in which images are composed, judged and planned. Keeps nothing of an order.
import { parentPort } from 'node:worker_threads';
import { toAppError } from '../../shared/model/errors';
import { composeHere } from './composer';
import type { ComposeWork, FromComposeWorker, ToComposeWorker } from './worker-messages';

function perform(work: ComposeWork): Promise<unknown> {
  switch (work.kind) {
    case 'compose':
      return composeHere.compose(work.order);
    case 'image':
      return composeHere.image(work.order);
    case 'manifest':
      return composeHere.manifest(work.order, work.version);
    case 'plan':
      return composeHere.plan(work.write);
  }
}

const say = (message: FromComposeWorker): void => parentPort!.postMessage(message);

parentPort!.on('message', ({ id, work }: ToComposeWorker) => {
  void perform(work).then(
    (value) => say({ id, value }),
    (thrown: unknown) => say({ id, error: toAppError(thrown, 'untouched') }),
  );
});
