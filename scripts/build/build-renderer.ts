// Builds the page into a folder of its own and then swaps it in, so that a page being served is never half there.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './freshness.mjs';

const output = 'dist/renderer';

/** @returns the files that prove the build, relative to the project */
export async function buildRenderer(): Promise<readonly string[]> {
  const next = join(projectRoot, `${output}.${process.pid}.next`);
  const previous = join(projectRoot, `${output}.${process.pid}.previous`);
  await build({ configFile: join(projectRoot, 'renderer/vite.config.ts'), logLevel: 'warn', build: { outDir: next } });
  if (existsSync(join(projectRoot, output))) renameSync(join(projectRoot, output), previous);
  renameSync(next, join(projectRoot, output));
  rmSync(previous, { recursive: true, force: true });
  return [`${output}/index.html`];
}
