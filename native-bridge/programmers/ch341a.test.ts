import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../shared/model/errors';
import { VirtualClock } from '../clock';
import { Ch341aDevice, type Ch341aDeviceOptions } from '../simulator/ch341a-device';
import { FaultyFlash } from '../simulator/faults';
import { NorChip } from '../simulator/nor-chip';
import { w25q128, type NorProfile } from '../simulator/nor-profile';
import type { SpiOp } from '../spi/bus';
import type { UsbBackend, UsbFailure } from '../transport/usb-transport';
import { ch341aDriver, ch341aUdevRule } from './ch341a';

function bench({ profile = w25q128, ...options }: Partial<Ch341aDeviceOptions> & { profile?: NorProfile } = {}) {
  const clock = new VirtualClock();
  const chip = new NorChip(profile);
  const flash = new FaultyFlash(chip);
  const device = new Ch341aDevice({ flash, clock, ...options });
  const driver = (platform: NodeJS.Platform = 'linux', backend: UsbBackend = device) => ch341aDriver({ backend, clock, platform });
  return { clock, chip, flash, device, driver, open: async () => (await driver().open('ch341a')).bus };
}

/** Quickly made, for tests that make many. */
const small: NorProfile = { ...w25q128, sizeBytes: 1 << 16 };

const codeOf = async (work: Promise<unknown>) => {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return thrown instanceof Fault ? thrown.error.code : thrown;
};

const at = (offset: number) => [(offset >> 16) & 0xff, (offset >> 8) & 0xff, offset & 0xff] as const;
const rdid: SpiOp = { send: Uint8Array.of(0x9f), receive: 3 };
const writeEnable: SpiOp = { send: Uint8Array.of(0x06), receive: 0 };
const read = (offset: number, length: number): SpiOp => ({ send: Uint8Array.of(0x03, ...at(offset)), receive: length });
const erase4k = (offset: number): SpiOp => ({ send: Uint8Array.of(0x20, ...at(offset)), receive: 0 });
const status = (count: number): SpiOp => ({ send: Uint8Array.of(0x05), receive: count });
const program = (offset: number, data: Uint8Array): SpiOp => ({
  send: Uint8Array.of(0x02, ...at(offset), ...data),
  receive: 0,
  fill: data,
});
const pagesOf = (data: Uint8Array, polls: number) =>
  Array.from({ length: data.length / 256 }, (_, i) => [
    writeEnable,
    program(i * 256, data.subarray(i * 256, (i + 1) * 256)),
    status(polls),
  ]).flat();
const noise = (length: number) => Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 2654435761) >>> 24);

describe('opening', () => {
  test('a programmer names the plug it is in, and is opened by that name or as the only one', async () => {
    const { driver, device } = bench({ info: { bus: 3, port: '1.4' } });
    expect(await driver().list()).toEqual([{ id: 'ch341a:3-1.4', kind: 'ch341a', name: 'CH341A', where: 'bus 3, port 1.4' }]);
    const { bus } = await driver().open('ch341a:3-1.4');
    expect(device.drivesPins).toBe(true);
    await bus.close();
    expect(await codeOf(driver().open('ch341a:3-2'))).toBe('USB_PROGRAMMER_UNKNOWN');
  });

  test.each([0x5523, 0x5584])('an adapter strapped as %i is listed with its wrong mode, and refused with it', async (productId) => {
    const { driver } = bench({ info: { productId } });
    const [info] = await driver().list();
    expect(info!.problem).toMatchObject({ code: 'USB_WRONG_MODE', params: { productId: productId.toString(16) } });
    expect(await codeOf(driver().open('ch341a'))).toBe('USB_WRONG_MODE');
  });

  test.each([
    ['access', 'USB_ACCESS_DENIED'],
    ['driver-bound', 'USB_DRIVER_BOUND'],
    ['busy', 'USB_BUSY'],
    ['no-device', 'USB_UNPLUGGED'],
  ] as const)('%s at open becomes %s', async (openFailure: UsbFailure, code) => {
    expect(await codeOf(bench({ openFailure }).driver().open('ch341a'))).toBe(code);
  });

  test('without permission on Linux the fault holds the udev rule to add', async () => {
    const { driver } = bench({ openFailure: 'access' });
    const thrown = await driver()
      .open('ch341a')
      .catch((reason: unknown) => reason);
    expect((thrown as Fault).error.params).toEqual({ udevRule: ch341aUdevRule });
    expect(ch341aUdevRule).toBe('SUBSYSTEM=="usb", ATTR{idVendor}=="1a86", ATTR{idProduct}=="5512", TAG+="uaccess"');
  });

  test('without WinUSB on Windows the driver is said to be missing', async () => {
    expect(await codeOf(bench({ openFailure: 'not-supported' }).driver('win32').open('ch341a'))).toBe('USB_DRIVER_MISSING');
  });

  test('two adapters are not chosen between', async () => {
    const first = bench().device;
    const info = { ...first.info, port: '2' };
    const both: UsbBackend = {
      list: () => Promise.resolve([first.info, info]),
      open: (d) => first.open(d),
      onChange: () => () => undefined,
    };
    expect(await codeOf(bench().driver('linux', both).open('ch341a'))).toBe('USB_SEVERAL_PROGRAMMERS');
  });

  test('none at all is no programmer', async () => {
    const { driver, device } = bench();
    device.unplug();
    expect(await codeOf(driver().open('ch341a'))).toBe('USB_NO_PROGRAMMER');
  });

  test('a second program on the adapter is told that it is busy', async () => {
    const { open } = bench();
    await open();
    expect(await codeOf(open())).toBe('USB_BUSY');
  });

  test('what a killed program left in the device is not taken for an answer', async () => {
    const { device, open } = bench();
    const pipe = await device.open(device.info);
    await pipe.write(Uint8Array.of(0xa8, 1, 2, 3), 100);
    await pipe.close();
    const bus = await open();
    expect(await bus.run([rdid])).toEqual([Uint8Array.of(0xef, 0x40, 0x18)]);
  });
});

