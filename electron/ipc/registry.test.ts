import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contractSuite, serveSuite } from '../../shared/ipc/contract.suite';
import type { Port } from '../../shared/ipc/contract-kit';
import { createElectronDouble, type ElectronDouble, type FrameDouble } from '../test/electron-double';
import { runPreload } from '../test/boot';
import { CHANNEL } from './channel';

let double: ElectronDouble;

async function openWindow(onPort: (port: Port) => void) {
  double = createElectronDouble();
  vi.resetModules();
  vi.doMock('electron', () => double.module);
  const [{ serveWindow }, { openWindow: open }] = await Promise.all([import('./registry'), import('../app/window')]);
  await double.app.whenReady();
  serveWindow(open('preload.cjs'), onPort);
  return double.windows[0]!;
}

async function pagePort(window: ElectronDouble['windows'][number]): Promise<Port> {
  const { romRescue } = (await runPreload(window.webContents.page!)) as { romRescue: Pick<Port, 'post' | 'onMessage'> };
  return { ...romRescue, onClose: () => undefined, close: () => undefined };
}

afterEach(() => vi.doUnmock('electron'));

// Everything but the loss of the far end: main does not go without its page.
contractSuite('the window', async () => {
  const ports: Port[] = [];
  const window = await openWindow((port) => {
    ports.push(port);
    serveSuite(port);
  });
  const port = await pagePort(window);
  const closeListeners: (() => void)[] = [];
  return {
    port: { ...port, onClose: (listener) => void closeListeners.push(listener) },
    lose: () => {
      ports.at(-1)?.close();
      for (const listener of closeListeners) listener();
    },
    end: () => window.close(),
  };
});

describe('main', () => {
  let received: unknown[];
  let ports: Port[];
  let closed: number;
  let window: ElectronDouble['windows'][number];
  beforeEach(async () => {
    received = [];
    ports = [];
    closed = 0;
    window = await openWindow((port) => {
      ports.push(port);
      port.onMessage((message) => received.push(message));
      port.onClose(() => closed++);
    });
  });

  it('listens to the main frame of our page in our window, and to nobody else', async () => {
    const { webContents } = window;
    const { mainFrame } = webContents;
    const foreign: Record<string, FrameDouble | null> = {
      'a frame within the page': { url: mainFrame.url, parent: mainFrame },
      'another origin': { url: 'https://evil.example/', parent: null },
      'another host of our scheme': { url: 'rom-rescue://other/', parent: null },
      'a page that is gone': null,
    };
    for (const [who, frame] of Object.entries(foreign)) webContents.deliver(CHANNEL, who, frame);
    double.ipcMain.emit(CHANNEL, { sender: { id: webContents.id + 1 }, senderFrame: mainFrame }, 'another window');
    webContents.deliver(CHANNEL, 'our page');
    await new Promise(setImmediate);
    expect(received).toEqual(['our page']);
  });

  it('gives each load of the page a port of its own, and tells the one before that its page is gone', () => {
    const before = { ports: ports.length, closed };
    window.webContents.reload();
    expect({ ports: ports.length - before.ports, closed: closed - before.closed }).toEqual({ ports: 1, closed: 1 });
    expect(() => ports.at(-2)?.post('late')).toThrow('the page is gone');
    expect(() => ports.at(-1)?.post('now')).not.toThrow();
  });

  it('keeps the port of a page whose navigation was refused', () => {
    const before = { ports: ports.length, closed };
    window.webContents.on('will-navigate', (event: { preventDefault(): void }) => event.preventDefault());
    window.webContents.navigate('https://evil.example/');
    expect({ ports: ports.length, closed }).toEqual(before);
  });

  it('stops listening when its window is closed', () => {
    const port = ports.at(-1)!;
    window.close();
    expect(double.ipcMain.listenerCount(CHANNEL)).toBe(0);
    expect(() => port.post('late')).toThrow('the page is gone');
  });
});
