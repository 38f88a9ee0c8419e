// Starts the window's main process, and loads its page, on the double of Electron.
import { vi } from 'vitest';
import { VirtualClock } from '../../native-bridge/clock';
import { LocalDeviceSession } from '../../native-bridge/operations/local-session';
import { simulatedDriver } from '../../native-bridge/simulator/simulated-programmer';
import { appContract, type AppContract } from '../../shared/ipc/contract';
import type { Client } from '../../shared/ipc/contract-kit';
import { connectPeer } from '../../shared/ipc/peer';
import { serveDevice } from '../worker/device-service';
import { parentPortOf } from '../worker/message-port';
import type { ElectronDouble, Host, PageDouble } from './electron-double';

/** The device process with practice machines whose time does not pass. */
export const practiceHost: Host = (parentPort) =>
  serveDevice(parentPortOf(parentPort), new LocalDeviceSession({ drivers: [simulatedDriver({ clock: () => new VirtualClock() })] }));

/** Each module anew: the composition root runs when it is imported. */
export async function bootMain(double: ElectronDouble): Promise<void> {
  vi.resetModules();
  vi.doMock('electron', () => double.module);
  await import('../main');
}

export async function firstWindow(double: ElectronDouble) {
  return vi.waitFor(
    () => {
      const [window] = double.windows;
      if (!window?.isShown) throw new Error(`no window; ${double.errors.join()}`);
      return window;
    },
    { timeout: 10_000 },
  );
}

/** Runs the preload for a page; answers what the page finds in its world. */
export async function runPreload(page: PageDouble): Promise<Record<string, unknown>> {
  vi.resetModules();
  vi.doMock('electron', () => ({ contextBridge: page.contextBridge, ipcRenderer: page.ipcRenderer }));
  await import('../preload');
  return page.world;
}

interface Bridge {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** As renderer/api/transports/electron.ts does it: that the two agree is tested in e2e/electron. */
export async function connectPage(page: PageDouble): Promise<Client<AppContract>> {
  const bridge = (await runPreload(page))['romRescue'] as Bridge;
  return connectPeer({ ...bridge, onClose: () => undefined, close: () => undefined }, appContract);
}
