// A thread that inspects one file after another. It keeps nothing of a file but the buffer it was read into, and what packed code in it
// unpacked to.
import { parentPort } from 'node:worker_threads';
import { rememberUnpacked } from '../../shared/firmware/compression/remember';
import { inspectSource } from './inspect-source';
import { ReusedBuffer } from './read-file';
import type { FromWorker, Job } from './worker-messages';

/** What one image packs, and half of another. */
rememberUnpacked(48 * 1024 * 1024);
const buffer = new ReusedBuffer();
const send = (message: FromWorker): void => parentPort!.postMessage(message);

parentPort!.on('message', ({ source, hints }: Job) => {
  inspectSource(source, hints, buffer, send);
  send(undefined);
});
