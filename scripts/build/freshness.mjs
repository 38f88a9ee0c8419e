// Knows whether dist/ was built from the sources as they are. Plain JavaScript: the launchers ask it before anything is compiled.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {'node' | 'renderer'} Target */

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** What each target is made of, relative to the project. */
const sources = {
  node: ['shared', 'native-bridge', 'electron', 'cli'],
  renderer: ['shared', 'renderer'],
};
const recipe = ['package-lock.json', 'package.json', 'tsconfig.json', 'scripts/build.ts', 'scripts/build'];

/** @param {Target} target */
const stampFile = (target) => join(projectRoot, 'dist', `.built-${target}.json`);

/**
 * @param {string} path relative to the project
 * @returns {Generator<string>} every file at or under it that a build could read
 */
function* filesUnder(path) {
  const full = join(projectRoot, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    if (!/\.test\.tsx?$/.test(path)) yield path;
    return;
  }
  for (const name of readdirSync(full).sort()) yield* filesUnder(`${path}/${name}`);
}

/**
 * Names, sizes and times of all sources in one hash. Times rather than contents: asking must cost milliseconds, and a needless build is harmless.
 * @param {Target} target
 */
export function sourceSignature(target) {
  const hash = createHash('sha256');
  for (const path of [...recipe, ...sources[target]].flatMap((start) => [...filesUnder(start)])) {
    const { size, mtimeMs } = statSync(join(projectRoot, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** @param {Target} target */
export function isFresh(target) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile(target), 'utf8'));
    return (
      stamp.outputs.every((/** @type {string} */ path) => existsSync(join(projectRoot, path))) &&
      stamp.signature === sourceSignature(target)
    );
  } catch {
    // No stamp, or one that was cut short: build.
    return false;
  }
}

/**
 * @param {Target} target
 * @param {string} signature taken before the build began, so that an edit during the build makes it stale
 * @param {readonly string[]} outputs relative to the project
 */
export function markBuilt(target, signature, outputs) {
  mkdirSync(dirname(stampFile(target)), { recursive: true });
  writeFileSync(stampFile(target), JSON.stringify({ signature, outputs }));
}
