// The thread in which images are composed, judged and planned. Keeps nothing of an order but what packed code in it unpacked to.
import { parentPort } from 'node:worker_threads';
import { rememberUnpacked } from '../../shared/firmware/compression/remember';
import { serveJobs } from '../job-thread';
import type { ComposeWork } from './compose-thread';
import { composeHere } from './composer';

// A chip is composed for again and again, and most of it stays as it is.
rememberUnpacked(48 * 1024 * 1024);

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
