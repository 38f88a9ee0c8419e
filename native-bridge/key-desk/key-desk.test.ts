import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Drive } from '../../shared/keys/types';
import type { KeyContract } from '../../shared/ipc/key-contract';
import { keyContract } from '../../shared/ipc/key-contract';
import type { KeyState } from '../../shared/ipc/key-views';
import type { Client } from '../../shared/ipc/contract-kit';
import { localPorts } from '../../shared/ipc/local-port';
import { connectPeer } from '../../shared/ipc/peer';
import { fault } from '../../shared/model/errors';
import { holdItems, safeName, safeRelative } from './held-items';
import { KeyDesk, type DriveWrite, type KeyDrives } from './key-desk';
import { workshop } from './workshop';

let folder = '';
let desk: KeyDesk | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-keys-'));
});
afterEach(async () => {
  await desk?.close();
  desk = undefined;
  await rm(folder, { recursive: true, force: true });
});

const stick: Drive = {
  id: '/dev/sdx',
  name: 'Practice stick',
  sizeBytes: 4e9,
  bus: 'usb',
  removable: true,
  readOnly: false,
  logicalBlockBytes: 512,
  mounts: [],
  contents: [],
  refusals: [],
  needsTypedName: false,
};

async function open(drives: KeyDrives = { list: async () => [stick] }): Promise<Client<KeyContract>> {
  let ids = 0;
  desk = await KeyDesk.open({
    items: holdItems(join(folder, 'held')),
    workshop,
    drives,
    keyFolder: join(folder, 'keys'),
    newId: () => `item-${++ids}`,
    now: () => new Date('2026-11-21T12:00:00Z'),
  });
  const [here, there] = localPorts();
  desk.serve(here);
  return connectPeer(there, keyContract);
}

async function must(client: Client<KeyContract>, ...[command, payload]: Parameters<Client<KeyContract>['call']>): Promise<void> {
  const answer = await client.call(command, payload);
  if (!answer.ok) throw new Error(`${command}: ${answer.error.code}`);
}

async function until(client: Client<KeyContract>, holds: (state: KeyState) => boolean): Promise<KeyState> {
  return vi.waitFor(
    async () => {
      const answer = await client.call('key/state', {});
      if (!answer.ok || !holds(answer.value)) throw new Error('not yet');
      return answer.value;
    },
    { timeout: 30_000, interval: 20 },
  );
}

async function practise(client: Client<KeyContract>, words: string): Promise<void> {
  await must(client, 'key/practice', { kind: 'rompaq' });
  await until(client, ({ packages }) => packages[0]?.state === 'done');
  await must(client, 'key/target', { target: { kind: 'rompaq', words, said: 'works' } });
}

describe('the key desk', { timeout: 60_000 }, () => {
  it('makes an image file of a practice package that its own check finds ready', async () => {
    const client = await open();
    await practise(client, 'Z99');
    await must(client, 'key/build', { destination: { kind: 'file' } });
    const { built, buildError } = await until(client, (state) => state.job === undefined);
    expect(buildError).toBeUndefined();
    expect(built).toMatchObject({ name: 'PRACTICE-rompaq-Z99-2018-05-21.img', isPractice: true, check: { verdict: 'ready' } });
    expect(built?.plan.files.map(({ path }) => path)).toContain('PRACTICE.TXT');
    expect((await stat(built?.path ?? '')).size).toBe(built?.plan.sizeBytes);
    expect(built?.steps.length).toBeGreaterThan(3);
  });

  it('builds for another machine only after a person confirmed the warning', async () => {
    const client = await open();
    await practise(client, 'P63');
    expect(await client.call('key/build', { destination: { kind: 'file' } })).toMatchObject({
      ok: false,
      error: { code: 'SAFETY_REFUSED' },
    });
    await must(client, 'key/confirm', { confirmed: true });
    await must(client, 'key/build', { destination: { kind: 'file' } });
    expect((await until(client, (state) => state.job === undefined)).built).toMatchObject({ check: { verdict: 'ready' } });
  });

  it('hands a drive the built image, and says in what state a failed one is', async () => {
    const writes: DriveWrite[] = [];
    const client = await open({
      list: async () => [stick],
      write: async (order) => {
        writes.push(order);
        throw fault('KEY_DRIVE_GONE', { name: stick.id, stick: 'not-bootable' });
      },
    });
    await practise(client, 'Z99');
    await must(client, 'key/build', { destination: { kind: 'drive', driveId: stick.id } });
    const state = await until(client, ({ job }) => job === undefined);
    expect(state).toMatchObject({ buildError: { code: 'KEY_DRIVE_GONE' }, stick: 'not-bootable' });
    expect(state.built).toBeUndefined();
    expect(writes[0]?.drive).toEqual(stick);
    expect(await readdir(folder)).not.toContain('keys');
  });

  it('leaves no image file where the build was cancelled', async () => {
    const client = await open();
    await practise(client, 'Z99');
    const started = await client.call('key/build', { destination: { kind: 'file' } });
    if (!started.ok) throw new Error(started.error.code);
    await must(client, 'key/cancel', { operationId: started.value.operationId });
    const { built, buildError } = await until(client, (state) => state.job === undefined);
    expect([built, buildError?.code]).toEqual([undefined, 'CANCELLED']);
    expect(await readdir(join(folder, 'keys'))).toEqual([]);
  });

  it('forgets a package whose page left before it was there', async () => {
    const client = await open();
    const begun = await client.call('key/begin', {
      purpose: 'package',
      name: 'SP1.exe',
      isFolder: false,
      files: [{ path: 'SP1.exe', sizeBytes: 10 }],
    });
    expect(begun.ok).toBe(true);
    await must(client, 'key/remove', { itemId: 'item-1' });
    expect(await client.call('key/end', { itemId: 'item-1' })).toMatchObject({ ok: false, error: { code: 'STATE_WRONG' } });
  });
});

describe('names from outside', () => {
  it('never leave the folder, whatever they say', () => {
    expect(safeName('../../etc/passwd')).toBe('.._.._etc_passwd');
    expect(safeName('..')).toBe('_');
    expect(() => safeRelative('a/../../b')).toThrow('INPUT_INVALID');
    expect(safeRelative('ROMPaq USB Key\\CPQZ9903.4B5')).toBe(join('ROMPaq USB Key', 'CPQZ9903.4B5'));
  });
});
