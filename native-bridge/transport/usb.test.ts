import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DoubleDevice, DoubleLibusb, type DoubleFailures } from './libusb-double';
import { usbBackend } from './usb';
import { UsbError, type InStream, type UsbPipe } from './usb-transport';

const endpoints = { interfaceNumber: 0, endpointOut: 0x02, endpointIn: 0x82 };

async function opened(failures: DoubleFailures = {}): Promise<{ device: DoubleDevice; pipe: UsbPipe }> {
  const device = new DoubleDevice(failures);
  const backend = usbBackend(() => Promise.resolve(new DoubleLibusb([device])));
  const [info] = await backend.list();
  return { device, pipe: await backend.open(info!, endpoints) };
}

const failureOf = async (work: Promise<unknown>) => {
  const thrown: unknown = await work.then(
    () => 'none',
    (reason: unknown) => reason,
  );
  return thrown instanceof UsbError ? thrown.failure : thrown;
};

const stream = (part: Partial<InStream> = {}): InStream => ({
  transfers: 6,
  transferBytes: 32,
  depth: 3,
  timeoutMs: 1000,
  onPacket: () => undefined,
  ...part,
});

/** Lets promise callbacks run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('opening', () => {
  test('a device is described by its ids and the port it is plugged into', async () => {
    const backend = usbBackend(() => Promise.resolve(new DoubleLibusb([new DoubleDevice()])));
    expect(await backend.list()).toEqual([{ vendorId: 0x1a86, productId: 0x5512, deviceRelease: 0x0304, bus: 2, port: '1.4' }]);
  });

  test.each([
    [{ open: -3 }, 'access'],
    [{ open: -4 }, 'no-device'],
    [{ open: -12 }, 'not-supported'],
    [{ open: -1 }, 'io'],
    [{ claim: -6 }, 'busy'],
    [{ claim: -6, kernelDriver: true, autoDetach: -12, detach: -3 }, 'driver-bound'],
  ] as const)('%j is told as %s', async (failures, expected) => {
    expect(await failureOf(opened(failures))).toBe(expected);
  });

  test('a device that cannot be claimed is closed again', async () => {
    const device = new DoubleDevice({ claim: -6 });
    const backend = usbBackend(() => Promise.resolve(new DoubleLibusb([device])));
    const [info] = await backend.list();
    await failureOf(backend.open(info!, endpoints));
    expect(device.calls).toEqual(['open', 'autoDetach', 'claim', 'close']);
  });

  test('a kernel driver that had to be detached by hand is put back on close', async () => {
    const { device, pipe } = await opened({ kernelDriver: true, autoDetach: -12 });
    await pipe.close();
    await pipe.close();
    expect(device.calls).toEqual(['open', 'autoDetach', 'detach', 'claim', 'release', 'attach', 'close']);
  });

  test('a device that was unplugged since it was listed is gone', async () => {
    const libusb = new DoubleLibusb([new DoubleDevice()]);
    const backend = usbBackend(() => Promise.resolve(libusb));
    const [info] = await backend.list();
    libusb.devices = [];
    expect(await failureOf(backend.open(info!, endpoints))).toBe('no-device');
  });

  test('plugging is told until nobody listens, and does not keep the program alive', async () => {
    const libusb = new DoubleLibusb([]);
    const heard: string[] = [];
    const stop = usbBackend(() => Promise.resolve(libusb)).onChange(() => heard.push('changed'));
    await settle();
    for (const listener of libusb.listeners) listener();
    stop();
    await settle();
    expect({ heard, listeners: libusb.listeners.size, unreferenced: libusb.unreferenced }).toEqual({
      heard: ['changed'],
      listeners: 0,
      unreferenced: true,
    });
  });
});

describe('an IN stream', () => {
  test('keeps the depth in flight, reuses its transfers and takes exactly the number wanted', async () => {
    const { device, pipe } = await opened();
    const got: number[] = [];
    const reading = pipe.read(stream({ onPacket: (packet) => got.push(...packet) }));
    const { endpointIn } = device;
    for (let i = 0; i < 6; i++) endpointIn.pending[0]!.complete(Uint8Array.of(i));
    await reading;
    expect({ got, made: endpointIn.made, deepest: endpointIn.deepest, submissions: endpointIn.submissions }).toEqual({
      got: [0, 1, 2, 3, 4, 5],
      made: 3,
      deepest: 3,
      submissions: 6,
    });
  });

  test('hands packets on in the order of submission when callbacks come in another', async () => {
    const { device, pipe } = await opened();
    const got: number[] = [];
    const reading = pipe.read(stream({ transfers: 3, onPacket: (packet) => got.push(packet[0]!) }));
    const [first, second, third] = [...device.endpointIn.pending];
    third!.complete(Uint8Array.of(3));
    first!.complete(Uint8Array.of(1));
    second!.complete(Uint8Array.of(2));
    await reading;
    expect(got).toEqual([1, 2, 3]);
  });

  test.each([
    [2, 'timeout'],
    [4, 'stall'],
    [5, 'no-device'],
    [6, 'overflow'],
    [1, 'io'],
  ] as const)('ends with status %i as %s only after every cancelled transfer has called back', async (errno, expected) => {
    const { device, pipe } = await opened();
    let ended = false;
    const failed = failureOf(pipe.read(stream())).finally(() => (ended = true));
    device.endpointIn.pending[0]!.complete(0, errno);
    await settle();
    expect({ ended, cancelled: device.endpointIn.pending.map(({ cancelled }) => cancelled) }).toEqual({
      ended: false,
      cancelled: [true, true],
    });
    device.endpointIn.finishCancelled();
    expect(await failed).toBe(expected);
  });

  test('ends when a submission is refused because the device is gone', async () => {
    const { device, pipe } = await opened();
    device.endpointIn.submitFailure = -4;
    expect(await failureOf(pipe.read(stream()))).toBe('no-device');
  });

  test('ends with what the receiver threw', async () => {
    const { device, pipe } = await opened();
    const bug = new Error('receiver');
    const failed = failureOf(
      pipe.read(
        stream({
          onPacket: () => {
            throw bug;
          },
        }),
      ),
    );
    device.endpointIn.pending[0]!.complete(Uint8Array.of(1));
    device.endpointIn.finishCancelled();
    expect(await failed).toBe(bug);
  });

  test('is not shared', async () => {
    const { device, pipe } = await opened();
    const first = failureOf(pipe.read(stream()));
    expect(await failureOf(pipe.read(stream()))).toBe('busy');
    const closing = pipe.close();
    device.endpointIn.finishCancelled();
    await closing;
    expect(await first).toBe('cancelled');
  });
});

describe('time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('silence ends a stream, but a slow stream that speaks now and then goes on', async () => {
    const { device, pipe } = await opened();
    const failed = failureOf(pipe.read(stream()));
    for (let i = 0; i < 3; i++) {
      await vi.advanceTimersByTimeAsync(900);
      device.endpointIn.pending[0]!.complete(Uint8Array.of(i));
    }
    expect(device.endpointIn.pending.map(({ cancelled }) => cancelled)).toEqual([false, false, false]);
    await vi.advanceTimersByTimeAsync(1300);
    expect(device.endpointIn.pending.map(({ cancelled }) => cancelled)).toEqual([true, true, true]);
    device.endpointIn.finishCancelled();
    expect(await failed).toBe('timeout');
  });

  test('a queued OUT transfer is not blamed for the time those before it took', async () => {
    const { device, pipe } = await opened();
    const { pending } = device.endpointOut;
    const first = pipe.write(new Uint8Array(10), 1000);
    const second = failureOf(pipe.write(new Uint8Array(10), 1000));
    await vi.advanceTimersByTimeAsync(800);
    pending[0]!.complete(10);
    await first;
    await vi.advanceTimersByTimeAsync(800);
    expect(pending.map(({ cancelled }) => cancelled)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(500);
    device.endpointOut.finishCancelled();
    expect(await second).toBe('timeout');
  });

  test('a reset cancels both directions, waits for the callbacks, and drains until the device is silent', async () => {
    const { device, pipe } = await opened();
    const { endpointIn, endpointOut } = device;
    const reading = failureOf(pipe.read(stream()));
    const writing = failureOf(pipe.write(new Uint8Array(64), 1000));
    const reset = pipe.reset(1000);
    endpointOut.finishCancelled();
    endpointIn.finishCancelled();
    expect([await reading, await writing]).toEqual(['cancelled', 'cancelled']);
    await vi.advanceTimersByTimeAsync(1);
    endpointIn.pending[0]!.complete(Uint8Array.of(9, 9, 9));
    await vi.advanceTimersByTimeAsync(200);
    endpointIn.finishCancelled();
    await reset;
    const again = pipe.write(new Uint8Array(4), 1000);
    endpointOut.pending[0]!.complete(4);
    await again;
    expect({ reused: endpointOut.made, left: endpointIn.pending.length }).toEqual({ reused: 1, left: 0 });
  });

  test('a cancel whose callbacks never come is given up', async () => {
    const { pipe } = await opened();
    const reading = failureOf(pipe.read(stream()));
    const closing = pipe.close();
    await vi.advanceTimersByTimeAsync(10_000);
    await closing;
    expect(await reading).toBe('cancelled');
  });
});

test('an OUT transfer that was taken in part is an error', async () => {
  const { device, pipe } = await opened();
  const failed = failureOf(pipe.write(new Uint8Array(64), 1000));
  device.endpointOut.pending[0]!.complete(32);
  expect(await failed).toBe('io');
});

test('a control request answers its bytes', async () => {
  const { pipe } = await opened();
  const answer = await pipe.control({ requestType: 0xc0, request: 0x5f, value: 0, index: 0, data: 2 }, 500);
  expect([...answer]).toEqual([7, 7]);
});

test('nothing runs on a closed pipe', async () => {
  const { pipe } = await opened();
  await pipe.close();
  expect([await failureOf(pipe.write(new Uint8Array(1), 10)), await failureOf(pipe.read(stream()))]).toEqual(['no-device', 'no-device']);
});
