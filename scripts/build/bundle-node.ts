// Bundles what runs outside the page: the window's main process and preload, the device host, the browser face, the command line and
// the threads that inspect files.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { projectRoot } from './freshness.mjs';

export interface Entry {
  readonly source: string;
  readonly output: string;
  readonly format: 'esm' | 'cjs';
  /** Started by name from a shell. */
  readonly executable?: true;
}

export const entries: readonly Entry[] = [
  { source: 'electron/main.ts', output: 'dist/main.js', format: 'esm' },
  // A sandboxed preload is a single CommonJS file.
  { source: 'electron/preload.ts', output: 'dist/preload.cjs', format: 'cjs' },
  { source: 'electron/worker/device-host.ts', output: 'dist/device-host.js', format: 'esm' },
  { source: 'electron/browser/main.ts', output: 'dist/browser-face.js', format: 'esm' },
  // Read as text and started as a thread by all of these: see native-bridge/inspection/start-worker.ts.
  { source: 'native-bridge/inspection/worker-main.ts', output: 'dist/inspection-worker.cjs', format: 'cjs' },
  { source: 'cli/main.ts', output: 'dist/cli.js', format: 'esm', executable: true },
];

/** Not bundled: electron is the runtime itself, and usb carries a native library that must be a file. */
export const externals: readonly string[] = ['electron', 'usb'];

// Packages written as CommonJS call require() even inside an ES module bundle.
const requireBanner =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

/** How an entry is bundled; nothing is written yet. */
export const nodeBundle = (entry: Entry): BuildOptions => ({
  absWorkingDir: projectRoot,
  entryPoints: [entry.source],
  outfile: entry.output,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: entry.format,
  external: [...externals],
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  write: false,
  banner: entry.format === 'esm' ? { js: (entry.executable ? '#!/usr/bin/env node\n' : '') + requireBanner } : {},
});

/** Replaces whole files, so that a program started during a build finds the old one or the new one. */
function replaceFile(path: string, contents: Uint8Array, executable: boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, contents, { mode: executable ? 0o755 : 0o644 });
  renameSync(next, path);
}

async function bundleEntry(entry: Entry): Promise<readonly string[]> {
  const { outputFiles = [] } = await build(nodeBundle(entry));
  for (const file of outputFiles) replaceFile(file.path, file.contents, entry.executable === true && file.path.endsWith(entry.output));
  return outputFiles.map((file) => relative(projectRoot, file.path));
}

/** @returns the files written, relative to the project */
export async function bundleNode(): Promise<readonly string[]> {
  return (await Promise.all(entries.map(bundleEntry))).flat();
}
