// What `npm test` runs, in order, each with its limit. Every step ends in a tally; none throws.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../build/freshness.mjs';
import { findElectron } from '../launch/electron-binary.mjs';
import { findChromium } from './chromium';
import { installPackages, mayInstall, thisHost } from './debian';
import { runCommand, type CommandResult } from './run-command';
import {
  nothing,
  oneFailed,
  onePassed,
  oneSkipped,
  tallyFromPlaywright,
  tallyFromText,
  withRunner,
  type PlaywrightReport,
  type Tally,
} from './tally';

export interface Step {
  readonly name: string;
  readonly limitMinutes: number;
  run(limitMs: number): Promise<Tally>;
}

const howToGetChromium = 'no Chromium found: install the chromium package, or run "npx playwright install chromium"';
const howToGetElectron = 'the Electron binary is not installed: run "npm start" once with a network connection';

/** A check has one outcome; what it printed is of interest only when that is bad. */
function checkOutcome({ endedWell, timedOut, output }: CommandResult): Tally {
  if (endedWell) return onePassed;
  process.stdout.write(output);
  if (timedOut) console.log('stopped: out of time');
  return oneFailed;
}

const check = (name: string, limitMinutes: number, script = name): Step => ({
  name,
  limitMinutes,
  run: async (limitMs) => checkOutcome(await runCommand('npm', ['run', '-s', script], { limitMs })),
});

/** Runs a runner that leaves its report in a file, and reads it whatever the exit code. */
async function runWithReport<T>(args: readonly string[], variable: string, limitMs: number, read: (report: T) => Tally): Promise<Tally> {
  const cache = join(projectRoot, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const report = join(cache, `${variable.toLowerCase()}-${process.pid}.json`);
  const { endedWell, timedOut } = await runCommand('npx', args, { limitMs, env: { [variable]: report }, echo: true });
  if (timedOut) console.log('stopped: out of time');
  const tally = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8')) as T) : undefined;
  rmSync(report, { force: true });
  return withRunner(tally, endedWell);
}

const playwright = (project: string, limitMs: number): Promise<Tally> =>
  runWithReport<PlaywrightReport>(
    ['playwright', 'test', `--project=${project}`, '--reporter=list,json'],
    'PLAYWRIGHT_JSON_OUTPUT_FILE',
    limitMs,
    tallyFromPlaywright,
  );

async function prepare(limitMs: number): Promise<Tally> {
  if (!mayInstall(thisHost())) return nothing;
  const { complete, output } = await installPackages(limitMs);
  if (complete) return nothing;
  process.stdout.write(output);
  return oneFailed;
}

/** A script that ends in one line of counts. */
const lab = (name: string, limitMinutes: number, script: string): Step => ({
  name,
  limitMinutes,
  run: async (limitMs) => {
    const { endedWell, timedOut, output } = await runCommand('npm', ['run', '-s', script], { limitMs, echo: true });
    if (timedOut) console.log('stopped: out of time');
    return withRunner(tallyFromText(output), endedWell);
  },
});

async function runOnElectron(limitMs: number): Promise<Tally> {
  if (findElectron() === undefined) return oneSkipped('specs on the real Electron binary', howToGetElectron);
  const hasDesktop = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasDesktop) return oneSkipped('specs on the real Electron binary', 'no desktop session: run them under xvfb-run');
  return playwright('electron', limitMs);
}

export const steps: readonly Step[] = [
  { name: 'prepare', limitMinutes: 10, run: prepare },
  check('typecheck', 5),
  check('lint', 6),
  check('format', 3, 'format:check'),
  check('arrows', 3),
  check('docs', 3, 'docs:check'),
  check('build', 4),
  {
    name: 'unit',
    limitMinutes: 15,
    run: (limitMs) =>
      runWithReport<Tally>(
        ['vitest', 'run', '--reporter=default', '--reporter=./scripts/test/vitest-tally.ts'],
        'ROM_RESCUE_TALLY',
        limitMs,
        (tally) => tally,
      ),
  },
  {
    name: 'e2e',
    limitMinutes: 30,
    run: async (limitMs) =>
      findChromium() === undefined ? oneSkipped('end-to-end specs', howToGetChromium) : playwright('chromium', limitMs),
  },
  lab('keys', 12, 'test:keys'),
  lab('usb', 20, 'test:usb'),
  { name: 'electron', limitMinutes: 8, run: runOnElectron },
];
