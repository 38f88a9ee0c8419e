// A web socket as a port: one frame a message. What is no frame is dropped.
import type { WebSocket } from 'ws';
import type { Port } from '../../shared/ipc/contract-kit';
import { decodeFrame, encodeFrame } from '../../shared/ipc/codec';

export function socketPort(socket: WebSocket): Port {
  socket.binaryType = 'nodebuffer';
  // A broken connection also closes; nothing else is to be done about it.
  socket.on('error', () => undefined);
  return {
    post: (message) => {
      if (socket.readyState !== socket.OPEN) throw new Error('the socket is closed');
      socket.send(encodeFrame(message));
    },
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) => {
        if (!isBinary || !Buffer.isBuffer(data)) return;
        const message = decodeFrame(data);
        if (message !== undefined) listener(message);
      }),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}
