// What the recovery and the command line ask of a device. Implemented in this process by local-session.ts, and by the proxy to
// the device host in electron/worker.
import type { BlockRun } from '../../shared/model/blocks';
import type { ChipInfo } from '../../shared/model/chip';
import type { ContactReport } from '../../shared/model/contact';
import type { JournalEntry } from '../../shared/model/journal';
import type { ByteRange, WritePlan } from '../../shared/model/plan';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import type { Progress } from '../../shared/model/progress';
import type { LinkModel } from '../spi/bus';
import type { Result } from '../../shared/model/result';

/** How an operation tells and is told. Progress comes at most ten times a second; the last of a phase always comes. */
export interface OperationContext {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly blocks: (runs: readonly BlockRun[]) => void;
  readonly log: (code: string, params?: Readonly<Record<string, unknown>>) => void;
}

export interface ContactOutcome {
  readonly contact: ContactReport;
  /** Present where the id was read and known, also for a refused 1.8 V part. */
  readonly chip?: ChipInfo;
}

export interface BackupParams {
  readonly chip: ChipInfo;
  /** At least 2. */
  readonly reads: number;
}

export interface BackupOutcome {
  readonly bytes: Uint8Array;
  /** Full passes made. */
  readonly reads: number;
  /** Blocks that disagreed at first and then agreed. */
  readonly settled: readonly ByteRange[];
  /** Blocks that never agreed. */
  readonly unstable: readonly ByteRange[];
}

export interface WriteParams {
  readonly chip: ChipInfo;
  readonly plan: WritePlan;
  /** The whole chip as it shall be: base with the chosen regions replaced. */
  readonly desired: Uint8Array;
  /** The whole chip as it was proven to be (backup). Ranges of `unknown` are not trusted. */
  readonly known: Uint8Array;
  /** Ranges begun and not proven in an earlier run: nothing is assumed of them. */
  readonly unknown: readonly ByteRange[];
  /** Status registers an earlier run found before it lifted protection, as it journalled them: put back at the end. */
  readonly restoreRegisters?: readonly number[] | undefined;
  /** Resolves when the entry is on disk. The write waits for it. */
  readonly journal: (entry: JournalEntry) => Promise<void>;
}

export interface WriteOutcome {
  /** Every unit of the plan was read back equal. */
  readonly proven: boolean;
  readonly retries: number;
  readonly durationMs: number;
}

export interface VerifyParams {
  readonly chip: ChipInfo;
  readonly expected: Uint8Array;
  /** What to compare; the whole chip for a full verify. */
  readonly ranges: readonly ByteRange[];
}

export interface VerifyOutcome {
  readonly comparedBytes: number;
  /** 4 KiB-aligned runs that differ. */
  readonly differences: readonly ByteRange[];
  /** SHA-256 of what was read, where it was the whole chip. */
  readonly sha256?: string;
}

export interface OpenOptions {
  /** Practice only: file that keeps the simulated chip between starts. */
  readonly simulatedChipPath?: string;
}

export interface DeviceSession {
  list(): Promise<Result<readonly ProgrammerInfo[]>>;
  open(id: string, options?: OpenOptions): Promise<Result<{ programmer: ProgrammerInfo; link: LinkModel }>>;
  close(): Promise<void>;
  /** Practice only. */
  mend(): Promise<void>;
  contactTest(context: OperationContext): Promise<Result<ContactOutcome>>;
  identify(context: OperationContext): Promise<Result<ChipInfo>>;
  read(params: { chip: ChipInfo; range: ByteRange }, context: OperationContext): Promise<Result<Uint8Array>>;
  backup(params: BackupParams, context: OperationContext): Promise<Result<BackupOutcome>>;
  write(params: WriteParams, context: OperationContext): Promise<Result<WriteOutcome>>;
  verify(params: VerifyParams, context: OperationContext): Promise<Result<VerifyOutcome>>;
  /** Adapter plugged in or out, or the device process lost. */
  onChange(listener: (event: { kind: 'programmers-changed' } | { kind: 'host-lost' }) => void): () => void;
}
