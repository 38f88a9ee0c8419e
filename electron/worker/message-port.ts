// Ports over MessagePort and over Electron's utility process, told by their shape: nothing here imports electron.
import type { Port } from '../../shared/ipc/contract-kit';

/** node:worker_threads' MessagePort, and the one of Electron's main process. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message' | 'close', listener: (argument: unknown) => void): unknown;
  close(): void;
  start?(): void;
}

/** `unwrap`: Electron hands over events whose `data` is the message. */
export function messagePort(port: MessagePortLike, unwrap = false): Port {
  let open = true;
  port.on('close', () => (open = false));
  return {
    post: (message) => {
      if (!open) throw new Error('the port is closed');
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', (received) => listener(unwrap ? (received as { data: unknown }).data : received));
      port.start?.();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}

/** `process.parentPort` within a utility process. It has no close event: the process is ended with its parent. */
export interface ParentPortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

export function parentPortOf(parentPort: ParentPortLike): Port {
  return {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
    onClose: () => undefined,
    close: () => undefined,
  };
}

/** What `utilityProcess.fork` answers, as main sees it. */
export interface UtilityProcessLike {
  postMessage(message: unknown): void;
  on(event: 'message' | 'exit', listener: (argument: unknown) => void): unknown;
  kill(): boolean;
}

export function utilityProcessPort(child: UtilityProcessLike): Port {
  let running = true;
  child.on('exit', () => (running = false));
  return {
    post: (message) => {
      if (!running) throw new Error('the device process is gone');
      child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.on('exit', () => listener()),
    close: () => void child.kill(),
  };
}
