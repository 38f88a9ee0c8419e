// Bundles what runs outside the page: the window's main process and preload, the device host, the browser face, the command line and
// the threads that inspect files, compose images and build keys.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { projectRoot } from './freshness.mjs';
import { fatFsPlugin } from './fat-fs-plugin';
import { sevenZipPlugin } from './seven-zip-plugin';

export interface Entry {
  readonly source: string;
  readonly output: string;
  readonly format: 'esm' | 'cjs';
  /** Started by name from a shell. */
  readonly executable?: true;
  /** What it imports on demand stands in files of its own beside it, so that a start reads only what it needs. */
  readonly split?: true;
}

export const entries: readonly Entry[] = [
  { source: 'electron/main.ts', output: 'dist/main.js', format: 'esm' },
  // A sandboxed preload is a single CommonJS file.
  { source: 'electron/preload.ts', output: 'dist/preload.cjs', format: 'cjs' },
  { source: 'electron/worker/device-host.ts', output: 'dist/device-host.js', format: 'esm' },
  { source: 'electron/browser/main.ts', output: 'dist/browser-face.js', format: 'esm' },
  // Read as text and started as a thread by all of these: see native-bridge/thread-program.ts.
  { source: 'native-bridge/inspection/worker-main.ts', output: 'dist/inspection-worker.cjs', format: 'cjs' },
  { source: 'native-bridge/check-desk/worker-main.ts', output: 'dist/check-worker.cjs', format: 'cjs' },
  { source: 'native-bridge/key-desk/worker-main.ts', output: 'dist/key-worker.cjs', format: 'cjs' },
  { source: 'native-bridge/composition/worker-main.ts', output: 'dist/compose-worker.cjs', format: 'cjs' },
  // Started with rights, and does nothing but write a drive: see native-bridge/keys/writer/elevated-write.ts.
  { source: 'native-bridge/keys/writer/helper-main.ts', output: 'dist/key-writer.cjs', format: 'cjs' },
  { source: 'cli/main.ts', output: 'dist/cli.js', format: 'esm', executable: true, split: true },
];

/** Not bundled: electron is the runtime itself, and usb carries a native library that must be a file. */
export const externals: readonly string[] = ['electron', 'usb'];

// Packages written as CommonJS call require() even inside an ES module bundle.
const requireBanner =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

// Packages written as ES modules ask for their own address, which a bundle of CommonJS has not; nothing is looked for beside it.
const urlBanner = "const urlForBundle = require('node:url').pathToFileURL(require('node:path').resolve('bundle.cjs')).href;";
const isThread = ({ source, format }: Entry): boolean => format === 'cjs' && source.startsWith('native-bridge/');

const folderOfBuilds = 'dist';

/** How an entry is bundled into `folder`; nothing is written yet. */
export const nodeBundle = (entry: Entry, folder = folderOfBuilds): BuildOptions => ({
  absWorkingDir: projectRoot,
  entryPoints: [entry.source],
  outdir: folder,
  entryNames: stemOf(entry),
  outExtension: { '.js': extname(entry.output) },
  // In the same folder: code finds other files of the program beside itself.
  ...(entry.split ? { splitting: true, chunkNames: `${stemOf(entry)}-[name]-[hash]` } : {}),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: entry.format,
  external: [...externals],
  plugins: [fatFsPlugin, sevenZipPlugin],
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  write: false,
  banner:
    entry.format === 'esm'
      ? { js: (entry.executable ? '#!/usr/bin/env node\n' : '') + requireBanner }
      : isThread(entry)
        ? { js: urlBanner }
        : {},
  define: isThread(entry) ? { 'import.meta.url': 'urlForBundle' } : {},
});

const stemOf = ({ output }: Entry): string => basename(output, extname(output));

/** Replaces whole files, so that a program started during a build finds the old one or the new one. */
function replaceFile(path: string, contents: Uint8Array, executable: boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, contents, { mode: executable ? 0o755 : 0o644 });
  renameSync(next, path);
}

/** Pieces are named by their content: those of earlier builds would pile up. */
function removeStalePieces(entry: Entry, current: ReadonlySet<string>): void {
  const folder = join(projectRoot, dirname(entry.output));
  const isPiece = (name: string): boolean => name.startsWith(`${stemOf(entry)}-`) && /\.js(\.map|\.LEGAL\.txt)?$/.test(name);
  for (const name of readdirSync(folder)) if (isPiece(name) && !current.has(name)) rmSync(join(folder, name), { force: true });
}

async function bundleEntry(entry: Entry): Promise<readonly string[]> {
  const { outputFiles = [] } = await build(nodeBundle(entry));
  for (const file of outputFiles) replaceFile(file.path, file.contents, entry.executable === true && file.path.endsWith(entry.output));
  if (entry.split) removeStalePieces(entry, new Set(outputFiles.map((file) => basename(file.path))));
  return outputFiles.map((file) => relative(projectRoot, file.path));
}

/** @returns the files written, relative to the project */
export async function bundleNode(): Promise<readonly string[]> {
  return (await Promise.all(entries.map(bundleEntry))).flat();
}
