// The process with rights: does one job and ends. Started by elevated-write.ts, never by hand.
import { runJob } from './run-job';

const jobFile = process.argv[2];
if (jobFile === undefined || process.argv.length !== 3) {
  console.error('usage: key-writer JOB');
  process.exitCode = 2;
} else {
  runJob(jobFile).then(
    (status) => (process.exitCode = status),
    (thrown: unknown) => {
      console.error(thrown instanceof Error ? thrown.message : String(thrown));
      process.exitCode = 2;
    },
  );
}
