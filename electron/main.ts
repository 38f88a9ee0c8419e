// The window's main process: the composition root. Reads top to bottom as the start-up order.
import { fileURLToPath } from 'node:url';
import { app, dialog, type BrowserWindow } from 'electron';
import { Fault } from '../shared/model/errors';
import { guardLifecycle } from './app/lifecycle';
import { setMenu } from './app/menu';
import { registerScheme, serveScheme } from './app/scheme';
import { denyPermissions, secureContents } from './app/security';
import { startUtilityHost } from './app/utility-host';
import { openWindow } from './app/window';
import { serveWindow } from './ipc/registry';
import { startRecovery } from './start-recovery';

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
let window: BrowserWindow | undefined;

async function start(): Promise<void> {
  await app.whenReady();
  setMenu(process.platform);
  serveScheme(beside('./renderer'));
  denyPermissions();

  const running = await startRecovery({
    face: 'electron',
    casesFolder: undefined,
    spawnHost: () => startUtilityHost(beside('./device-host.js'), practiceArguments(process.env['ROM_RESCUE_PRACTICE_SPEED'])),
  });
  const { recovery } = running;
  const lifecycle = guardLifecycle({ recovery, windowOf: () => window, stop: () => running.stop() });

  const show = (): void => {
    window = openWindow(beside('./preload.cjs'));
    lifecycle.guard(window);
    serveWindow(window, (port) => running.serve(port));
    window.on('closed', () => (window = undefined));
  };
  show();
  app.on('activate', () => {
    if (!window) show();
  });
}

/** Practice machines at their own speed unless told: for trying the whole wizard in less time. */
const practiceArguments = (speed: string | undefined): string[] => (speed ? [`--practice-speed=${speed}`] : []);

function explainStartFailure(thrown: unknown): void {
  const isInUse = thrown instanceof Fault && thrown.error.code === 'CASE_IN_USE';
  const detail = thrown instanceof Fault ? `${thrown.error.code} ${thrown.error.params['path'] ?? ''}` : String(thrown);
  dialog.showErrorBox(
    'ROM Rescue',
    isInUse ? `ROM Rescue is already open on these cases: ${thrown.error.params['path'] ?? ''}` : `ROM Rescue cannot start: ${detail}`,
  );
  app.exit(1);
}

if (app.requestSingleInstanceLock()) {
  registerScheme();
  app.enableSandbox();
  secureContents();
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  start().catch(explainStartFailure);
} else {
  app.quit();
}
