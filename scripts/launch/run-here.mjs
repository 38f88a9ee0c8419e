// Runs a built program in this very process, so that signals and the exit code need no passing on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../build/freshness.mjs';

/** @param {string} program relative to the project, as in `dist/cli.js` */
export async function runHere(program) {
  const path = join(projectRoot, program);
  if (!existsSync(path)) {
    console.error(`${program} was not built: its source is missing in this checkout.`);
    process.exit(2);
  }
  process.argv[1] = path;
  await import(pathToFileURL(path).href);
}
