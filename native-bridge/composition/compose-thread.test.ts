import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../shared/firmware/inspect';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import { machineById } from '../../shared/machines';
import { nodeTools } from '../inspection/node-tools';
import type { ChipProfile } from '../../shared/model/chip';
import { composeHere } from './composer';
import type { ComposeOrder } from './compose-order';
import { openComposeThread, startComposeWorker } from './compose-thread';

const timeout = 60_000;
const base = sampleImage();
const machine = machineById('z620')!;
const report = inspectImage(base, { machineId: machine.id }, nodeTools);
const chip = {
  sizeBytes: base.length,
  pageBytes: 256,
  pageTypicalMs: 0.7,
  eraseTypes: [
    { sizeBytes: 0x1000, opcode: 0x20, typicalMs: 30, maxMs: 400 },
    { sizeBytes: 0x10000, opcode: 0xd8, typicalMs: 150, maxMs: 2000 },
  ],
} as unknown as ChipProfile;

const orderWith = (mac: string): ComposeOrder => ({
  request: { base, machine, choices: {}, edits: { mac } },
  known: { kind: 'backup', report, facts: { unknown: [], touched: [] } },
  planner: { chip, link: { byteUs: 5, roundTripUs: 100, unitBytes: 32 } },
  goesOn: false,
});

describe('composing on a thread', { timeout }, () => {
  it('comes to what it comes to in this thread, and the bytes stay the caller’s', async () => {
    const thread = openComposeThread();
    const order = orderWith('1c:c1:de:12:34:56');
    const composed = await thread.compose(order);
    expect(composed).toEqual(await composeHere.compose(order));
    expect(composed.plan?.units.length).toBe(2);
    expect(await thread.manifest(order, '1')).toEqual(await composeHere.manifest(order, '1'));
    const { bytes, sha256 } = await thread.image(order);
    expect([bytes.length, sha256, base.length]).toEqual([base.length, composed.sha256, 0x1000000]);
    await thread.close();
  });

  it('lets this thread go on meanwhile', async () => {
    const thread = openComposeThread();
    let turns = 0;
    let isDone = false;
    const composing = thread.compose(orderWith('1c:c1:de:12:34:56')).finally(() => (isDone = true));
    while (!isDone) {
      await new Promise(setImmediate);
      turns++;
    }
    await composing;
    // In one thread everything is done before the first turn.
    expect(turns).toBeGreaterThan(1);
    await thread.close();
  });

  it('tells why an order is refused, in the same words', async () => {
    const thread = openComposeThread();
    const refused = { error: { code: 'INPUT_INVALID', params: { detail: 'the MAC address is all zero' } } };
    await expect(thread.compose(orderWith('00:00:00:00:00:00'))).rejects.toMatchObject(refused);
    await thread.close();
  });

  it('fails what it was at when it dies, and begins anew', async () => {
    let started = 0;
    const thread = openComposeThread(() => (started++ === 0 ? new Worker('process.exit(3)', { eval: true }) : startComposeWorker()));
    const order = orderWith('1c:c1:de:12:34:56');
    await expect(thread.compose(order)).rejects.toMatchObject({ error: { code: 'INSPECTION_LOST' } });
    expect((await thread.compose(order)).changedRegions).toEqual(['gbe']);
    await thread.close();
  });
});
