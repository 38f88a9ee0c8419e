// The device session as main sees it: every call goes to the device process, which is started on first use and again after a crash.
import type { Client, Port } from '../../shared/ipc/contract-kit';
import { deviceContract, journalContract, type DeviceContract } from '../../shared/ipc/device-contract';
import { connectPeer, servePeer } from '../../shared/ipc/peer';
import { appError, toAppError } from '../../shared/model/errors';
import type { JournalEntry } from '../../shared/model/journal';
import { err, ok, type Result } from '../../shared/model/result';
import type { DeviceSession, OpenOptions, OperationContext } from '../../native-bridge/operations/device-session';
import { sendImage, type ImageName } from './image-transfer';

/** A started device process. */
export interface HostProcess {
  readonly port: Port;
  kill(): void;
}

interface Host extends HostProcess {
  readonly client: Client<DeviceContract>;
}

interface RunningCall {
  readonly context: OperationContext;
  readonly journal?: (entry: JournalEntry) => Promise<void>;
}

type Change = Parameters<Parameters<DeviceSession['onChange']>[0]>[0];

export class DeviceProxy implements DeviceSession {
  private host: Host | undefined;
  private readonly running = new Map<string, RunningCall>();
  private readonly listeners = new Set<(event: Change) => void>();
  private lastId = 0;
  /** What is open in the device process: its pins are driven. */
  private opened: { readonly id: string; readonly options: OpenOptions } | undefined;
  private releasing: Promise<void> | undefined;

  constructor(private readonly spawn: () => HostProcess) {}

  /** Ends the device process. It releases the pins before it goes. */
  dispose(): void {
    const { host } = this;
    this.host = undefined;
    this.opened = undefined;
    host?.kill();
  }

  async list() {
    return this.ensureHost().client.call('device/list', {});
  }

  async open(id: string, options: OpenOptions = {}) {
    await this.releasing;
    const answer = await askToOpen(this.ensureHost().client, id, options);
    if (answer.ok) this.opened = { id, options };
    return answer;
  }

  async close(): Promise<void> {
    this.opened = undefined;
    await this.host?.client.call('device/close', {});
  }

  async mend(): Promise<void> {
    await this.ensureHost().client.call('device/mend', {});
  }

  contactTest(context: OperationContext): ReturnType<DeviceSession['contactTest']> {
    return this.run({ context }, (client, operationId) => client.call('device/contact', { operationId })) as ReturnType<
      DeviceSession['contactTest']
    >;
  }

  identify(context: OperationContext): ReturnType<DeviceSession['identify']> {
    return this.run({ context }, (client, operationId) => client.call('device/identify', { operationId }));
  }

  read(params: Parameters<DeviceSession['read']>[0], context: OperationContext): ReturnType<DeviceSession['read']> {
    return this.run({ context }, (client, operationId) => client.call('device/read', { operationId, ...params }));
  }

  backup(params: Parameters<DeviceSession['backup']>[0], context: OperationContext): ReturnType<DeviceSession['backup']> {
    return this.run({ context }, (client, operationId) => client.call('device/backup', { operationId, ...params }));
  }

  verify(
    { expected, ranges, chip }: Parameters<DeviceSession['verify']>[0],
    context: OperationContext,
  ): ReturnType<DeviceSession['verify']> {
    return this.run({ context }, async (client, operationId) => {
      const refused = await sendImage(client, operationId, 'expected', expected);
      if (context.signal.aborted) return err(appError('CANCELLED'));
      return refused ? err(refused) : client.call('device/verify', { operationId, chip, ranges: [...ranges] });
    }) as ReturnType<DeviceSession['verify']>;
  }

  async write(params: Parameters<DeviceSession['write']>[0], context: OperationContext): ReturnType<DeviceSession['write']> {
    const { journal, unknown, restoreRegisters, desired, known, ...rest } = params;
    let begun = false;
    const watched = (entry: JournalEntry): Promise<void> => {
      begun ||= entry.kind === 'begin';
      return journal(entry);
    };
    const result = await this.run({ context, journal: watched }, async (client, operationId) => {
      for (const [name, image] of Object.entries({ desired, known })) {
        const refused = await sendImage(client, operationId, name as ImageName, image);
        if (refused) return err(refused);
      }
      if (context.signal.aborted) return err(appError('CANCELLED'));
      return client.call('device/write', {
        operationId,
        ...rest,
        unknown: [...unknown],
        restoreRegisters: restoreRegisters && [...restoreRegisters],
      });
    });
    // The process went in the middle of it: what the last unit holds nobody can say.
    if (!result.ok && result.error.code === 'DEVICE_HOST_LOST' && begun) return err({ ...result.error, chipState: 'unknown' });
    return result;
  }

  onChange(listener: (event: Change) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private async run<T>(
    call: RunningCall,
    ask: (client: Client<DeviceContract>, operationId: string) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const { signal } = call.context;
    if (signal.aborted) return err(appError('CANCELLED'));
    const { client } = this.ensureHost();
    const operationId = `device-${++this.lastId}`;
    this.running.set(operationId, call);
    const cancel = () => void client.call('device/cancel', { operationId });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await ask(client, operationId);
    } finally {
      signal.removeEventListener('abort', cancel);
      this.running.delete(operationId);
    }
  }

  private ensureHost(): Host {
    if (this.host) return this.host;
    const started = this.spawn();
    const { port } = started;
    const client = connectPeer(port, deviceContract, { lost: () => appError('DEVICE_HOST_LOST') });
    const host: Host = { ...started, client };
    client.on('device/progress', ({ operationId, progress }) => this.running.get(operationId)?.context.progress(progress));
    client.on('device/blocks', ({ operationId, runs }) => this.running.get(operationId)?.context.blocks(runs));
    client.on('device/log', ({ operationId, code, params }) => this.running.get(operationId)?.context.log(code, params));
    client.on('device/programmers-changed', () => this.tell({ kind: 'programmers-changed' }));
    servePeer(port, journalContract, {
      'journal/append': async ({ operationId, entry }) => {
        const journal = this.running.get(operationId)?.journal;
        if (!journal) return err(appError('STATE_WRONG', { state: 'no write' }));
        return journal(entry).then(
          () => ok(null),
          (thrown: unknown) => err(toAppError(thrown, 'unknown')),
        );
      },
    });
    port.onClose(() => {
      if (this.host !== host) return;
      this.host = undefined;
      this.releasing = this.releasePins();
      this.tell({ kind: 'host-lost' });
    });
    this.host = host;
    return host;
  }

  /** A process that was killed leaves the adapter driving the clip: another one opens it, which ends with its pins released. */
  private async releasePins(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    if (!opened) return;
    const { client } = this.ensureHost();
    const answer = await askToOpen(client, opened.id, opened.options);
    if (answer.ok) await client.call('device/close', {});
  }

  private tell(event: Change): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}

const askToOpen = (client: Client<DeviceContract>, id: string, { simulatedChipPath }: OpenOptions) =>
  client.call('device/open', { id, ...(simulatedChipPath === undefined ? {} : { simulatedChipPath }) });
