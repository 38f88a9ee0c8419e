// npm run bench:inspect: how fast images are inspected, beside other tools on the same file in the same run. `--write` puts the page into
// docs/inspection-speed.md; `--images N` makes the batch smaller; `--no-binwalk` leaves out the slowest tool; `--note TEXT` ends the page.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { entries, externals, nodeBundle } from '../scripts/build/bundle-node';
import { benchImage, isReal } from './inspect-image';
import { inspectionPage, type BatchFigures, type InspectionFigures } from './inspection-page';
import { canMeasure, median, medianCost, runTool, type Cost } from './run-tool';

const ROUNDS = 11;
const args = process.argv.slice(2);
const valueAfter = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

/** As the product is bundled, beside each other, apart from dist/. */
const bundles = 'node_modules/.cache/bench';
async function bundle(): Promise<void> {
  mkdirSync(bundles, { recursive: true });
  const wanted = entries.filter(({ output }) => /cli|inspection-worker/.test(output));
  for (const entry of wanted) await build({ ...nodeBundle(entry, join(bundles, 'dist')), write: true, sourcemap: false });
  for (const name of ['inspect-warm', 'inspect-batch'])
    await build({
      entryPoints: [`bench/${name}.ts`],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      outfile: `${bundles}/dist/${name}.mjs`,
      external: [...externals],
      logLevel: 'warning',
    });
}

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-bench-'));
const image = join(folder, 'image.bin');
const script = (name: string): string => join(process.cwd(), bundles, 'dist', name);
const say = (text: string): void => console.error(`bench: ${text}`);

function cold(): Record<string, Cost> {
  const commands: Record<string, readonly string[]> = {
    ours: [process.execPath, script('cli.js'), 'inspect', image],
    oursJson: [process.execPath, script('cli.js'), 'inspect', image, '--json'],
    uefiReport: ['UEFIExtract', image, 'report'],
    uefiAll: ['UEFIExtract', image, 'all'],
    ifdtool: ['ifdtool', '-d', image],
  };
  const costs: Record<string, Cost[]> = {};
  // In turns, so that whatever else the computer does meets all of them alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, command] of Object.entries(commands)) {
      const cost = runTool(command, folder);
      if (cost !== undefined) (costs[name] ??= []).push(cost);
      for (const left of ['.report.txt', '.dump', '.guids.csv']) rmSync(`${image}${left}`, { recursive: true, force: true });
    }
  const binwalk = args.includes('--no-binwalk') ? undefined : runTool(['binwalk', image], folder);
  return {
    ...Object.fromEntries(Object.entries(costs).map(([name, list]) => [name, medianCost(list)])),
    ...(binwalk === undefined ? {} : { binwalk }),
  };
}

function warm(): InspectionFigures['warm'] {
  const times = JSON.parse(execFileSync(process.execPath, [script('inspect-warm.mjs'), image, '12'], { encoding: 'utf8' })) as Omit<
    Cost,
    'peakBytes'
  >[];
  const settled = times.slice(-ROUNDS);
  return {
    first: times[0]!,
    settled: { wallMs: median(settled.map(({ wallMs }) => wallMs)), cpuMs: median(settled.map(({ cpuMs }) => cpuMs)) },
  };
}

function batch(count: number): BatchFigures {
  return JSON.parse(
    execFileSync(process.execPath, [script('inspect-batch.mjs'), image, String(count)], { encoding: 'utf8', maxBuffer: 1 << 24 }),
  ) as BatchFigures;
}

if (!canMeasure) throw new Error('/usr/bin/time is not installed (Debian: apt install time)');
try {
  await bundle();
  writeFileSync(image, benchImage());
  const loadBefore = loadavg()[0]!;
  say('one file, warm');
  const warmFigures = warm();
  say('one file, cold, beside other tools');
  const coldFigures = cold();
  const count = Number(valueAfter('--images') ?? 500);
  say('a small batch, for its memory');
  const small = batch(Math.max(10, Math.floor(count / 10)));
  say(`a batch of ${count}`);
  const figures: InspectionFigures = { isReal, loadBefore, warm: warmFigures, cold: coldFigures, small, batch: batch(count) };
  const page = inspectionPage(
    figures,
    args.flatMap((word, at) => (args[at - 1] === '--note' ? [word] : [])),
  );
  console.log(page);
  if (args.includes('--write')) writeFileSync('docs/inspection-speed.md', page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
