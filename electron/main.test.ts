import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppContract } from '../shared/ipc/contract';
import type { Client } from '../shared/ipc/contract-kit';
import type { CaseView } from '../shared/ipc/views';
import { checklistIds } from '../shared/model/recovery';
import { bootMain, connectPage, firstWindow, practiceHost } from './test/boot';
import { createElectronDouble, type ElectronDouble } from './test/electron-double';

let casesFolder: string;
const started: ElectronDouble[] = [];

beforeEach(async () => {
  casesFolder = await mkdtemp(join(tmpdir(), 'rom-rescue-window-'));
  vi.stubEnv('ROM_RESCUE_CASES', casesFolder);
});
afterEach(async () => {
  for (const double of started.splice(0)) await quit(double);
  vi.unstubAllEnvs();
  vi.doUnmock('electron');
  await rm(casesFolder, { recursive: true, force: true });
});

async function boot() {
  const double = createElectronDouble({ host: practiceHost });
  started.push(double);
  await bootMain(double);
  return { double, window: await firstWindow(double) };
}

async function quit(double: ElectronDouble): Promise<void> {
  if (double.app.exitCode !== undefined) return;
  const gone = new Promise((resolve) => double.app.once('quit', resolve));
  double.app.quit();
  await gone;
}

describe('the window', () => {
  it('opens on our own page, sandboxed and without a way to Node', async () => {
    vi.stubEnv('ROM_RESCUE_PRACTICE_SPEED', '400');
    const { double, window } = await boot();
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
    });
    expect(window.options.webPreferences['preload']).toMatch(/preload\.cjs$/);
    expect(window.webContents.getURL()).toBe('rom-rescue://app/');
    expect(double.app.isSandboxed).toBe(true);
    expect(double.schemes.get('rom-rescue')).toEqual({ standard: true, secure: true, supportFetchAPI: true });
    expect(double.forks).toMatchObject([
      { path: expect.stringMatching(/device-host\.js$/) as string, args: ['--practice-speed=400'], killed: false },
    ]);
  });

  it('shows the page where the recovery is, and again after a reload', async () => {
    const { window } = await boot();
    const client = await connectPage(window.webContents.page!);
    expect(await client.call('app/snapshot', {})).toMatchObject({ ok: true, value: { snapshot: { face: 'electron' } } });
    expect(await client.call('case/create', { title: 'dark Z620' })).toMatchObject({ ok: true });
    window.webContents.reload();
    const again = await connectPage(window.webContents.page!);
    expect(await again.call('app/snapshot', {})).toMatchObject({ value: { snapshot: { openCase: { title: 'dark Z620' } } } });
  });

  it('refuses a payload that is not of its schema', async () => {
    const { window } = await boot();
    const client = await connectPage(window.webContents.page!);
    expect(await client.call('backup/start', { reads: 'many' } as never)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });

  it('loads a page that crashed anew, but not forever', async () => {
    const { window } = await boot();
    const pages = new Set([window.webContents.page]);
    for (let crash = 0; crash < 10; crash++) {
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
      pages.add(window.webContents.page);
    }
    expect(pages.size).toBe(4);
  });

  it('quits when it is closed, and lets the cases and the device process go', async () => {
    const { double, window } = await boot();
    const gone = new Promise((resolve) => double.app.once('quit', resolve));
    window.close();
    await gone;
    expect(double.forks).toMatchObject([{ killed: true }]);
    const next = await boot();
    expect(next.double.errors).toEqual([]);
  });

  it('says so where the cases are open in another program, and ends', async () => {
    await boot();
    const second = createElectronDouble();
    await bootMain(second);
    await vi.waitFor(() => expect(second.app.exitCode).toBe(1), { timeout: 10_000 });
    expect(second.errors).toEqual([`ROM Rescue is already open on these cases: ${casesFolder}`]);
    expect(second.windows).toEqual([]);
  });
});

describe('a second start', () => {
  it('ends at once and touches nothing', async () => {
    const double = createElectronDouble({ isFirst: false });
    await bootMain(double);
    await new Promise(setImmediate);
    expect([double.app.exitCode, double.windows, double.forks, double.schemes.size]).toEqual([0, [], [], 0]);
  });

  it('brings the first window to the front', async () => {
    const { double, window } = await boot();
    window.minimized = true;
    double.app.emit('second-instance');
    expect([window.minimized, window.isFocused]).toEqual([false, true]);
  });
});

describe('a write', { timeout: 60_000 }, () => {
  it('holds the window and keeps the machine awake until the chip is verified', async () => {
    const { double, window } = await boot();
    const client = await connectPage(window.webContents.page!);
    await toPlanned(client);
    expect(double.blockers.size).toBe(0);

    const during: unknown[] = [];
    client.on('operation/progress', ({ progress }) => {
      if (progress.phase !== 'programming' || during.length > 0) return;
      window.close();
      double.app.quit();
      during.push(window.isDestroyed(), double.app.exitCode, [...double.blockers.values()], double.messages.length);
    });
    expect(await run(client, 'flash/start', { typed: 'WRITE boot block', verify: 'full' })).toBeUndefined();
    expect(during).toEqual([false, undefined, ['prevent-app-suspension'], 1]);
    expect(double.messages[0]?.message).toBe('The chip is being written.');

    await vi.waitFor(() => expect(double.blockers.size).toBe(0));
    window.close();
    expect(window.isDestroyed()).toBe(true);
  });
});

async function must<K extends Parameters<Client<AppContract>['call']>[0]>(
  client: Client<AppContract>,
  command: K,
  payload: Parameters<Client<AppContract>['call']>[1],
): Promise<unknown> {
  const result = await client.call(command, payload as never);
  if (!result.ok) throw new Error(`${command}: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Starts an operation and waits for its end; answers the code it ended with. */
async function run(
  client: Client<AppContract>,
  ...[command, payload]: Parameters<Client<AppContract>['call']>
): Promise<string | undefined> {
  const ended = new Map<string, string | undefined>();
  const leave = client.on('operation/ended', ({ operationId, error }) => ended.set(operationId, error?.code));
  const { operationId } = (await must(client, command, payload)) as { operationId: string };
  await vi.waitUntil(() => ended.has(operationId), { timeout: 60_000, interval: 10 });
  leave();
  return ended.get(operationId);
}

async function toPlanned(client: Client<AppContract>): Promise<void> {
  await must(client, 'practice/start', { scenario: 'old-boot-block' });
  for (const id of checklistIds) await must(client, 'case/checklist', { id, done: true });
  expect(await run(client, 'contact/start', {})).toBeUndefined();
  expect(await run(client, 'backup/start', { reads: 2 })).toBeUndefined();
  const { snapshot } = (await must(client, 'app/snapshot', {})) as { snapshot: { openCase?: CaseView } };
  const sourceId = snapshot.openCase?.sources[0]?.sourceId ?? '';
  await must(client, 'regions/choose', { region: 'bb', choice: { kind: 'source', sourceId } });
}
