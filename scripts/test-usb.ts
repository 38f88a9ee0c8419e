// npm run test:usb: the program on a real kernel and libusb, against a virtual CH341A. `--full` adds two full backups and a full
// verify; where CI is set only the boot block is written. Ends in one line of counts.
import { execFileSync } from 'node:child_process';
import { bootBlockChecks, faultChecks, fullChecks, type Check } from '../e2e/usb-lab/checks';
import { writeImages, type LabImages } from '../e2e/usb-lab/images';
import { openLabFolder, runInGuest, whyNot } from '../e2e/usb-lab/lab';

interface Job {
  readonly name: string;
  readonly limitS: number;
  readonly checks: (folder: string, images: LabImages) => Check[];
}

/** The guest is emulated: many times slower than this computer, and slower still beside other work. */
const bootBlock: Job = { name: 'boot-block', limitS: 480, checks: bootBlockChecks };
const faults: Job = { name: 'faults', limitS: 900, checks: faultChecks };
const full: Job = { name: 'full', limitS: 7200, checks: fullChecks };

function wantedJobs(): readonly Job[] {
  if (process.argv.includes('--full')) return [bootBlock, faults, full];
  return process.env['CI'] ? [bootBlock] : [bootBlock, faults];
}

/** A job that did not come to its end has files missing; that is one failure, not a crash. */
async function runJob({ name, limitS, checks }: Job, folder: string, images: LabImages): Promise<Check[]> {
  const ended = await runInGuest(folder, name, limitS);
  try {
    return checks(folder, images);
  } catch (thrown) {
    const detail = `${ended ? 'ended' : 'did not end'}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    return [{ what: `the job "${name}" comes to its end`, passed: false, detail }];
  }
}

const reason = whyNot();
if (reason !== undefined) {
  console.log(`skipped: USB lab: ${reason}`);
  console.log('0 passed, 0 failed, 1 skipped');
} else {
  execFileSync('npm', ['run', '-s', 'build', '--', 'node'], { stdio: 'inherit' });
  const lab = openLabFolder();
  const results: Check[] = [];
  try {
    const images = writeImages(lab.path);
    for (const job of wantedJobs()) {
      const checks = await runJob(job, lab.path, images);
      for (const { what, passed, detail } of checks)
        console.log(`${passed ? 'ok' : 'FAILED'}: ${job.name}: ${what}${detail === '' ? '' : ` ${detail}`}`);
      results.push(...checks);
    }
  } finally {
    lab.remove();
  }
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
