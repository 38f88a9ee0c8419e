// The reference jobs of the USB lab, counted on its wire: our program on a real kernel and libusb, beside flashrom's figures.
import { join } from 'node:path';
import { writeBackup } from '../e2e/usb-lab/images';
import { makeReferenceImages, openLabFolder, readOutcome, readStats, runInGuest, whyNot } from '../e2e/usb-lab/lab';
import { readFileSync } from 'node:fs';
import { labFigures, type LabJob } from './flashrom';

/** The guest is slow: four writes take it ten minutes on a busy computer. */
const limitS = 2400;

export interface LabResult {
  readonly job: LabJob;
  readonly contents: 'known' | 'unknown';
  readonly inTransfers: number;
  readonly outTransfers: number;
  readonly bytesOut: number;
  readonly polls: number;
  readonly erases: string;
  readonly pages: number;
  readonly busyMs: number;
  readonly deepestIn: number;
}

const runs = [
  { name: 'bb-known', job: 'boot-block', contents: 'known' },
  { name: 'bb-unknown', job: 'boot-block', contents: 'unknown' },
  { name: '1m-known', job: 'bios-1m', contents: 'known' },
  { name: '1m-unknown', job: 'bios-1m', contents: 'unknown' },
] as const;

/** Runs the lab, or takes the counters of `folder`, where it ran already. Answers why not where it cannot run. */
export async function measureLab(folder: string | undefined): Promise<readonly LabResult[] | string> {
  if (folder !== undefined) return runs.flatMap((run) => resultOf(folder, run));
  const reason = whyNot();
  if (reason !== undefined) return reason;
  const lab = openLabFolder();
  try {
    makeReferenceImages(lab.path);
    for (const name of ['bb-chip.bin', 'target.bin']) writeBackup(join(lab.path, name), new Uint8Array(readFileSync(join(lab.path, name))));
    await runInGuest(lab.path, 'reference', limitS);
    return runs.flatMap((run) => resultOf(lab.path, run));
  } finally {
    lab.remove();
  }
}

/** Throws where a write did not end well: its counters would say nothing. */
function resultOf(folder: string, { name, job, contents }: (typeof runs)[number]): LabResult {
  const { exit, json } = readOutcome(folder, `${name}-write`);
  if (exit !== 0 || json['verified'] !== true) throw new Error(`${name}: ${JSON.stringify(json)}`);
  const { in_urbs, out_urbs, out_bytes, polls, pp, busy_us, max_in, se4, be32, be64 } = readStats(folder, name);
  const erases = Object.entries({ '4K': se4, '32K': be32, '64K': be64 }).filter(([, count]) => count);
  return {
    job,
    contents,
    inTransfers: in_urbs ?? NaN,
    outTransfers: out_urbs ?? NaN,
    bytesOut: out_bytes ?? NaN,
    polls: polls ?? NaN,
    erases: erases.map(([size, count]) => `${count} x ${size}`).join(' + '),
    pages: pp ?? NaN,
    busyMs: (busy_us ?? NaN) / 1000,
    deepestIn: max_in ?? NaN,
  };
}

/** Part of flashrom 1.8's transfers on the same wire. */
export function labRatios({ job, inTransfers, outTransfers }: LabResult): { readonly in: number; readonly out: number } {
  const theirs = labFigures[job]['flashrom 1.8-rc1'];
  return { in: inTransfers / theirs.in, out: outTransfers / theirs.out };
}
