import { expect, test, vi } from 'vitest';
import { deviceContract, type DeviceContract } from '../../shared/ipc/device-contract';
import type { Handlers, Port } from '../../shared/ipc/contract-kit';
import { localPorts } from '../../shared/ipc/local-port';
import { servePeer } from '../../shared/ipc/peer';
import { ok } from '../../shared/model/result';
import { DeviceProxy } from './device-proxy';

const programmer = { id: 'ch341a:1-4', kind: 'ch341a', name: 'CH341A' } as const;
const link = { byteUs: 7.5, roundTripUs: 120, unitBytes: 31 };

/** Device processes that answer in this one, and note which was asked what. */
function processes() {
  const asked: string[] = [];
  const ports: Port[] = [];
  const spawn = () => {
    const [ours, theirs] = localPorts();
    const number = ports.push(theirs);
    const handlers = Object.fromEntries(
      Object.keys(deviceContract.commands).map((name) => [
        name,
        () => {
          asked.push(`${number} ${name}`);
          return Promise.resolve(ok(name === 'device/open' ? { programmer, link } : null));
        },
      ]),
    );
    servePeer(theirs, deviceContract, handlers as unknown as Handlers<DeviceContract>);
    return { port: ours, kill: () => theirs.close() };
  };
  /** Resolves as the session hears of it. */
  const crash = (session: DeviceProxy) =>
    new Promise<void>((resolve) => {
      session.onChange(() => resolve());
      ports.at(-1)!.close();
    });
  return { asked, spawn, crash };
}

test('a device process that dies with an adapter open is followed by one that releases its pins', async () => {
  const { asked, spawn, crash } = processes();
  const session = new DeviceProxy(spawn);
  expect((await session.open(programmer.id)).ok).toBe(true);
  await crash(session);
  await vi.waitFor(() => expect(asked).toEqual(['1 device/open', '2 device/open', '2 device/close']));
});

test('an adapter that is opened again meanwhile is opened after its pins were released, not closed under the user', async () => {
  const { asked, spawn, crash } = processes();
  const session = new DeviceProxy(spawn);
  await session.open(programmer.id);
  await crash(session);
  await session.open(programmer.id);
  expect(asked).toEqual(['1 device/open', '2 device/open', '2 device/close', '2 device/open']);
});

test('a device process that dies with nothing open is not started again until it is needed', async () => {
  const { asked, spawn, crash } = processes();
  const session = new DeviceProxy(spawn);
  await session.open(programmer.id);
  await session.close();
  await crash(session);
  await session.list();
  expect(asked).toEqual(['1 device/open', '1 device/close', '2 device/list']);
});
