// docs/inspection-speed.md: what was measured, beside what, and what was to be reached.
import type { Cost } from './run-tool';
import type { Target } from './targets';

type Time = Omit<Cost, 'peakBytes'>;

export interface BatchFigures extends Cost {
  readonly images: number;
  readonly bytes: number;
  /** Resident after every 50 images. */
  readonly rssBytes: readonly number[];
}

export interface InspectionFigures {
  readonly isReal: boolean;
  /** Processes that wanted to run, on average over the minute before. */
  readonly loadBefore: number;
  readonly warm: { readonly first: Time; readonly settled: Time };
  readonly cold: Readonly<Record<string, Cost>>;
  readonly small: BatchFigures;
  readonly batch: BatchFigures;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
const perSecond = ({ bytes }: BatchFigures, ms: number): string => `${(bytes / 1e6 / (ms / 1000)).toFixed(0)} MB/s`;

const titles: Readonly<Record<string, string>> = {
  ours: '`rom-rescue inspect FILE`',
  oursJson: '`rom-rescue inspect FILE --json`',
  uefiReport: '`UEFIExtract FILE report`',
  uefiAll: '`UEFIExtract FILE all` (writes every piece as a file)',
  ifdtool: '`ifdtool -d FILE` (descriptor only)',
  binwalk: '`binwalk FILE` (one run)',
};

export function inspectionPage(figures: InspectionFigures, notes: readonly string[]): string {
  const { isReal, loadBefore, warm, cold, batch, small } = figures;
  return `# How fast images are inspected

Made by \`npm run bench:inspect -- --write\`. Do not edit by hand.

One run, one computer, the same 16 MiB file for all: ${isReal ? 'a Z620 image put together from real pieces' : 'a synthetic image (a real one takes longer: more is packed in it)'}. Other tools run in turns
with ours, eleven rounds, medians; "CPU" is time of all threads, which other work on the computer disturbs less than the clock. ${loadBefore.toFixed(1)} processes wanted to
run before the start. Every tool does its own share of the work: UEFIExtract takes the volumes apart and verifies no ME code, ifdtool
prints the descriptor, binwalk looks for known marks. No environment variable that changes how Node starts is set.

## One file, a process of its own

${table(
  ['command', 'clock', 'CPU', 'peak memory'],
  Object.entries(cold).map(([name, { wallMs, cpuMs, peakBytes }]) => [
    titles[name] ?? name,
    seconds(wallMs),
    seconds(cpuMs),
    megabytes(peakBytes),
  ]),
)}

## One file, in a process that has inspected before

Read, SHA-256, MD5, CRC-32 and the whole report.

${table(
  ['', 'clock', 'CPU'],
  [
    ['first file of the process', seconds(warm.first.wallMs), seconds(warm.first.cpuMs)],
    ['after some files', seconds(warm.settled.wallMs), seconds(warm.settled.cpuMs)],
  ],
)}

## A batch on two threads

${batch.images} different images of 16 MiB on the disk, read, hashed and inspected whole. They differ in the variable area, as
dumps of one family do: each thread unpacks what is packed alike once (shared/firmware/compression/remember.ts). Above, one file is
always unpacked anew.

${table(
  ['images', 'clock', 'CPU', 'by the clock', 'by CPU time on two cores', 'peak memory'],
  [small, batch].map((one) => [
    String(one.images),
    seconds(one.wallMs),
    seconds(one.cpuMs),
    perSecond(one, one.wallMs),
    perSecond(one, one.cpuMs / 2),
    megabytes(one.peakBytes),
  ]),
)}

${batch.rssBytes.length === 0 ? '' : `Resident after every 50 images: ${batch.rssBytes.map(megabytes).join(', ')}.\n`}
## What was to be reached

${table(
  ['', 'to reach', 'measured', ''],
  targetsOf(figures).map(({ what, wanted, measured, reached }) => [what, wanted, measured, reached ? 'reached' : '**missed**']),
)}
${notes.length > 0 ? `\n## Notes to this run\n\n${notes.map((note) => `- ${note}`).join('\n')}\n` : ''}`;
}

function targetsOf({ warm, cold, batch, small }: InspectionFigures): Target[] {
  const { ours, uefiReport } = cold;
  const ratio = (what: string, limit: number, mine: Time, theirs: Time): Target => {
    const [clock, cpu] = [mine.wallMs / theirs.wallMs, mine.cpuMs / theirs.cpuMs];
    return { what, wanted: `<= ${limit}`, measured: `${clock.toFixed(2)} by the clock, ${cpu.toFixed(2)} by CPU`, reached: clock <= limit };
  };
  const speed = batch.bytes / 1e6 / (batch.wallMs / 1000);
  const growth = batch.peakBytes / small.peakBytes;
  return [
    ...(ours && uefiReport
      ? [
          ratio('warm report against UEFIExtract', 0.5, warm.settled, uefiReport),
          ratio('cold command against UEFIExtract', 1, ours, uefiReport),
        ]
      : []),
    { what: 'batch on two cores', wanted: '>= 100 MB/s', measured: `${speed.toFixed(0)} MB/s`, reached: speed >= 100 },
    {
      what: `peak memory of ${batch.images} images against ${small.images}`,
      wanted: '<= 1.25',
      measured: growth.toFixed(2),
      reached: growth <= 1.25,
    },
  ];
}
