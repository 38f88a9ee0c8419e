// The thread in which packages are opened and keys are built and checked.
import { parentPort } from 'node:worker_threads';
import { serveJobs } from '../job-thread';
import { workshop } from './workshop';
import type { KeyWork, KeyWorkTold } from './workshop-thread';

serveJobs<KeyWork, KeyWorkTold>(parentPort!, (work, tell, signal) => {
  switch (work.kind) {
    case 'inspect':
      return workshop.inspect(work.held, work.expectedSha256);
    case 'build':
      return workshop.build(work.order, (...told) => tell(told), signal);
    case 'check':
      return workshop.check(work.order);
    case 'plan-repair':
      return workshop.planRepair(work.order, work.code);
    case 'repair':
      return workshop.repair(work.path, work.code, work.family);
  }
});
