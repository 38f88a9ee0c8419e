// The browser face as a process of its own: what signals, a second start and a wrong option do.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appContract, type AppContract } from '../../shared/ipc/contract';
import type { Client } from '../../shared/ipc/contract-kit';
import { connectPeer } from '../../shared/ipc/peer';
import { checklistIds } from '../../shared/model/recovery';
import { socketPort } from './socket-port';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
let casesFolder: string;
let running: Face[];

interface Face {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly text: () => string;
}

beforeEach(async () => {
  casesFolder = await mkdtemp(join(tmpdir(), 'rom-rescue-browser-'));
  running = [];
});
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  await rm(casesFolder, { recursive: true, force: true });
});

function start(...args: readonly string[]): Face {
  const child = spawn(process.execPath, ['--import', 'tsx', program, '--print-url', '--cases', casesFolder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const face = { child, ended: new Promise<number | null>((resolve) => child.once('close', resolve)), text: () => text };
  running.push(face);
  return face;
}

const urlOf = (face: Face): Promise<URL> =>
  vi.waitFor(() => new URL(/http:\S+/.exec(face.text())?.[0] ?? face.text()), { timeout: 20_000, interval: 50 });

async function connect(face: Face): Promise<Client<AppContract>> {
  const url = await urlOf(face);
  const { headers } = await fetch(url, { redirect: 'manual' });
  const socket = new WebSocket(`ws://${url.host}/socket`, { origin: url.origin, headers: { cookie: headers.get('set-cookie') ?? '' } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return connectPeer(socketPort(socket), appContract);
}

async function must(client: Client<AppContract>, ...[command, payload]: Parameters<Client<AppContract>['call']>): Promise<unknown> {
  const result = await client.call(command, payload);
  if (!result.ok) throw new Error(`${command}: ${JSON.stringify(result.error)}`);
  return result.value;
}

async function run(client: Client<AppContract>, ...call: Parameters<Client<AppContract>['call']>): Promise<void> {
  const ended = new Promise((resolve) => client.on('operation/ended', ({ error }) => resolve(error)));
  await must(client, ...call);
  expect(await ended).toBeUndefined();
}

const snapshotOf = async (client: Client<AppContract>) => {
  const result = await client.call('app/snapshot', {});
  if (!result.ok) throw new Error(result.error.code);
  return result.value.snapshot;
};

describe('the browser face as a process', { timeout: 120_000 }, () => {
  it('refuses a second start on the same cases with one clear line, and the first goes on', async () => {
    const first = start();
    const client = await connect(first);
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.text().trim()).toBe(`ROM Rescue is already open on these cases: ${casesFolder}`);
    expect(await snapshotOf(client)).toMatchObject({ face: 'browser' });
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('interrupted in a write says so, ends the block in hand, and the case goes on from there', async () => {
    const face = start('--practice-speed=400');
    const client = await connect(face);
    await must(client, 'practice/start', { scenario: 'old-boot-block' });
    for (const id of checklistIds) await must(client, 'case/checklist', { id, done: true });
    await run(client, 'contact/start', {});
    await run(client, 'backup/start', { reads: 2 });
    const planned = (await snapshotOf(client)).openCase!;
    await must(client, 'regions/choose', { region: 'bb', choice: { kind: 'source', sourceId: planned.sources[0]!.sourceId } });
    client.on('operation/progress', ({ progress }) => {
      if (progress.phase === 'programming') face.child.kill('SIGINT');
    });
    await must(client, 'flash/start', { typed: 'WRITE boot block', verify: 'full' });
    expect(await face.ended).toBe(0);
    expect(face.text()).toContain('A write is going on. It stops after the block in hand');

    const journal = await readJournal(planned.caseId);
    const count = (kind: string) => journal.filter((entry) => entry.kind === kind).length;
    expect(count('begin')).toBeGreaterThan(0);
    expect(count('begin')).toBe(count('proven'));
    expect(journal.at(-1)).toMatchObject({ kind: 'end', outcome: 'cancelled' });

    const next = await connect(start('--practice-speed=400'));
    await must(next, 'case/open', { caseId: planned.caseId });
    expect((await snapshotOf(next)).openCase).toMatchObject({ chipState: 'modified' });
  });

  it('says what is wrong with an option', async () => {
    const face = start('--port=ninety');
    expect(await face.ended).toBe(1);
    expect(face.text()).toContain('--port wants a number from 0 to 65535, not "ninety"');
  });
});

async function readJournal(caseId: string): Promise<{ kind: string; outcome?: string }[]> {
  const folder = (await readdir(casesFolder)).find((name) => name.includes(caseId)) ?? caseId;
  const text = await readFile(join(casesFolder, folder, 'journal.ndjson'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string });
}
