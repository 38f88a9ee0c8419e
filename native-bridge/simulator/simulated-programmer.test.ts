import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../../shared/model/errors';
import type { PracticeScenario } from '../../shared/model/practice';
import { VirtualClock } from '../clock';
import type { SpiBus, SpiOp } from '../spi/bus';
import { fileStore } from './practice-store';
import { simulatedDriver, type SimulatedDeps } from './simulated-programmer';

const blank = (value = 0x5a) => new Uint8Array(16 << 20).fill(value);
const driverOf = (deps: SimulatedDeps = {}) => simulatedDriver({ clock: () => new VirtualClock(), image: () => blank(), ...deps });

const codeOf = async (work: Promise<unknown>) => {
  const thrown: unknown = await work.then(
    () => 'none',
    (reason: unknown) => reason,
  );
  return thrown instanceof Fault ? thrown.error.code : thrown;
};
const at = (offset: number) => [(offset >> 16) & 0xff, (offset >> 8) & 0xff, offset & 0xff] as const;
const rdid: SpiOp = { send: Uint8Array.of(0x9f), receive: 3 };
const eraseJob = (offset: number): SpiOp[] => [
  { send: Uint8Array.of(0x06), receive: 0 },
  { send: Uint8Array.of(0x20, ...at(offset)), receive: 0 },
  // 45 ms are some 6000 status bytes.
  { send: Uint8Array.of(0x05), receive: 6500 },
];
const pageJob = (offset: number): SpiOp[] => [
  { send: Uint8Array.of(0x06), receive: 0 },
  { send: Uint8Array.of(0x02, ...at(offset), ...new Uint8Array(256)), receive: 0, fill: new Uint8Array(31) },
  { send: Uint8Array.of(0x05), receive: 61 },
];
const readBlock = async (bus: SpiBus, offset: number) =>
  Buffer.from((await bus.run([{ send: Uint8Array.of(0x03, ...at(offset)), receive: 4096 }]))[0]!).toString('hex');

test.each(['dark-after-mod', 'low-voltage-chip'] as const)('%s has the chip it is about', async (scenario: PracticeScenario) => {
  const { bus } = await driverOf().open(`simulated:${scenario}`);
  expect(await bus.run([rdid])).toEqual([Uint8Array.of(0xef, scenario === 'low-voltage-chip' ? 0x60 : 0x40, 0x18)]);
});

test('a scenario nobody wrote is unknown', async () => {
  const driver = driverOf();
  expect(await codeOf(Promise.resolve().then(() => driver.open('simulated:nonsense')))).toBe('USB_PROGRAMMER_UNKNOWN');
});

test('opened again the chip is as it was left', async () => {
  const driver = driverOf();
  const first = await driver.open('simulated');
  await first.bus.run(eraseJob(0));
  await first.bus.close();
  const second = await driver.open('simulated:dark-after-mod');
  expect(await readBlock(second.bus, 0)).toBe('ff'.repeat(4096));
});

test('the adapter leaves in the middle of the first erase, once; plugged in again the block is found half erased', async () => {
  const driver = driverOf();
  const open = await driver.open('simulated:adapter-unplugged');
  await open.clock.wait(5000);
  expect(await codeOf(open.bus.run(eraseJob(0x1000)))).toMatch(/^USB_UNPLUGGED/);
  await open.bus.close();
  expect(await codeOf(driver.open('simulated:adapter-unplugged'))).toBe('USB_UNPLUGGED');
  open.mend!();
  const again = await driver.open('simulated:adapter-unplugged');
  const block = await readBlock(again.bus, 0x1000);
  expect([block === 'ff'.repeat(4096), block === '5a'.repeat(4096)]).toEqual([false, false]);
  await again.bus.run(eraseJob(0x1000));
  expect(await readBlock(again.bus, 0x1000)).toBe('ff'.repeat(4096));
});

test('the clip slips at 40 % of the boot block, reads FF until it is reseated, and the pages before stand', async () => {
  const driver = driverOf();
  const open = await driver.open('simulated:clip-slips');
  for (const block of [0, 0x1000]) {
    await open.bus.run(eraseJob(block));
    for (let page = 0; page < 16; page++) await open.bus.run(pageJob(block + page * 256));
  }
  expect(await open.bus.run([rdid])).toEqual([Uint8Array.of(0xff, 0xff, 0xff)]);
  open.mend!();
  expect(await open.bus.run([rdid])).toEqual([Uint8Array.of(0xef, 0x40, 0x18)]);
  const blocks = (await readBlock(open.bus, 0)) + (await readBlock(open.bus, 0x1000));
  const written = Array.from({ length: 32 }, (_, page) => blocks.slice(page * 512, page * 512 + 512) === '00'.repeat(256));
  // The 22nd page was being programmed when the power went.
  expect(written.indexOf(false)).toBe(21);
  expect(written.slice(21)).not.toContain(true);
});

test('a protected chip refuses even a volatile unlock until WP# is let go', async () => {
  const open = await driverOf().open('simulated:write-protected');
  const lift: SpiOp[] = [
    { send: Uint8Array.of(0x50), receive: 0 },
    { send: Uint8Array.of(0x01, 0x00), receive: 0 },
    { send: Uint8Array.of(0x05), receive: 1 },
  ];
  const before = (await open.bus.run(lift))[2];
  open.mend!();
  expect([before, (await open.bus.run(lift))[2]]).toEqual([Uint8Array.of(0x84), Uint8Array.of(0x00)]);
});

test('flaky reads: some blocks settle at the third read, one only when the clip is reseated, the others never differ', async () => {
  const open = await driverOf().open('simulated:flaky-reads');
  const reads = async (offset: number) => {
    const all = [];
    for (let i = 0; i < 5; i++) all.push(await readBlock(open.bus, offset));
    return all.map((block) => block === '5a'.repeat(4096));
  };
  expect({ plain: await reads(0), settling: await reads(0x12_3000), loose: await reads(0x9c_5000) }).toEqual({
    plain: [true, true, true, true, true],
    settling: [false, false, true, true, true],
    loose: [false, false, false, false, false],
  });
  open.mend!();
  expect(await readBlock(open.bus, 0x9c_5000)).toBe('5a'.repeat(4096));
});

test('a practice chip kept in a file is found as it was left, and what broke once stays mended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'practice-'));
  try {
    const path = join(folder, 'chips', 'chip.bin');
    const deps: SimulatedDeps = { store: () => fileStore(path) };
    const first = await driverOf(deps).open('simulated:adapter-unplugged');
    expect(await codeOf(first.bus.run(eraseJob(0x1000)))).toMatch(/^USB_UNPLUGGED/);
    const killed = await readFile(path);
    const second = await driverOf(deps).open('simulated:adapter-unplugged');
    expect(await readBlock(second.bus, 0x1000)).toBe(killed.subarray(0x1000, 0x2000).toString('hex'));
    await second.bus.run(eraseJob(0x1000));
    expect((await readFile(path)).subarray(0x1000, 0x2000).every((byte) => byte === 0xff)).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
