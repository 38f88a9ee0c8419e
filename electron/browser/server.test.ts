import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contractSuite, serveSuite } from '../../shared/ipc/contract.suite';
import type { Port } from '../../shared/ipc/contract-kit';
import { SOCKET_PATH, startBrowserServer, type BrowserServer } from './server';
import { socketPort } from './socket-port';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Unlike fetch, sends any Host and Origin. */
function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.once('error', reject);
    sent.end();
  });
}

const pathOf = (url: string) => url.slice(new URL(url).origin.length);
const cookieOf = ({ headers }: Answer) => String(headers['set-cookie']).split(';')[0]!;

function openSocket(port: number, headers: Record<string, string>): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${SOCKET_PATH}`, { headers });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

let pageFolder: string;
const ports: Port[] = [];
const start = () => startBrowserServer({ port: 0, pageFolder, onPort: (port) => ports.push(port) && serveSuite(port) });

beforeEach(async () => {
  pageFolder = await mkdtemp(join(tmpdir(), 'rom-rescue-page-'));
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html>page');
});
afterEach(() => rm(pageFolder, { recursive: true, force: true }));

contractSuite('the loopback socket', async () => {
  const server = await start();
  const cookie = cookieOf(await get(server.port, pathOf(server.url)));
  const socket = await openSocket(server.port, { cookie, origin: `http://127.0.0.1:${server.port}` });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    port: socketPort(socket),
    lose: async () => {
      ports.at(-1)?.close();
      await closed;
    },
    end: () => server.close(),
  };
});

describe('the address of the browser face', () => {
  let server: BrowserServer;
  beforeEach(async () => {
    server = await start();
  });
  afterEach(() => server.close());

  it('lets one browser in, once, and keeps it by a cookie that no script and no other site can use', async () => {
    const first = await get(server.port, pathOf(server.url));
    expect([first.status, first.headers['location']]).toEqual([303, '/']);
    expect(String(first.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await get(server.port, '/', { cookie: cookieOf(first) })).text).toBe('<!doctype html>page');
    expect((await get(server.port, pathOf(server.url))).status).toBe(403);
  });

  it('may be reloaded by the browser that has it', async () => {
    const cookie = cookieOf(await get(server.port, pathOf(server.url)));
    expect((await get(server.port, pathOf(server.url), { cookie })).status).toBe(303);
  });

  it('shows nothing to whoever lacks the cookie or guesses the token', async () => {
    expect((await get(server.port, '/')).status).toBe(403);
    expect((await get(server.port, '/?token=guess')).status).toBe(403);
    expect((await get(server.port, '/', { cookie: 'rom-rescue-session=guess' })).status).toBe(403);
  });

  it('answers only under its own name, so that a site resolved to this machine gets nothing', async () => {
    const answer = await get(server.port, pathOf(server.url), { host: `evil.example:${server.port}` });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([421, undefined]);
  });

  it('serves files of the page only', async () => {
    const cookie = cookieOf(await get(server.port, pathOf(server.url)));
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2f..%2fetc/passwd', '/%', '/missing.js', '/index.html%00.js'])
      expect((await get(server.port, path, { cookie })).status).toBe(404);
    expect((await get(server.port, '/', { cookie }, 'POST')).status).toBe(405);
  });

  it('forbids everything that is not of the page itself', async () => {
    const { headers } = await get(server.port, '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect([headers['x-content-type-options'], headers['cache-control']]).toEqual(['nosniff', 'no-store']);
  });

  it('opens no socket for another site, for another host, or without the cookie', async () => {
    const cookie = cookieOf(await get(server.port, pathOf(server.url)));
    const origin = `http://127.0.0.1:${server.port}`;
    const refused: Record<string, string>[] = [
      { origin },
      { cookie },
      { cookie, origin: 'http://evil.example' },
      { cookie, origin, host: 'evil.example' },
    ];
    for (const headers of refused) await expect(openSocket(server.port, headers)).rejects.toThrow('403');
  });
});
