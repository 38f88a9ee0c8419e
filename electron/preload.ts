// Carries messages between the page and main. Exposes that, and nothing else.
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNEL } from './ipc/channel';

contextBridge.exposeInMainWorld('romRescue', {
  post: (message: unknown): void => ipcRenderer.send(CHANNEL, message),
  /** One listener; a second call takes the place of the first. */
  onMessage: (listener: (message: unknown) => void): void => {
    ipcRenderer.removeAllListeners(CHANNEL);
    ipcRenderer.on(CHANNEL, (_event, message: unknown) => listener(message));
  },
});
