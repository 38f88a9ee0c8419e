// docs/key-speed.md: what was measured, beside what, and what was to be reached.
export interface KeyJob {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly wallMs: number; readonly cpuMs: number; readonly peakBytes?: number }[];
  readonly targets: readonly { readonly text: string; readonly found: string; readonly isReached: boolean }[];
}

export interface KeyFigures {
  readonly isReal: boolean;
  /** Processes that wanted to run, on average over the minute before. */
  readonly loadBefore: number;
  readonly jobs: readonly KeyJob[];
  readonly notes: readonly string[];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

export function keysPage({ isReal, loadBefore, jobs, notes }: KeyFigures): string {
  const sections = jobs.map(
    ({ title, rows, targets }) => `## ${title}

${table(
  ['what', 'clock', 'CPU', 'peak memory'],
  rows.map(({ title: what, wallMs, cpuMs, peakBytes }) => [
    what,
    seconds(wallMs),
    seconds(cpuMs),
    peakBytes === undefined ? '' : `${Math.round(peakBytes / 1e6)} MB`,
  ]),
)}

${targets.map(({ text, found, isReached }) => `- To be reached: ${text}. Found: ${found}${isReached ? '' : ', **not reached**'}.`).join('\n')}
`,
  );
  return `# How fast packages are inspected and keys are built

Made by \`npm run bench:keys -- --write\`. Do not edit by hand.

One run, one computer, the same package for all: ${isReal ? 'a real "For USB Key-Media" SoftPaq of 4 MB with a ROM image of 4 MiB, twice in it' : 'a made-up SoftPaq of about the size of a real one'}.
Other tools run in turns with ours; medians; "CPU" is time of all threads, which other work on the computer disturbs less than the
clock. ${loadBefore.toFixed(1)} processes wanted to run before the start.

${sections.join('\n')}${notes.length === 0 ? '' : `\n${notes.join('\n\n')}\n`}`;
}
