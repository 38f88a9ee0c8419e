// npm run bench:keys: how fast packages are inspected and keys are built, beside other tools on the same package in the same run.
// `--write` puts the page into docs/key-speed.md; `--package FILE` names another package; `--note TEXT` ends the page.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { entries, externals, nodeBundle } from '../scripts/build/bundle-node';
import { buildJob } from './keys-build';
import { inspectJob } from './keys-inspect';
import { keysPage, type KeyJob } from './keys-page';
import { keysPackage } from './keys-package';
import { canMeasure } from './run-tool';

export interface KeyBench {
  /** As downloaded. */
  readonly packagePath: string;
  /** Of the bundled program: "cli.js", "keys-process.mjs". */
  readonly script: (name: string) => string;
  /** Empty, removed at the end. */
  readonly folder: string;
}

/** One section of the page each, in this order. */
const jobs: readonly ((bench: KeyBench) => KeyJob)[] = [inspectJob, buildJob];

const args = process.argv.slice(2);
const bundles = 'node_modules/.cache/bench/dist';

/** As the product is bundled, beside each other, apart from dist/. */
async function bundle(): Promise<void> {
  mkdirSync(bundles, { recursive: true });
  for (const entry of entries.filter(({ output }) => output.endsWith('/cli.js')))
    await build({ ...nodeBundle(entry, bundles), write: true, sourcemap: false });
  await build({
    entryPoints: ['bench/keys-process.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile: `${bundles}/keys-process.mjs`,
    external: [...externals, '7z-wasm'],
    logLevel: 'warning',
  });
}

if (!canMeasure) throw new Error('/usr/bin/time is not installed (Debian: apt install time)');
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-keys-'));
try {
  await bundle();
  const chosen = args.includes('--package') ? args[args.indexOf('--package') + 1] : undefined;
  const { path: packagePath, isReal } = keysPackage(folder, chosen);
  const loadBefore = loadavg()[0]!;
  const bench: KeyBench = { packagePath, folder, script: (name) => join(process.cwd(), bundles, name) };
  const notes = args.flatMap((word, at) => (args[at - 1] === '--note' ? [word] : []));
  const page = keysPage({ isReal, loadBefore, jobs: jobs.map((job) => job(bench)), notes });
  console.log(page);
  if (args.includes('--write')) writeFileSync('docs/key-speed.md', page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
