// How far the writing of a key is.
import type { Clock } from '../../clock';

export const writePhases = ['asking-for-rights', 'preparing', 'checking-capacity', 'writing', 'verifying', 'finishing'] as const;
export type WritePhase = (typeof writePhases)[number];

export interface WriteProgress {
  readonly phase: WritePhase;
  /** Over all phases; never falls. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly rateBytesPerSec?: number;
  readonly etaMs?: number;
}

/** Rates from less than this say nothing. */
const SETTLED_MS = 1000;

/** Counts bytes, and tells the rate of the phase that is running. */
export class ProgressCounter {
  private doneBytes = 0;
  private phaseStartedAt = 0;
  private phaseStartBytes = 0;
  private phase: WritePhase = 'preparing';

  constructor(
    private readonly totalBytes: number,
    private readonly clock: Clock,
    private readonly tell: (progress: WriteProgress) => void,
  ) {}

  enter(phase: WritePhase): void {
    this.phase = phase;
    this.phaseStartedAt = this.clock.now();
    this.phaseStartBytes = this.doneBytes;
    this.add(0);
  }

  add(bytes: number): void {
    this.doneBytes = Math.min(this.totalBytes, this.doneBytes + bytes);
    const elapsedMs = this.clock.now() - this.phaseStartedAt;
    const moved = this.doneBytes - this.phaseStartBytes;
    const rate = elapsedMs >= SETTLED_MS && moved > 0 ? (moved * 1000) / elapsedMs : undefined;
    this.tell({
      phase: this.phase,
      doneBytes: this.doneBytes,
      totalBytes: this.totalBytes,
      ...(rate === undefined ? {} : { rateBytesPerSec: rate, etaMs: ((this.totalBytes - this.doneBytes) / rate) * 1000 }),
    });
  }
}
