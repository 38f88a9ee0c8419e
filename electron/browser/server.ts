// The loopback server of the browser face: the page over HTTP, the contract over a web socket, both only for the browser that holds
// the one-time address. Closing a tab ends its socket and nothing else.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Port } from '../../shared/ipc/contract-kit';
import { createAccess, isOurHost, isOurOrigin } from './access';
import { contentSecurityPolicy, pageFile } from './page-files';
import { socketPort } from './socket-port';

/** The largest file of the contract, with room for its frame. */
const MAX_FRAME_BYTES = 65 * 1024 * 1024;
export const SOCKET_PATH = '/socket';

export interface BrowserServer {
  /** With the one-time token. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface BrowserServerOptions {
  readonly port: number;
  readonly pageFolder: string;
  /** Called for each tab. */
  readonly onPort: (port: Port) => void;
}

/** Rejects where the port is taken. Listens on 127.0.0.1 only. */
export async function startBrowserServer({ port: wanted, pageFolder, onPort }: BrowserServerOptions): Promise<BrowserServer> {
  const access = createAccess(() => randomBytes(32).toString('base64url'));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const portNow = () => (server.address() as AddressInfo).port;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    setHeaders(response, portNow());
    if (!isOurHost(request, portNow())) return plain(response, 421, 'This address is not served here.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'Only GET is answered.');
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${portNow()}`);
    const token = url.searchParams.get('token');
    if (token !== null) {
      const cookie = access.redeem(token);
      // Whoever has the cookie already may use the address again.
      if (cookie === undefined && !access.isKnown(request))
        return plain(response, 403, 'This address works once, in one browser. Start ROM Rescue again for a new one.');
      if (cookie !== undefined) response.setHeader('Set-Cookie', cookie);
      response.writeHead(303, { Location: '/' }).end();
      return;
    }
    if (!access.isKnown(request)) return plain(response, 403, 'Open the address that ROM Rescue printed when it started.');
    const file = await pageFile(pageFolder, url.pathname);
    if (!file) return plain(response, 404, 'There is nothing here.');
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) plain(response, 500, 'The page could not be read.');
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const isOurs = isOurHost(request, portNow()) && isOurOrigin(request, portNow()) && access.isKnown(request);
    if (path !== SOCKET_PATH || !isOurs) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => onPort(socketPort(opened)));
  });

  await listen(server, wanted);
  return {
    url: `http://127.0.0.1:${portNow()}/?token=${access.token}`,
    port: portNow(),
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function setHeaders(response: ServerResponse, port: number): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(`'self' ws://127.0.0.1:${port}`));
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
