// Serves a device session to main: the host's side of the device contract. Knows neither process nor programmer.
import type { Port } from '../../shared/ipc/contract-kit';
import { deviceContract, journalContract, type DeviceContract } from '../../shared/ipc/device-contract';
import { connectPeer, servePeer, type Served } from '../../shared/ipc/peer';
import { appError, Fault } from '../../shared/model/errors';
import { ok, type Result } from '../../shared/model/result';
import type { DeviceSession, OperationContext } from '../../native-bridge/operations/device-session';
import { ImageDesk } from './image-transfer';

/** `collect`: called when images of earlier operations may go; nothing is done to the chip in that moment but reading. */
export function serveDevice(port: Port, session: DeviceSession, collect: () => void = () => undefined): void {
  const main = connectPeer(port, journalContract, { lost: () => appError('DEVICE_HOST_LOST', { detail: 'main is gone' }) });
  const running = new Map<string, AbortController>();
  const images = new ImageDesk();

  const operation = async <T>(operationId: string, work: (context: OperationContext) => Promise<Result<T>>): Promise<Result<T>> => {
    const abort = new AbortController();
    running.set(operationId, abort);
    // What the operation before held is let go only when this one has taken its place.
    setImmediate(collect);
    try {
      return await work({
        signal: abort.signal,
        progress: (progress) => served.emit('device/progress', { operationId, progress }),
        blocks: (runs) => served.emit('device/blocks', { operationId, runs: [...runs] }),
        log: (code, params = {}) => served.emit('device/log', { operationId, code, params }),
      });
    } finally {
      running.delete(operationId);
      images.drop(operationId);
      setImmediate(collect);
    }
  };

  const served: Served<DeviceContract> = servePeer(port, deviceContract, {
    'device/list': async () => mutable(await session.list()),
    'device/open': ({ id, simulatedChipPath }) => session.open(id, simulatedChipPath === undefined ? {} : { simulatedChipPath }),
    'device/close': async () => {
      await session.close();
      return ok(null);
    },
    'device/mend': async () => {
      await session.mend();
      return ok(null);
    },
    'device/contact': ({ operationId }) => operation(operationId, (context) => session.contactTest(context)),
    'device/identify': ({ operationId }) => operation(operationId, (context) => session.identify(context)),
    'device/read': ({ operationId, ...params }) => operation(operationId, (context) => session.read(params, context)),
    'device/backup': async ({ operationId, ...params }) => {
      const result = await operation(operationId, (context) => session.backup(params, context));
      return result.ok ? ok({ ...result.value, settled: [...result.value.settled], unstable: [...result.value.unstable] }) : result;
    },
    'device/image': async (piece) => {
      if (piece.offset === 0) collect();
      images.put(piece);
      return ok(null);
    },
    'device/write': ({ operationId, ...params }) =>
      operation(operationId, (context) =>
        session.write(
          {
            ...params,
            desired: images.take(operationId, 'desired'),
            known: images.take(operationId, 'known'),
            journal: async (entry) => {
              const flushed = await main.call('journal/append', { operationId, entry });
              if (!flushed.ok) throw new Fault(flushed.error);
            },
          },
          context,
        ),
      ),
    'device/verify': async ({ operationId, ...params }) => {
      const result = await operation(operationId, (context) =>
        session.verify({ ...params, expected: images.take(operationId, 'expected') }, context),
      );
      return result.ok ? ok({ ...result.value, differences: [...result.value.differences] }) : result;
    },
    'device/cancel': async ({ operationId }) => {
      running.get(operationId)?.abort(new Fault(appError('CANCELLED')));
      return ok(null);
    },
  });
  session.onChange(({ kind }) => {
    if (kind === 'programmers-changed') served.emit('device/programmers-changed', {});
  });
}

const mutable = <T>(result: Result<readonly T[]>): Result<T[]> => (result.ok ? ok([...result.value]) : result);
