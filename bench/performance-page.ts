// docs/performance.md: what was measured, what is a model, and what was to be reached.
import { flashromTimes, labFigures, type LabJob } from './flashrom';
import type { Job, Measured } from './jobs';
import type { LabResult } from './lab-jobs';
import type { ProcessCost } from './measure-process';
import type { Target } from './targets';

const number = (value: number): string => Math.round(value).toLocaleString('en-GB');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

export interface Results {
  readonly jobs: readonly Job[];
  readonly measured: Readonly<Record<string, Measured>>;
  readonly cost: ProcessCost;
  /** Or why the lab did not run. */
  readonly lab: readonly LabResult[] | string;
  readonly targets: readonly Target[];
  /** What a reader must know of this run. */
  readonly notes: readonly string[];
}

export function performancePage({ jobs, measured, cost, lab, targets, notes }: Results): string {
  return `# Performance

Made by \`npm run bench -- --write\`. Do not edit by hand.

On a CH341A the device sets the pace, about 7.5 µs a byte, so time is won by moving fewer bytes: known contents are not read again,
blank pages are not written, erases are chosen by time, and what a write has read back is not read a second time by the verify.

## What is measured and what is a model

- **Transfers, bytes, round trips, depth**: counted at the packet level, by the simulated CH341A for jobs (a) to (e), and by the virtual
  CH341A of the USB lab, on a real kernel and libusb, for the reference jobs.
- **Device time**: predicted, never measured on hardware. The simulator advances its clock by 7.5 µs for a byte of SPI, 0.12 ms for a
  dependent round trip, and the datasheet times of a W25Q128JV (0.4 ms a page, 45 and 150 ms an erase of 4 and 64 KiB).
- **flashrom's device time**: the same model over what flashrom does, not a measurement. "Table" is the rounded figure of our notes;
  "model" is its formula on the constants above.
- **flashrom's transfers**: measured on the wire of the USB lab by its authors; 1.8-rc1 was not run again here.
- **CPU time, event loop**: measured on the computer that made this page, in a fresh Node process that also holds the simulated chip; a
  hold is CPU time of the thread that runs the loop, between two turns of it.
- **Memory**: peak resident size of the real device host (\`bench/device-host-memory.ts\`, \`dist/device-host.js\` as built), which holds the
  simulated chip (16 MiB) besides.

## Jobs on the simulator

Each from an opened adapter to its proof. (d) and (e) include one read of the whole chip as the backup, as flashrom makes it; a backup of
ours reads twice, which adds 126 s. (b) and (c) write the five 4 KiB blocks of a boot block that are not blank.

${table(
  ['job', 'IN', 'OUT', 'bytes in', 'bytes out', 'round trips', 'deepest IN', 'device time', 'flashrom 1.8, table', 'flashrom 1.8, model'],
  jobs.map(({ id, what }) => jobRow(id, what, measured[id]!)),
)}

A page costs ${(measured['b']!.pages.inTransfers / measured['b']!.pages.pages).toFixed(1)} IN transfers, and ${measured['b']!.pages.roundTrips} round trips carried ${measured['b']!.pages.pages} pages.

## The process

${table(
  ['', 'measured'],
  [
    [
      'CPU time of a full read, driver and simulator',
      `${seconds(cost.cpuMs)} for ${seconds(cost.deviceMs)} of link: ${number(cost.deviceMs / cost.cpuMs)} times faster`,
    ],
    ['peak memory of the device host: backup, write of everything, full verify', `${number(cost.peakRssBytes / 1e6)} MB`],
    ['longest hold of the event loop', `${number(cost.longestHoldMs)} ms of CPU`],
  ],
)}

## Reference jobs of the USB lab

${typeof lab === 'string' ? `Not run: ${lab}.` : labTable(lab)}

"Known": the plan rests on a backup just made, checked by samples. "Unknown": an earlier backup exists, and what the write touches is read
first (\`--fresh\`). Both read back what they wrote.

## What was to be reached

${table(
  ['', 'to reach', 'measured', ''],
  targets.map(({ what, wanted, measured: found, reached }) => [what, wanted, found, reached ? 'reached' : '**missed**']),
)}
${
  notes.length > 0
    ? `
## Notes to this run

${notes.map((note) => `- ${note}`).join('\n')}
`
    : ''
}`;
}

function jobRow(
  id: Job['id'],
  what: string,
  { inTransfers, outTransfers, bytesIn, bytesOut, roundTrips, deepestIn, deviceMs }: Measured,
): string[] {
  const theirs = id === 'b' ? undefined : flashromTimes[id];
  const counts = [inTransfers, outTransfers, bytesIn, bytesOut, roundTrips, deepestIn].map(number);
  return [`(${id}) ${what}`, ...counts, seconds(deviceMs), theirs ? `${theirs.tableS} s` : '–', theirs ? seconds(theirs.modelMs) : '–'];
}

function labTable(lab: readonly LabResult[]): string {
  const ours = lab.map((result) => [
    `${result.job}, ${result.contents}`,
    'ROM Rescue',
    number(result.inTransfers),
    number(result.outTransfers),
    number(result.bytesOut),
    number(result.polls),
    result.erases,
    number(result.pages),
    `${number(result.busyMs)} ms`,
    number(result.deepestIn),
  ]);
  const theirs = (Object.keys(labFigures) as LabJob[]).flatMap((job) =>
    (['flashrom 1.3.0', 'flashrom 1.8-rc1'] as const).map((tool) => {
      const figures = labFigures[job][tool];
      return [job, tool, number(figures.in), number(figures.out), '', '', '', '', '', ''];
    }),
  );
  return table(
    ['job', 'tool', 'IN', 'OUT', 'bytes out', 'status bytes', 'erases', 'pages', 'busy, datasheet', 'deepest IN'],
    [...ours, ...theirs],
  );
}
