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
import { VirtualClock } from '../clock';
import { practiceDrives } from './desk-drives';
import { DriveShelf, type DriveWrite, type KeyDrives } from './drive-shelf';
import { KeyDesk } from './key-desk';
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
    drives: new DriveShelf(drives, practiceDrives(join(folder, 'practice'), new VirtualClock())),
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

describe('practice drives', { timeout: 60_000 }, () => {
  const onto = (driveId: string, more: { typedName?: string; testsSize?: boolean } = {}) => ({
    destination: { kind: 'drive' as const, driveId, ...more },
  });
  const idle = ({ job }: KeyState): boolean => job === undefined;

  it('are there while somebody practises, with what forbids some of them, and beside those of the computer', async () => {
    const client = await open();
    await must(client, 'key/drives', {});
    expect((await until(client, () => true)).drives?.drives.map(({ id }) => id)).toEqual([stick.id]);
    await practise(client, 'Z99');
    await must(client, 'key/drives', {});
    const { drives } = await until(client, () => true);
    expect(drives).toMatchObject({ hasPractice: true });
    expect(Object.fromEntries(drives?.drives.map(({ id, refusals, needsTypedName }) => [id, [...refusals, needsTypedName]]) ?? [])).toEqual(
      {
        'practice:stick': [false],
        'practice:loose': [false],
        'practice:fake': [false],
        'practice:large': [true],
        'practice:small': ['too-small', false],
        'practice:system': ['system', 'mounted-not-removable', true],
        '/dev/sdx': [false],
      },
    );
  });

  it('take a key that their check finds ready, lose it when they are made normal, and say so', async () => {
    const client = await open();
    await practise(client, 'Z99');
    await must(client, 'key/build', onto('practice:stick', { testsSize: true }));
    const { built, buildError } = await until(client, idle);
    expect(buildError).toBeUndefined();
    expect(built).toMatchObject({ name: 'Practice stick', driveId: 'practice:stick', check: { verdict: 'ready' } });
    await must(client, 'key/check', { source: { kind: 'drive', driveId: 'practice:stick' } });
    expect((await until(client, ({ checked }) => checked?.state === 'done')).checked?.check).toMatchObject({
      verdict: 'ready',
      kind: 'rompaq',
    });
    await must(client, 'key/make-normal', { driveId: 'practice:stick' });
    const after = await until(client, idle);
    expect(after).toMatchObject({ driveWork: { kind: 'normal', name: 'Practice stick' } });
    expect([after.driveWork?.error, after.built, after.checked]).toEqual([undefined, undefined, undefined]);
    await must(client, 'key/check', { source: { kind: 'drive', driveId: 'practice:stick' } });
    expect((await until(client, ({ checked }) => checked?.state === 'done')).checked?.check).toMatchObject({ verdict: 'will-not-work' });
  });

  it.each([
    ['practice:loose', {}, 'KEY_DRIVE_GONE', 'not-bootable'],
    ['practice:fake', { testsSize: true }, 'KEY_DRIVE_FAKE', 'untouched'],
    ['practice:small', {}, 'KEY_DRIVE_REFUSED', 'untouched'],
    ['practice:system', {}, 'KEY_DRIVE_REFUSED', 'untouched'],
    ['practice:large', {}, 'KEY_DRIVE_NEEDS_NAME', 'untouched'],
    ['practice:none', {}, 'KEY_DRIVE_UNKNOWN', 'untouched'],
  ])('fail as real ones do: %s %j', async (driveId, more, code, state) => {
    const client = await open();
    await practise(client, 'Z99');
    await must(client, 'key/build', onto(driveId, more));
    const { built, buildError, stick: left } = await until(client, idle);
    expect([built, buildError?.code, left]).toEqual([undefined, code, state]);
  });

  it('are written with the typed name where they are large', async () => {
    const client = await open();
    await practise(client, 'Z99');
    await must(client, 'key/build', onto('practice:large', { typedName: 'Practice disk' }));
    expect((await until(client, idle)).built).toMatchObject({ name: 'Practice disk' });
  });

  it('are mended where the fault stands: on the drive, which is looked at again', async () => {
    const client = await open();
    await practise(client, 'Z99');
    await must(client, 'key/build', onto('practice:stick'));
    await until(client, idle);
    await must(client, 'key/practice-spoil', { driveId: 'practice:stick' });
    await must(client, 'key/check', { source: { kind: 'drive', driveId: 'practice:stick' } });
    const broken = await until(client, ({ checked }) => checked?.state === 'done');
    expect(broken.checked?.check).toMatchObject({ verdict: 'will-not-work', repairs: [{ code: 'KEY_NOT_ACTIVE' }] });
    await must(client, 'key/repair', { code: 'KEY_NOT_ACTIVE' });
    const mended = await until(client, (state) => idle(state) && state.checked?.state === 'done');
    expect(mended).toMatchObject({ driveWork: { kind: 'mend' }, checked: { repaired: ['KEY_NOT_ACTIVE'], check: { verdict: 'ready' } } });
  });
});

describe('a published SHA-256', () => {
  it('is held against the package, and one that differs makes it unusable', async () => {
    const client = await open();
    await must(client, 'key/practice', { kind: 'rompaq' });
    const { packages } = await until(client, (state) => state.packages[0]?.state === 'done');
    const { itemId, report } = packages[0]!;
    await must(client, 'key/expect', { itemId, sha256: report?.sha256 ?? '' });
    const codes = (state: KeyState) => state.packages[0]?.report?.findings.map(({ code }) => code);
    expect(codes(await until(client, (state) => state.packages[0]?.state === 'done'))).toContain('PACKAGE_SHA256_EQUAL');
    await must(client, 'key/expect', { itemId, sha256: '0'.repeat(64) });
    const other = await until(client, (state) => state.packages[0]?.state === 'done');
    expect([codes(other), other.packages[0]?.report?.verdict]).toMatchObject([
      expect.arrayContaining(['PACKAGE_SHA256_DIFFERS']),
      'not-usable',
    ]);
    await must(client, 'key/expect', { itemId, sha256: '' });
    expect((await until(client, (state) => state.packages[0]?.state === 'done')).packages[0]?.report?.verdict).toBe('usable');
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
