// Finds the Electron binary, and fetches it once where it is missing. Electron's own installer does the fetching.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../build/freshness.mjs';

const packageFolder = join(projectRoot, 'node_modules/electron');

/** A download is given up when nothing has arrived for this long; a slow link that still delivers may take its time. */
const silenceLimitMs = 20_000;
const pollMs = 500;

/** @returns {string | undefined} the path of the executable, where it is installed */
export function findElectron() {
  try {
    const path = join(
      process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist'),
      readFileSync(join(packageFolder, 'path.txt'), 'utf8').trim(),
    );
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} folder @returns {number} bytes in its files, 0 where it is missing */
function folderBytes(folder) {
  if (!existsSync(folder)) return 0;
  let total = 0;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // A file may be renamed while we look; it is counted under its new name next time.
    const found = statSync(join(folder, entry), { throwIfNoEntry: false });
    if (found?.isFile()) total += found.size;
  }
  return total;
}

/**
 * Runs Electron's installer until it ends or falls silent.
 * @param {() => void} onArriving called once, when the first bytes have come
 * @returns {Promise<string | undefined>} the executable, or undefined where it cannot be had
 */
export async function fetchElectron(onArriving) {
  const installer = join(packageFolder, 'install.js');
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD || !existsSync(installer)) return undefined;
  // The installer downloads into a temporary folder: one of our own, so that its growth can be watched.
  const scratch = join(projectRoot, 'node_modules/.cache/electron-download');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const env = { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch, ELECTRON_GET_NO_PROGRESS: '1' };
  const child = spawn(process.execPath, [installer], { env, stdio: 'ignore' });

  let bytes = 0;
  let silentMs = 0;
  const watch = setInterval(() => {
    const now = folderBytes(scratch) + folderBytes(join(packageFolder, 'dist'));
    if (bytes === 0 && now > 0) onArriving();
    silentMs = now === bytes ? silentMs + pollMs : 0;
    bytes = now;
    if (silentMs >= silenceLimitMs) child.kill();
  }, pollMs);
  await new Promise((resolve) => child.once('error', resolve).once('close', resolve));
  clearInterval(watch);
  rmSync(scratch, { recursive: true, force: true });
  return findElectron();
}
