import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OperationContext } from '../../native-bridge/operations/device-session';
import { BLOCK_BYTES } from '../../shared/model/blocks';
import type { JournalEntry } from '../../shared/model/journal';
import type { Result } from '../../shared/model/result';
import { planWrite } from '../../shared/firmware/plan-write';
import { DeviceProxy } from './device-proxy';
import { forkDeviceHost, type ForkedHost } from './fork-host';

let folder: string;
let hosts: ForkedHost[];
let session: DeviceProxy;
const range = { offset: 0xff0000, length: 16 * BLOCK_BYTES };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-host-'));
  hosts = [];
  session = new DeviceProxy(() => {
    const host = forkDeviceHost({ practiceSpeed: 100_000 });
    hosts.push(host);
    return host;
  });
});
afterEach(async () => {
  session.dispose();
  await Promise.all(hosts.map(({ pid }) => untilGone(pid!)));
  await rm(folder, { recursive: true, force: true });
});

describe('the device process', { timeout: 60_000 }, () => {
  it('killed in the middle of a write leaves an unknown chip and a journal, is started again, and the write goes on to its end', async () => {
    const changes: string[] = [];
    session.onChange(({ kind }) => changes.push(kind));
    const { chip, link } = await openChip();
    const known = await readFile(join(folder, 'chip.bin'));
    const desired = new Uint8Array(known);
    for (let at = 0; at < range.length; at++) desired[range.offset + at] = at * 7;
    const plan = planWrite({ current: new Uint8Array(known), target: desired, ranges: [range], regionNames: ['bb'], chip, link });

    const entries: JournalEntry[] = [];
    const cut = await session.write(
      {
        chip,
        plan,
        desired,
        known: new Uint8Array(known),
        unknown: [],
        journal: (entry) => {
          entries.push(entry);
          if (entry.kind === 'begin') process.kill(hosts[0]!.pid!, 'SIGKILL');
          return Promise.resolve();
        },
      },
      context(),
    );
    expect(cut).toMatchObject({ ok: false, error: { code: 'DEVICE_HOST_LOST', chipState: 'unknown' } });
    expect(entries.map(({ kind }) => kind).at(-1)).toBe('begin');
    expect(changes).toContain('host-lost');

    const again = await openChip();
    expect(hosts).toHaveLength(2);
    expect(again.chip.uniqueId).toBe(chip.uniqueId);
    const current = new Uint8Array(await readFile(join(folder, 'chip.bin')));
    const rest = planWrite({ current, target: desired, ranges: [range], regionNames: ['bb'], chip, link });
    const done = await session.write(
      { chip, plan: rest, desired, known: current, unknown: [], journal: () => Promise.resolve() },
      context(),
    );
    expect(done).toMatchObject({ ok: true, value: { proven: true } });
    expect(Buffer.compare(await readFile(join(folder, 'chip.bin')), desired)).toBe(0);
    expect(take(await session.verify({ chip, expected: desired, ranges: [range] }, context()))).toMatchObject({ differences: [] });
  });

  it('killed while it reads answers so, with the chip untouched', async () => {
    const { chip } = await openChip();
    const backup = session.backup({ chip, reads: 2 }, { ...context(), progress: () => process.kill(hosts[0]!.pid!, 'SIGKILL') });
    expect(await backup).toMatchObject({ ok: false, error: { code: 'DEVICE_HOST_LOST', chipState: 'untouched' } });
  });

  it('stops a write that is cancelled while its images are still on their way', async () => {
    const { chip, link } = await openChip();
    const known = new Uint8Array(await readFile(join(folder, 'chip.bin')));
    const plan = planWrite({ current: known, target: known, ranges: [range], regionNames: ['bb'], chip, link });
    const abort = new AbortController();
    const entries: JournalEntry[] = [];
    const write = session.write(
      { chip, plan, desired: known, known, unknown: [], journal: async (entry) => void entries.push(entry) },
      { ...context(), signal: abort.signal },
    );
    abort.abort();
    expect(await write).toMatchObject({ ok: false, error: { code: 'CANCELLED', chipState: 'untouched' } });
    expect(entries).toEqual([]);
  });

  it('ends by itself when the program that started it is gone', async () => {
    await openChip();
    hosts[0]!.port.close();
    await untilGone(hosts[0]!.pid!);
  });
});

async function openChip() {
  const { link } = take(await session.open('simulated:old-boot-block', { simulatedChipPath: join(folder, 'chip.bin') }));
  return { link, chip: take(await session.identify(context())) };
}

const context = (): OperationContext => ({
  signal: new AbortController().signal,
  progress: () => undefined,
  blocks: () => undefined,
  log: () => undefined,
});

function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.params)}`);
  return result.value;
}

const untilGone = (pid: number) => vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000, interval: 20 });
