// The device session in this process: one programmer at a time, one operation at a time, faults as Results.
import { appError, fault, settle, toAppError } from '../../shared/model/errors';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import type { Progress } from '../../shared/model/progress';
import { err, type Result } from '../../shared/model/result';
import type { OpenProgrammer, ProgrammerDriver } from '../programmers/programmer';
import { limits } from '../spi/limits';
import { backup } from './backup';
import { contactTest } from './contact-test';
import { cancelledOr, type Device } from './device';
import type { DeviceSession, OpenOptions, OperationContext } from './device-session';
import { identify } from './identify';
import { read } from './read';
import { verify } from './verify';
import { write } from './write';

export interface LocalSessionOptions {
  readonly drivers: readonly ProgrammerDriver[];
  /** Hot-plug: calls back on attach and detach, answers the unsubscribe. */
  readonly onDevicesChanged?: (listener: () => void) => () => void;
  /** Practice only: another way to open, where options matter. */
  readonly openWith?: (driver: ProgrammerDriver, id: string, options: OpenOptions) => Promise<OpenProgrammer>;
}

type ChangeListener = Parameters<DeviceSession['onChange']>[0];

export class LocalDeviceSession implements DeviceSession {
  private opened: { readonly programmer: OpenProgrammer; readonly device: Device } | undefined;
  private running: Promise<unknown> | undefined;
  private current = new AbortController();

  constructor(private readonly options: LocalSessionOptions) {}

  list(): Promise<Result<readonly ProgrammerInfo[]>> {
    return settle(async () => (await Promise.all(this.options.drivers.map((driver) => driver.list()))).flat());
  }

  open(id: string, options: OpenOptions = {}): ReturnType<DeviceSession['open']> {
    return settle(async () => {
      if (this.running) throw fault('STATE_WRONG', { state: 'running' });
      await this.close();
      const [kind] = id.split(':');
      const driver = this.options.drivers.find((candidate) => candidate.kind === kind);
      if (!driver) throw fault('USB_PROGRAMMER_UNKNOWN', { wanted: id });
      const { openWith } = this.options;
      const programmer = openWith ? await openWith(driver, id, options) : await driver.open(id);
      this.opened = { programmer, device: { bus: programmer.bus, clock: programmer.clock, awake: false } };
      return { programmer: programmer.info, link: programmer.bus.limits.link };
    });
  }

  /** Ends what runs, then releases the pins. Safe to call twice. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    if (this.running) {
      this.current.abort(fault('CANCELLED'));
      await this.running.catch(() => undefined);
    }
    await opened?.programmer.bus.close();
  }

  mend(): Promise<void> {
    this.opened?.programmer.mend?.();
    if (this.opened) this.opened.device.awake = false;
    return Promise.resolve();
  }

  contactTest(context: OperationContext): ReturnType<DeviceSession['contactTest']> {
    return this.reading(context, contactTest);
  }

  identify(context: OperationContext): ReturnType<DeviceSession['identify']> {
    return this.reading(context, identify);
  }

  read(params: Parameters<DeviceSession['read']>[0], context: OperationContext): ReturnType<DeviceSession['read']> {
    return this.reading(context, (device, inner) => read(device, params, inner));
  }

  backup(params: Parameters<DeviceSession['backup']>[0], context: OperationContext): ReturnType<DeviceSession['backup']> {
    return this.reading(context, (device, inner) => backup(device, params, inner));
  }

  verify(params: Parameters<DeviceSession['verify']>[0], context: OperationContext): ReturnType<DeviceSession['verify']> {
    return this.reading(context, (device, inner) => verify(device, params, inner));
  }

  write(params: Parameters<DeviceSession['write']>[0], context: OperationContext): ReturnType<DeviceSession['write']> {
    return this.exclusive(context, (device, inner) => write(device, params, inner));
  }

  onChange(listener: ChangeListener): () => void {
    return this.options.onDevicesChanged?.(() => listener({ kind: 'programmers-changed' })) ?? (() => undefined);
  }

  /** Operations that only read: whatever ends them, they left the content as it was. */
  private reading<T>(context: OperationContext, work: (device: Device, context: OperationContext) => Promise<T>): Promise<Result<T>> {
    return this.exclusive(context, async (device, inner): Promise<Result<T>> => {
      try {
        return { ok: true, value: await work(device, inner) };
      } catch (thrown) {
        return err(toAppError(cancelledOr(thrown, inner.signal), 'untouched'));
      }
    });
  }

  private async exclusive<T>(
    context: OperationContext,
    work: (device: Device, context: OperationContext) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    if (!this.opened) return err(appError('USB_NO_PROGRAMMER'));
    if (this.running) return err(appError('STATE_WRONG', { state: 'running' }));
    const { device } = this.opened;
    this.current = new AbortController();
    const signal = AbortSignal.any([context.signal, this.current.signal]);
    const watch = watchForStall(context, device);
    const run = Promise.resolve().then(() => work(device, { ...context, signal, progress: watch.progress }));
    this.running = run;
    try {
      const result = await run.catch((thrown: unknown) => err(toAppError(thrown, 'unknown')));
      if (!result.ok) device.awake = false;
      return result;
    } finally {
      watch.end();
      this.running = undefined;
    }
  }
}

/** Says `stalled` when an operation has not spoken for longer than the table allows. */
function watchForStall(context: OperationContext, { clock }: Device): { progress: (progress: Progress) => void; end: () => void } {
  let last: Progress | undefined;
  let heardMs = clock.now();
  const timer = setInterval(() => {
    if (last && !last.stalled && clock.now() - heardMs > limits.progress.stalledAfterMs)
      context.progress((last = { ...last, stalled: true }));
  }, 1000);
  timer.unref();
  return {
    progress: (progress) => {
      last = progress;
      heardMs = clock.now();
      context.progress(progress);
    },
    end: () => clearInterval(timer),
  };
}
