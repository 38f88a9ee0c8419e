// The one window: sandboxed, isolated, and shown when there is something to see.
import { BrowserWindow } from 'electron';
import { APP_URL } from './scheme';

/** A page that crashes each time shall not flicker on forever. */
const MAX_RELOADS = 3;

export function openWindow(preloadPath: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 1024,
    minHeight: 680,
    show: false,
    title: 'ROM Rescue',
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      // A flash is watched from behind other windows too.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  // A page that crashed is loaded anew and finds the recovery where it is: that runs here.
  let crashes = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && ++crashes <= MAX_RELOADS) window.webContents.reload();
  });
  // Interrupted by a reload: the page that comes instead is what counts.
  window.loadURL(APP_URL).catch(() => undefined);
  return window;
}
