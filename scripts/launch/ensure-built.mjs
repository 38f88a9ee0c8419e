// Builds what is out of date before something is started. Says nothing on stdout: that belongs to what is started.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isFresh, projectRoot } from '../build/freshness.mjs';

/**
 * @param {readonly import('../build/freshness.mjs').Target[]} targets
 * @param {{ quiet: boolean }} how quiet: a word only when the build fails
 */
export function ensureBuilt(targets, { quiet }) {
  const stale = targets.filter((target) => !isFresh(target));
  if (stale.length === 0) return;
  const args = ['--import', 'tsx', join(projectRoot, 'scripts/build.ts'), ...stale];
  const build = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'ignore', quiet ? 'pipe' : 'inherit'] });
  if (build.status === 0) return;
  process.stderr.write(build.stderr ?? '');
  console.error('The build failed, so nothing was started. In a fresh checkout run "npm ci" first.');
  process.exit(2);
}
