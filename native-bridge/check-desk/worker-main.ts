// The thread in which held files are compared and unpacked. Keeps nothing of a job: the folder of held files comes and goes with the list.
import { randomUUID } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { serveJobs } from '../job-thread';
import { heavyWorkHere, type UnpackedMember } from './heavy-work';
import type { HeavyJob } from './heavy-thread';
import { holdFiles } from './held-files';

serveJobs<HeavyJob, UnpackedMember>(parentPort!, (job, tell, signal) => {
  const work = heavyWorkHere(holdFiles(job.folder), randomUUID);
  switch (job.kind) {
    case 'compare':
      return work.compare(job.files);
    case 'unpack':
      return work.unpack(job.order, tell, signal);
  }
});
