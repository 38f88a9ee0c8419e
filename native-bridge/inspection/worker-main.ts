// A thread that inspects one file after another. It keeps nothing of a file but the buffer it was read into.
import { parentPort } from 'node:worker_threads';
import { inspectSource } from './inspect-source';
import { ReusedBuffer } from './read-file';
import type { FromWorker, Job } from './worker-messages';

const buffer = new ReusedBuffer();
const send = (message: FromWorker): void => parentPort!.postMessage(message);

parentPort!.on('message', ({ source, hints }: Job) => {
  inspectSource(source, hints, buffer, send);
  send(undefined);
});
