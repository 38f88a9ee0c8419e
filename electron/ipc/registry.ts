// Serves the contract to the window: one port per load of its page, so that a reload finds a fresh one.
import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import type { Port } from '../../shared/ipc/contract-kit';
import { CHANNEL } from './channel';
import { isTrustedSender } from './trusted-sender';

export interface WindowLike {
  readonly webContents: WebContents;
  isDestroyed(): boolean;
}

export function serveWindow(window: WindowLike, onPort: (port: Port) => void): void {
  const { webContents } = window;
  const contentsId = webContents.id;
  let page = openPage();

  function openPage() {
    const ends: { message: (message: unknown) => void; close: (() => void)[] } = { message: () => undefined, close: [] };
    let open = true;
    const port: Port = {
      post: (message) => {
        if (!open || window.isDestroyed()) throw new Error('the page is gone');
        webContents.send(CHANNEL, message);
      },
      onMessage: (listener) => {
        ends.message = listener;
      },
      onClose: (listener) => void ends.close.push(listener),
      close: () => leave(),
    };
    const leave = () => {
      if (!open) return;
      open = false;
      for (const listener of ends.close) listener();
    };
    onPort(port);
    return { receive: (message: unknown) => ends.message(message), leave };
  }

  const receive = (event: IpcMainEvent, message: unknown) => {
    if (isTrustedSender(event, contentsId)) page.receive(message);
  };
  ipcMain.on(CHANNEL, receive);
  // Not did-start-navigation: that comes before a navigation is refused too, and the page that stayed would wait for answers forever.
  webContents.on('did-navigate', () => {
    page.leave();
    page = openPage();
  });
  webContents.on('destroyed', () => {
    page.leave();
    ipcMain.off(CHANNEL, receive);
  });
}
