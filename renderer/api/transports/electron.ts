// The window's transport: the preload carries messages, structured clone does the rest. The port lives as long as the page.
import type { Port } from '../../../shared/ipc/contract-kit';

/** What the preload exposes: a carrier of messages and nothing else. */
export interface RomRescueBridge {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

declare global {
  interface Window {
    romRescue?: RomRescueBridge;
  }
}

export function electronPort(bridge: RomRescueBridge): Port {
  return {
    post: (message) => bridge.post(message),
    onMessage: (listener) => bridge.onMessage(listener),
    onClose: () => undefined,
    close: () => undefined,
  };
}
