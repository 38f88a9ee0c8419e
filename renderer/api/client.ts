// One typed client over whichever transport the page has. Reconnects by itself; says when it is connected.
import { appContract, type AppContract } from '../../shared/ipc/contract';
import type { Client, Port } from '../../shared/ipc/contract-kit';
import { connectPeer } from '../../shared/ipc/peer';
import { electronPort } from './transports/electron';
import { openSocketPort, socketUrl } from './transports/socket';

export type AppClient = Client<AppContract>;

export interface Connection {
  /** Called with each new client, at once and after every reconnection; `undefined` while there is none. */
  onClient(listener: (client: AppClient | undefined) => void): void;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;

export function openConnection(): Connection {
  return window.romRescue ? steady(electronPort(window.romRescue)) : reconnecting(() => openSocketPort(socketUrl(window.location)));
}

function steady(port: Port): Connection {
  return { onClient: (listener) => listener(connectPeer(port, appContract)) };
}

function reconnecting(open: () => Promise<Port>): Connection {
  return {
    onClient: (listener) => {
      let retryMs = FIRST_RETRY_MS;
      const again = () => {
        listener(undefined);
        window.setTimeout(attempt, retryMs);
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      };
      const attempt = () => {
        open().then((port) => {
          retryMs = FIRST_RETRY_MS;
          const client = connectPeer(port, appContract);
          port.onClose(again);
          listener(client);
        }, again);
      };
      attempt();
    },
  };
}
