// npm start: builds, then opens the window; where there can be no window, serves the same interface to a browser and says why in one line.
import { spawn } from 'node:child_process';
import { projectRoot } from './build/freshness.mjs';
import { fetchElectron, findElectron } from './launch/electron-binary.mjs';
import { ensureBuilt } from './launch/ensure-built.mjs';
import { runHere } from './launch/run-here.mjs';

const isLinux = process.platform === 'linux';
const hasDesktop = !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
// Chromium's sandbox does not run as root, and this program does not run without the sandbox.
const isRootOnLinux = isLinux && process.getuid?.() === 0;

/** @returns {Promise<{ electron: string } | { whyNot: string }>} */
async function findWindow() {
  const electron = findElectron() ?? (await fetchElectron(() => console.error('Downloading Electron, once …')));
  if (!electron) return { whyNot: 'The Electron binary is missing and cannot be downloaded' };
  if (!hasDesktop) return { whyNot: 'There is no desktop here to open a window on' };
  if (isRootOnLinux) return { whyNot: "Electron's sandbox does not run as root" };
  return { electron };
}

ensureBuilt(['node', 'renderer'], { quiet: false });
const found = await findWindow();
if ('electron' in found) {
  const child = spawn(found.electron, [projectRoot, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(`Electron did not start: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
} else {
  console.error(`${found.whyNot}: opening ROM Rescue in the browser instead.`);
  await runHere('dist/browser-face.js');
}
