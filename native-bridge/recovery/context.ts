// What the steps of a recovery share: what is open, what runs, and how it is told. Holds no rule of a step.
import type { AppContract } from '../../shared/ipc/contract';
import type { EventName, EventOf } from '../../shared/ipc/contract-kit';
import { appError, Fault, fault, toAppError, type AppError } from '../../shared/model/errors';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import type { ChipInfo } from '../../shared/model/chip';
import type { ContactReport } from '../../shared/model/contact';
import type { PracticeScenario } from '../../shared/model/practice';
import type { OperationKind, Progress } from '../../shared/model/progress';
import type { Result } from '../../shared/model/result';
import type { Snapshot } from '../../shared/ipc/views';
import { composeHere, type Composer } from '../composition/composer';
import type { DeviceSession } from '../operations/device-session';
import type { LinkModel } from '../spi/bus';
import { BlockMap } from './block-map';
import type { BoardAnswers } from './board-answers';
import type { CaseStore } from './case-store';
import type { LockOwner } from './case-lock';
import type { Disk } from './files';
import type { Inspect } from './inspector';
import type { OpenCase } from './open-case';

export interface RecoveryDeps {
  readonly session: DeviceSession;
  readonly disk: Disk;
  /** Default: in this thread, which stands still meanwhile. */
  readonly inspect?: Inspect;
  /** Default: in this thread too. */
  readonly composer?: Composer;
  readonly casesFolder: string;
  readonly face: Snapshot['face'];
  readonly version: string;
  readonly platform: string;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly lockOwner: LockOwner;
  /** Files that a practising user has at hand. */
  readonly practiceFiles: (scenario: PracticeScenario) => readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** The programmer that is in use. What was proven of the contact is dropped with the first fault. */
export interface SessionState {
  readonly programmer: ProgrammerInfo;
  readonly link: LinkModel;
  readonly connection: 'open' | 'lost';
  readonly contact?: ContactReport;
  readonly chip?: ChipInfo;
}

export interface RunningOperation {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  progress?: Progress;
}

type Events = { [K in EventName<AppContract>]: { readonly event: K; readonly payload: EventOf<AppContract, K> } }[EventName<AppContract>];
export type RecoveryEvent = Events;

export class Context {
  programmers: readonly ProgrammerInfo[] = [];
  session: SessionState | undefined;
  openCase: OpenCase | undefined;
  operation: RunningOperation | undefined;
  readonly map: BlockMap;
  readonly composer: Composer;
  private readonly listeners = new Set<(event: RecoveryEvent) => void>();
  private lastSeq = 0;

  constructor(
    readonly deps: RecoveryDeps,
    readonly store: CaseStore,
    readonly boards: BoardAnswers,
    private readonly onChanged: () => void,
  ) {
    this.composer = deps.composer ?? composeHere;
    this.map = new BlockMap((event) => this.emit('blocks/changed', { seq: this.nextSeq(), ...event, runs: [...event.runs] }));
  }

  nextSeq(): number {
    return ++this.lastSeq;
  }

  subscribe(listener: (event: RecoveryEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  emit<K extends EventName<AppContract>>(event: K, payload: EventOf<AppContract, K>): void {
    for (const listener of [...this.listeners]) listener({ event, payload } as RecoveryEvent);
  }

  /** Something that the snapshot shows has changed. */
  changed(): void {
    this.onChanged();
  }

  log(code: string, params?: Readonly<Record<string, unknown>>): void {
    this.openCase?.log.add(code, params);
  }

  requireCase(): OpenCase {
    if (!this.openCase) throw fault('STATE_WRONG', { state: 'no case' });
    return this.openCase;
  }

  requireIdle(): void {
    if (this.operation) throw fault('STATE_WRONG', { state: this.operation.kind });
  }

  requireSession(): SessionState {
    if (!this.session) throw fault('USB_NO_PROGRAMMER');
    if (this.session.connection === 'lost') throw fault('USB_UNPLUGGED');
    return this.session;
  }

  /** For work that trusts the wires: contact proven since the last fault, and a chip that may be powered with 3.3 V. */
  requireChip(): { session: SessionState; chip: ChipInfo } {
    const session = this.requireSession();
    if (session.chip?.voltage === '1.8V') throw fault('CHIP_LOW_VOLTAGE', { jedec: session.chip.jedec, name: session.chip.name });
    if (session.contact?.diagnosis !== 'good') throw fault('SAFETY_REFUSED', { problem: 'CONTACT_NOT_PROVEN' });
    if (!session.chip) throw fault('SAFETY_REFUSED', { problem: 'CHIP_NOT_IDENTIFIED' });
    return { session, chip: session.chip };
  }

  updateSession(patch: Partial<SessionState>): void {
    if (this.session) this.session = { ...this.session, ...patch };
    this.changed();
  }

  /** What was proven of the wires is no longer true. */
  forgetContact(connection: SessionState['connection']): void {
    if (!this.session) return;
    const { programmer, link } = this.session;
    this.session = { programmer, link, connection };
    this.changed();
  }
}

const lostCodes: readonly string[] = [
  'USB_UNPLUGGED',
  'USB_UNPLUGGED_AT_POWER',
  'DEVICE_HOST_LOST',
  'USB_NO_PROGRAMMER',
  'USB_PROGRAMMER_UNKNOWN',
];

/** Draws from an error what it says of the adapter and the wires. */
export function noteDeviceError(context: Context, error: AppError): void {
  if (lostCodes.includes(error.code)) context.forgetContact('lost');
  else if (error.category === 'bus' || error.category === 'usb' || error.code === 'CHIP_CHANGED')
    context.forgetContact(context.session?.connection ?? 'lost');
}

/** The value of a device's answer; its error is thrown as it stands. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Fault(result.error);
}

export const errorOf = (thrown: unknown): AppError => (thrown instanceof Fault ? thrown.error : toAppError(thrown, 'unknown'));
export const isCancelled = (error: AppError): boolean => error.code === 'CANCELLED';
export const cancelledFault = (): Fault => new Fault(appError('CANCELLED'));
