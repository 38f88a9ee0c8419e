// The browser face's transport: one web socket at the page's own origin, binary frames of shared/ipc/codec.
import type { Port } from '../../../shared/ipc/contract-kit';
import { decodeFrame, encodeFrame } from '../../../shared/ipc/codec';

/** Resolves when the socket is open; rejects when it could not be opened. A port that closed is not reused. */
export function openSocketPort(url: string): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let onMessage: (message: unknown) => void = () => undefined;
    const closeListeners: (() => void)[] = [];
    const port: Port = {
      post: (message) => {
        if (socket.readyState !== WebSocket.OPEN) throw new Error('the socket is closed');
        socket.send(encodeFrame(message));
      },
      onMessage: (listener) => {
        onMessage = listener;
      },
      onClose: (listener) => void closeListeners.push(listener),
      close: () => socket.close(),
    };
    socket.onopen = () => resolve(port);
    socket.onerror = () => reject(new Error('the socket could not be opened'));
    socket.onmessage = (event) => {
      if (event.data instanceof ArrayBuffer) onMessage(decodeFrame(new Uint8Array(event.data)));
    };
    socket.onclose = () => {
      reject(new Error('the socket closed'));
      for (const listener of closeListeners) listener();
    };
  });
}

export function socketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`;
}
