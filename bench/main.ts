// npm run bench: measures the jobs and prints the page. `--write` puts it into docs/performance.md; `--no-lab` leaves out the USB
// lab; `--lab-folder DIR` takes the counters of a run of e2e/usb-lab/jobs/reference.sh that is there already;
// `--note TEXT` ends the page with what a reader must know of the run.
import { writeFileSync } from 'node:fs';
import { jobs, type Measured } from './jobs';
import { measureLab } from './lab-jobs';
import { measureProcess } from './measure-process';
import { performancePage } from './performance-page';
import { targetsOf } from './targets';

const args = process.argv.slice(2);
const labFolder = args.includes('--lab-folder') ? args[args.indexOf('--lab-folder') + 1] : undefined;

const measured: Record<string, Measured> = {};
for (const job of jobs) {
  console.error(`bench: (${job.id}) ${job.what}`);
  measured[job.id] = await job.run();
}
console.error('bench: the process');
const cost = await measureProcess();
console.error('bench: the USB lab');
const lab = args.includes('--no-lab') ? 'left out' : await measureLab(labFolder);
const targets = targetsOf(measured, cost, typeof lab === 'string' ? [] : lab);
const notes = args.flatMap((word, at) => (args[at - 1] === '--note' ? [word] : []));
const page = performancePage({ jobs, measured, cost, lab, targets, notes });
console.log(page);
if (args.includes('--write')) writeFileSync('docs/performance.md', page);
