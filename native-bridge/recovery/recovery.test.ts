import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appContract, type AppContract } from '../../shared/ipc/contract';
import type { Client } from '../../shared/ipc/contract-kit';
import { localPorts } from '../../shared/ipc/local-port';
import { connectPeer } from '../../shared/ipc/peer';
import { fault } from '../../shared/model/errors';
import type { PracticeScenario } from '../../shared/model/practice';
import { checklistIds } from '../../shared/model/recovery';
import type { CaseView } from '../../shared/ipc/views';
import { VirtualClock } from '../clock';
import type { DeviceSession } from '../operations/device-session';
import { LocalDeviceSession } from '../operations/local-session';
import { practiceBootBlock, practiceFiles } from '../simulator/practice-image';
import { simulatedDriver } from '../simulator/simulated-programmer';
import { nodeDisk, type Disk } from './files';
import { Recovery } from './recovery';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-cases-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Bench {
  readonly recovery: Recovery;
  readonly client: Client<AppContract>;
  view(): CaseView;
  must: (...call: Parameters<Client<AppContract>['call']>) => Promise<unknown>;
  /** Starts an operation and waits for its end; answers the code it ended with. */
  run: (...call: Parameters<Client<AppContract>['call']>) => Promise<string | undefined>;
}

type Driver = ReturnType<typeof simulatedDriver>;
const newDriver = () => simulatedDriver({ clock: () => new VirtualClock() });

let owners = 0;
async function open(driver: Driver, options: { disk?: Disk; wrap?: (session: DeviceSession) => DeviceSession } = {}): Promise<Bench> {
  const session = new LocalDeviceSession({ drivers: [driver] });
  const recovery = await Recovery.start({
    session: options.wrap?.(session) ?? session,
    disk: options.disk ?? nodeDisk,
    casesFolder: folder,
    face: 'browser',
    version: '0',
    platform: 'linux',
    now: () => new Date('2026-11-21T08:00:00Z'),
    newId: (() => {
      let last = 0;
      return () => `${++last}`;
    })(),
    lockOwner: { pid: process.pid, owner: `owner-${++owners}`, isAlive: () => true },
    practiceFiles,
  });
  const [near, far] = localPorts();
  recovery.serve(far);
  const client = connectPeer(near, appContract);
  const ended = new Map<string, string | undefined>();
  client.on('operation/ended', ({ operationId, error }) => ended.set(operationId, error?.code));
  const must: Bench['must'] = async (command, payload) => {
    const result = await client.call(command, payload);
    if (!result.ok) throw new Error(`${command}: ${JSON.stringify(result.error)}`);
    return result.value;
  };
  const view = () => recovery.snapshot().openCase!;
  const run: Bench['run'] = async (command, payload) => {
    const { operationId } = (await must(command, payload)) as { operationId: string };
    await recovery.idle();
    while (!ended.has(operationId)) await new Promise(setImmediate);
    return ended.get(operationId);
  };
  return { recovery, client, must, run, view };
}

async function toPlanned(bench: Bench, scenario: PracticeScenario): Promise<void> {
  await bench.must('practice/start', { scenario });
  for (const id of checklistIds) await bench.must('case/checklist', { id, done: true });
  expect(await bench.run('contact/start', {})).toBeUndefined();
  expect(await bench.run('backup/start', { reads: 2 })).toBeUndefined();
  const [bootBlock] = bench.view().sources;
  await bench.must('regions/choose', { region: 'bb', choice: { kind: 'source', sourceId: bootBlock!.sourceId } });
}

const flash = (bench: Bench) => bench.run('flash/start', { typed: 'write  boot block', verify: 'full' });
const chipOf = (driver: Driver, scenario: PracticeScenario) => driver.bench(scenario).chip.content;
const expectBootBlock = (chip: Uint8Array) => expect(Buffer.from(chip.subarray(0xff0000)).equals(practiceBootBlock('2013'))).toBe(true);

