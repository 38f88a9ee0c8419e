// One typed client a contract over whichever transport the page has. Reconnects by itself; says when it is connected.
import { checkContract, type CheckContract } from '../../shared/ipc/check-contract';
import { appContract, type AppContract } from '../../shared/ipc/contract';
import { keyContract, type KeyContract } from '../../shared/ipc/key-contract';
import type { Client, Port } from '../../shared/ipc/contract-kit';
import { connectPeer } from '../../shared/ipc/peer';
import { electronPort } from './transports/electron';
import { openSocketPort, socketUrl } from './transports/socket';

export type AppClient = Client<AppContract>;
export type CheckClient = Client<CheckContract>;
export type KeyClient = Client<KeyContract>;

export interface Clients {
  readonly app: AppClient;
  readonly check: CheckClient;
  readonly key: KeyClient;
}

export interface Connection {
  /** Called with new clients, at once and after every reconnection; `undefined` while there are none. */
  onClients(listener: (clients: Clients | undefined) => void): void;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 4000;

export function openConnection(): Connection {
  return window.romRescue ? steady(electronPort(window.romRescue)) : reconnecting(() => openSocketPort(socketUrl(window.location)));
}

const clientsOf = (port: Port): Clients => ({
  app: connectPeer(port, appContract),
  check: connectPeer(port, checkContract),
  key: connectPeer(port, keyContract),
});

function steady(port: Port): Connection {
  return { onClients: (listener) => listener(clientsOf(port)) };
}

function reconnecting(open: () => Promise<Port>): Connection {
  return {
    onClients: (listener) => {
      let retryMs = FIRST_RETRY_MS;
      const again = () => {
        listener(undefined);
        window.setTimeout(attempt, retryMs);
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      };
      const attempt = () => {
        open().then((port) => {
          retryMs = FIRST_RETRY_MS;
          const clients = clientsOf(port);
          port.onClose(again);
          listener(clients);
        }, again);
      };
      attempt();
    },
  };
}
