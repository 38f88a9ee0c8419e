// The browser face lets in the browser that was handed its address, and nobody else.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { spawnBrowserFace, startBrowserProgram } from '../fixtures/browser-face';
import { endChild } from '../fixtures/child';

interface Served {
  readonly url: string;
  readonly origin: string;
  readonly casesFolder: string;
}

const test = base.extend<{ readonly served: Served }>({
  // The pattern is how Playwright learns what a fixture needs.
  // eslint-disable-next-line no-empty-pattern
  served: async ({}, use) => {
    const casesFolder = await mkdtemp(join(tmpdir(), 'rom-rescue-e2e-'));
    const { url, child } = await startBrowserProgram({ casesFolder, practiceSpeed: 1 });
    await use({ url, origin: new URL(url).origin, casesFolder });
    await endChild(child);
    await rm(casesFolder, { recursive: true, force: true });
  },
});

async function ask(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

/** The status with which the upgrade is refused, or 101. */
async function upgrade(origin: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, { headers, handshakeTimeout: 5000 });
  socket.on('error', () => undefined);
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]: unknown[]) => (response as IncomingMessage).statusCode ?? 0),
  ]);
  socket.terminate();
  return status;
}

const cookieOf = (response: IncomingMessage): string => (response.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';

test('without the address that was printed there is no page', async ({ served }) => {
  expect((await ask(served.origin)).statusCode).toBe(403);
  expect((await ask(`${served.origin}/?token=wrong`)).statusCode).toBe(403);
  expect((await ask(served.url)).statusCode).toBe(303);
  // The address works once.
  expect((await ask(served.url)).statusCode).toBe(403);
});

test('a page reached under another name is refused', async ({ served }) => {
  const { host } = new URL(served.origin);
  const cookie = cookieOf(await ask(served.url));
  expect((await ask(served.origin, { Cookie: cookie, Host: `localhost:${host.split(':')[1]}` })).statusCode).toBe(421);
  expect((await ask(served.origin, { Cookie: cookie, Host: 'example.org' })).statusCode).toBe(421);
  expect((await ask(served.origin, { Cookie: cookie })).statusCode).toBe(200);
});

test('only our own page may open the socket', async ({ served }) => {
  const { origin } = served;
  const cookie = cookieOf(await ask(served.url));
  expect(await upgrade(origin, { Origin: origin })).toBe(403);
  expect(await upgrade(origin, { Cookie: cookie })).toBe(403);
  expect(await upgrade(origin, { Cookie: cookie, Origin: 'http://example.org' })).toBe(403);
  expect(await upgrade(origin, { Cookie: cookie, Origin: origin, Host: 'example.org' })).toBe(403);
  expect(await upgrade(origin, { Cookie: cookie, Origin: origin })).toBe(101);
});

test('the page may load nothing from elsewhere, and no other site may frame it', async ({ served }) => {
  const page = await ask(served.origin, { Cookie: cookieOf(await ask(served.url)) });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
});

test('a second program on the same cases says that they are in use, and ends', async ({ served }) => {
  const second = spawnBrowserFace({ casesFolder: served.casesFolder, practiceSpeed: 1 });
  let said = '';
  second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(second, 'close')) as [number];
  expect(code).toBe(1);
  expect(said).toContain('ROM Rescue is already open on these cases');
});