describe('a recovery', { timeout: 120_000 }, () => {
  it('goes from a practice case to a verified chip, and says so only then', async () => {
    const driver = newDriver();
    const bench = await open(driver);
    await toPlanned(bench, 'old-boot-block');
    expect(bench.view()).toMatchObject({ state: 'planned', step: 'flash', sentence: 'WRITE boot block', chipState: 'untouched' });
    expect(bench.view().checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(await flash(bench)).toBeUndefined();
    expect(bench.view()).toMatchObject({
      state: 'succeeded',
      step: 'verify',
      chipState: 'verified',
      verification: { equal: true, mode: 'full' },
    });
    expectBootBlock(chipOf(driver, 'old-boot-block'));
    // The same again: there is nothing to do, and nothing is done.
    expect(await bench.client.call('flash/start', { typed: 'WRITE boot block', verify: 'full' })).toMatchObject({
      error: { code: 'PLAN_NOTHING_TO_DO' },
    });
    await bench.recovery.stop();
  });

  it('refuses without the sentence or the power rules, and writes nothing when the backup file was altered', async () => {
    const driver = newDriver();
    const bench = await open(driver);
    await toPlanned(bench, 'old-boot-block');
    const before = Buffer.from(chipOf(driver, 'old-boot-block'));
    expect(await bench.client.call('flash/start', { typed: 'yes', verify: 'full' })).toMatchObject({ error: { code: 'INPUT_INVALID' } });
    await bench.must('case/checklist', { id: 'leds-dark', done: false });
    expect(await bench.client.call('flash/start', { typed: 'WRITE boot block', verify: 'full' })).toMatchObject({
      error: { code: 'SAFETY_REFUSED', params: { problem: 'POWER_CHECKLIST_OPEN' } },
    });
    await bench.must('case/checklist', { id: 'leds-dark', done: true });
    const [backup] = bench.view().backups;
    const image = await readFile(backup!.path);
    image[0x1234] = image[0x1234]! ^ 1;
    await writeFile(backup!.path, image);
    expect(await bench.client.call('flash/start', { typed: 'WRITE boot block', verify: 'full' })).toMatchObject({
      error: { code: 'BACKUP_ALTERED' },
    });
    expect(before.equals(chipOf(driver, 'old-boot-block'))).toBe(true);
    await bench.recovery.stop();
  });

  it.each(['clip-slips', 'adapter-unplugged'] as const)('goes on after %s, from the block where it stopped', async (scenario) => {
    const driver = newDriver();
    const bench = await open(driver);
    await toPlanned(bench, scenario);
    expect(await flash(bench)).toMatch(/BUS_LOST|USB_UNPLUGGED/);
    expect(bench.view()).toMatchObject({ state: 'interrupted', step: 'flash', chipState: 'modified', halfWritten: true });
    expect(bench.view().journal?.unknownUnits.length).toBeGreaterThan(0);
    await bench.must('practice/mend', {});
    expect(await bench.run('contact/start', {})).toBeUndefined();
    expect(await flash(bench)).toBeUndefined();
    expect(bench.view()).toMatchObject({ state: 'succeeded', halfWritten: false });
    expectBootBlock(chipOf(driver, scenario));
    await bench.recovery.stop();
  });

  it('stopped between entries of the journal, the next start says so and ends at the target', async () => {
    for (const kill of [2, 6]) {
      const driver = newDriver();
      // From there on no entry reaches the disk, so the write may not go on.
      let entries = 0;
      const dying = (session: DeviceSession): DeviceSession => {
        const write = session.write.bind(session);
        session.write = (params, context) =>
          write(
            {
              ...params,
              journal: async (entry) => {
                if (++entries > kill) throw fault('DISK_IO', { path: 'killed' });
                await params.journal(entry);
              },
            },
            context,
          );
        return session;
      };
      const first = await open(driver, { wrap: dying });
      await toPlanned(first, 'old-boot-block');
      expect(await flash(first)).toBe('DISK_IO');
      const { caseId } = first.view();
      await first.recovery.stop();

      const second = await open(driver);
      await second.must('case/open', { caseId });
      expect(second.view().halfWritten).toBe(kill > 1);
      expect(await second.run('contact/start', {})).toBeUndefined();
      expect(await flash(second)).toBeUndefined();
      expect(second.view()).toMatchObject({ state: 'succeeded', halfWritten: false });
      expectBootBlock(chipOf(driver, 'old-boot-block'));
      await second.must('case/close', {});
      await second.recovery.stop();
    }
  });

  it('tells files that do not fit apart, and keeps the case as it was', async () => {
    const bench = await open(newDriver());
    await toPlanned(bench, 'old-boot-block');
    const add = async (name: string, bytes: Uint8Array) => {
      const { sourceId } = (await bench.must('source/add', { name, bytes })) as { sourceId: string };
      const result = await bench.client.call('regions/choose', { region: 'bb', choice: { kind: 'source', sourceId } });
      return result.ok ? 'taken' : result.error.code;
    };
    const { sha256 } = bench.view().target!;
    expect(await add('empty.bin', new Uint8Array(0))).toBe('IMAGE_EMPTY');
    expect(await add('short.bin', new Uint8Array(70_001).fill(7))).toBe('IMAGE_WRONG_SIZE');
    expect(await add('foreign.bin', new Uint8Array(0x10000).fill(7))).toBe('IMAGE_FOREIGN');
    expect(await add('z820.bin', practiceBootBlock('2013', 'J63'))).toBe('IMAGE_WRONG_FAMILY');
    expect(bench.view().target?.sha256).toBe(sha256);
    await bench.recovery.stop();
  });

  it('says that the disk is full and keeps no half backup', async () => {
    const write: Disk['write'] = (path, contents) =>
      path.includes('backup-') ? Promise.reject(fault('DISK_FULL', { path })) : nodeDisk.write(path, contents);
    const bench = await open(newDriver(), { disk: { ...nodeDisk, write } });
    await bench.must('practice/start', { scenario: 'old-boot-block' });
    await bench.run('contact/start', {});
    expect(await bench.run('backup/start', { reads: 2 })).toBe('DISK_FULL');
    expect(bench.view()).toMatchObject({ state: 'failed', backups: [], chipState: 'untouched', lastError: { code: 'DISK_FULL' } });
    expect(await readdir(join(bench.view().folder, 'backups'))).toEqual([]);
    await bench.recovery.stop();
  });

  it('does not open a case that another window has, and does again when that has closed it', async () => {
    const first = await open(newDriver());
    const { caseId } = (await first.must('case/create', { title: 'Dark after mod' })) as { caseId: string };
    expect(caseId).toBe('2026-11-21-dark-after-mod');
    const second = await open(newDriver());
    expect(await second.client.call('case/open', { caseId })).toMatchObject({ error: { code: 'CASE_IN_USE' } });
    await first.must('case/close', {});
    await second.must('case/open', { caseId });
    // Moved away while it is open: said, not lost.
    await rm(join(folder, caseId), { recursive: true });
    expect(await second.client.call('diagnose/choose', { wayOut: 'external-flash' })).toMatchObject({ error: { code: 'DISK_NOT_FOUND' } });
    await first.recovery.stop();
    await second.recovery.stop();
  });
});