describe('a batch', () => {
  test('answers each operation with what it received, and tells it while the batch runs', async () => {
    const { chip, open } = bench();
    chip.content.set(noise(4096));
    const bus = await open();
    const told: [number, Uint8Array][] = [];
    const answers = await bus.run([rdid, writeEnable, status(1), read(100, 1000)], { onReceived: (i, bytes) => told.push([i, bytes]) });
    expect(answers).toEqual([Uint8Array.of(0xef, 0x40, 0x18), new Uint8Array(0), Uint8Array.of(0x02), noise(4096).slice(100, 1100)]);
    expect(told).toEqual([...answers.entries()]);
  });

  test('of sixteen pages takes seventeen OUT transfers, twelve IN a page and one round trip, and writes every byte', async () => {
    const { chip, device, open } = bench();
    const bus = await open();
    const before = { ...device.counters };
    const data = noise(16 * 256);
    await bus.run(pagesOf(data, 61));
    const { outTransfers, inTransfers, roundTrips } = device.counters;
    expect({
      out: outTransfers - before.outTransfers,
      in: inTransfers - before.inTransfers,
      roundTrips: roundTrips - before.roundTrips,
    }).toEqual({ out: 17, in: 16 * 12, roundTrips: 1 });
    expect(chip.content.slice(0, data.length)).toEqual(data);
    expect(chip.counters).toMatchObject({ pages: 16, ignoredWhileBusy: 0, withoutWriteEnable: 0, badLength: 0, badProgramBits: 0 });
  });

  test('erases exactly the block asked for, with CS high before the answer', async () => {
    const { chip, open } = bench();
    chip.content.fill(0);
    const bus = await open();
    await bus.run([writeEnable, erase4k(0x2000)]);
    expect(chip.counters).toMatchObject({ erases4k: 1, badLength: 0 });
    expect([...new Set(chip.content.subarray(0x2000, 0x3000))]).toEqual([0xff]);
    expect([chip.content[0x1fff], chip.content[0x3000]]).toEqual([0, 0]);
  });

  test('larger than the window still costs one round trip', async () => {
    const { device, open } = bench();
    const bus = await open();
    const before = device.counters.roundTrips;
    await bus.run(Array.from({ length: 32 }, (_, i) => read(i * 65536, 65536)));
    expect(device.counters.roundTrips - before).toBe(1);
    expect(device.counters.deepestIn).toBe(128);
  });

  test('of any reads returns what the chip holds', async () => {
    const { chip, open } = bench();
    chip.content.set(noise(1 << 17));
    const bus = await open();
    const one = fc.record({ offset: fc.nat(100_000), length: fc.integer({ min: 1, max: 20_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 6 }), async (wanted) => {
        const got = await bus.run(wanted.map(({ offset, length }) => read(offset, length)));
        expect(wanted.map(({ offset, length }, i) => Buffer.compare(got[i]!, chip.content.subarray(offset, offset + length)))).toEqual(
          wanted.map(() => 0),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('of page programs of any content and place inside pages changes those bytes only', async () => {
    const one = fc.record({ page: fc.nat(15), data: fc.uint8Array({ minLength: 256, maxLength: 256 }) });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(one, { selector: ({ page }) => page, minLength: 1, maxLength: 6 }), async (writes) => {
        const { chip, open } = bench({ profile: small });
        const bus = await open();
        const expected = chip.content.slice(0, 4096);
        for (const { page, data } of writes) expected.set(data, page * 256);
        await bus.run(writes.flatMap(({ page, data }) => [writeEnable, program(page * 256, data), status(61)]));
        expect(chip.content.slice(0, 4096)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('when it goes wrong', () => {
  const job = [rdid, writeEnable, erase4k(0), status(30), ...pagesOf(noise(512), 61), read(0, 512)];

  test('a cancel in mid-transfer rejects with its reason, and the next batch works', async () => {
    const { chip, open } = bench();
    chip.content.set(noise(1 << 16));
    const bus = await open();
    const stop = new AbortController();
    const reason = new Error('stop');
    const work = bus.run(
      Array.from({ length: 8 }, () => read(0, 65536)),
      { signal: stop.signal, onReceived: (index) => index === 1 && stop.abort(reason) },
    );
    await expect(work).rejects.toBe(reason);
    expect(await bus.run([rdid, read(10, 300)])).toEqual([Uint8Array.of(0xef, 0x40, 0x18), chip.content.slice(10, 310)]);
  });

  test('a plug pulled at any packet of a job is told as unplugged, and nothing hangs', async () => {
    const whole = bench({ profile: small });
    const bus = await whole.open();
    const opened = whole.device.counters.slots;
    await bus.run(job);
    const slots = whole.device.counters.slots;
    for (let slot = opened; slot < slots; slot++) {
      const { device, open, clock } = bench({ profile: small });
      device.unplugAtSlot = slot;
      const cut = await open();
      clock.advance(5000);
      expect(await codeOf(cut.run(job))).toBe('USB_UNPLUGGED');
      await cut.close();
    }
  });

  test('a plug lost right after the clip got power is told apart', async () => {
    const { device, open } = bench();
    const bus = await open();
    device.unplugAtSlot = device.counters.slots + 1;
    expect(await codeOf(bus.run([rdid]))).toBe('USB_UNPLUGGED_AT_POWER');
  });

  test('a device that swallows answers runs into the limit, and works again when it speaks', async () => {
    const { device, open } = bench();
    const bus = await open();
    device.isMute = true;
    expect(await codeOf(bus.run([rdid]))).toBe('USB_TIMEOUT');
    device.isMute = false;
    expect(await bus.run([rdid])).toEqual([Uint8Array.of(0xef, 0x40, 0x18)]);
  });

  test('a device that stayed deaf through the recovery is brought in step before the next batch', async () => {
    const { device, open } = bench();
    const bus = await open();
    device.isMute = true;
    expect([await codeOf(bus.run([rdid])), await codeOf(bus.run([rdid]))]).toEqual(['USB_TIMEOUT', 'USB_TIMEOUT']);
    device.isMute = false;
    const stop = new AbortController();
    expect(await bus.run([rdid], { signal: stop.signal })).toEqual([Uint8Array.of(0xef, 0x40, 0x18)]);
  });

  test('the pins are inputs after a close, after a fault, and after a close in mid-batch', async () => {
    const plain = bench();
    await (await plain.open()).close();
    const faulty = bench();
    const afterFault = await faulty.open();
    faulty.device.isMute = true;
    await codeOf(afterFault.run([rdid]));
    await afterFault.close();
    await afterFault.close();
    const cut = bench();
    const midway = await cut.open();
    const work = codeOf(midway.run([read(0, 100_000)]));
    await midway.close();
    expect([plain.device.drivesPins, faulty.device.drivesPins, cut.device.drivesPins, await work]).toEqual([
      false,
      false,
      false,
      'CANCELLED',
    ]);
  });

  test('the event loop is never held long by a large read', async () => {
    const { open } = bench();
    const bus = await open();
    let turns = 0;
    let reading = true;
    const count = () => {
      turns++;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    await bus.run(Array.from({ length: 32 }, (_, i) => read(i * 65536, 65536)));
    reading = false;
    // 2 MiB are 67,680 packets: a turn for each few thousand.
    expect(turns).toBeGreaterThan(15);
  });
});
