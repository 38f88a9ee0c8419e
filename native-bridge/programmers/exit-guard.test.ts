import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { guardExit } from './exit-guard';

class FakeProcess extends EventEmitter {
  readonly codes: number[] = [];
  exit(code: number): void {
    this.codes.push(code);
  }
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function guarded(limitMs = 1000) {
  const host = new FakeProcess();
  const reported: unknown[] = [];
  const guard = guardExit({ process: host, limitMs, report: (error) => reported.push(error), alsoOn: ['disconnect'] });
  return { host, guard, reported };
}

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['disconnect', 0],
])('on %s open programmers are released first, then the process ends with %i', async (event, code) => {
  const { host, guard } = guarded();
  const order: string[] = [];
  const bus = (name: string) => ({ close: () => settle().then(() => void order.push(`${name} after ${host.codes.length} exits`)) });
  guard.add(bus('first'));
  const remove = guard.add(bus('closed already'));
  remove();
  guard.add(bus('second'));
  host.emit(event);
  await settle();
  await settle();
  expect({ order, codes: host.codes }).toEqual({ order: ['first after 0 exits', 'second after 0 exits'], codes: [code] });
});

test.each(['uncaughtException', 'unhandledRejection'])('%s releases too, reports the error and ends with 1', async (event) => {
  const { host, guard, reported } = guarded();
  const close = vi.fn(() => Promise.reject(new Error('device is gone')));
  guard.add({ close });
  const bug = new Error('bug');
  host.emit(event, bug);
  await settle();
  await settle();
  expect({ closed: close.mock.calls.length, reported, codes: host.codes }).toEqual({ closed: 1, reported: [bug], codes: [1] });
});

test('a device that does not answer holds the exit no longer than the limit, a second signal not at all', async () => {
  vi.useFakeTimers();
  try {
    const { host, guard } = guarded(500);
    guard.add({ close: () => new Promise(() => undefined) });
    host.emit('SIGINT');
    await vi.advanceTimersByTimeAsync(400);
    const early = [...host.codes];
    host.emit('SIGINT');
    const impatient = [...host.codes];
    await vi.advanceTimersByTimeAsync(200);
    expect({ early, impatient, late: host.codes }).toEqual({ early: [], impatient: [130], late: [130, 130] });
  } finally {
    vi.useRealTimers();
  }
});

test('taken off, the guard hears nothing', () => {
  const { host, guard } = guarded();
  guard.remove();
  expect(host.eventNames().flatMap((event) => host.listeners(event))).toEqual([]);
});
