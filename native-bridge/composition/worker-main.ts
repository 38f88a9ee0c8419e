// The thread in which images are composed, judged and planned. Keeps nothing of an order.
import { parentPort } from 'node:worker_threads';
import { serveJobs } from '../job-thread';
import type { ComposeWork } from './compose-thread';
import { composeHere } from './composer';

serveJobs<ComposeWork>(parentPort!, (work) => {
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
});
