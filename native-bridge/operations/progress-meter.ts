// Turns work done into progress events: few, honest, never falling. Owns no timer: it speaks when the work does.
import type { ChipState } from '../../shared/model/chip-state';
import type { Phase, Progress } from '../../shared/model/progress';
import type { Clock } from '../clock';
import { limits } from '../spi/limits';

export interface MeterOptions {
  readonly clock: Clock;
  readonly report: (progress: Progress) => void;
  readonly chipState: () => ChipState;
  /** Bytes (or tests) of the whole operation. */
  readonly total: number;
  /** Weights of the whole operation in any unit, best its predicted milliseconds; the bytes themselves where absent. */
  readonly work?: number;
  readonly cancellable?: Progress['cancellable'];
}

export class ProgressMeter {
  private phaseName: Phase | undefined;
  private done = 0;
  private total: number;
  private workDone = 0;
  private work: number;
  private fraction = 0;
  private cancellable: Progress['cancellable'];
  private readonly startedMs: number;
  private reportedMs = -Infinity;
  private pending = false;

  constructor(private readonly options: MeterOptions) {
    this.total = options.total;
    this.work = options.work ?? options.total;
    this.cancellable = options.cancellable ?? 'now';
    this.startedMs = options.clock.now();
  }

  /** Ends the phase before with its last event. Phases may come again. */
  phase(phase: Phase, cancellable: Progress['cancellable'] = this.cancellable): void {
    if (phase === this.phaseName && cancellable === this.cancellable) return;
    if (this.pending) this.report();
    const first = this.phaseName === undefined;
    this.phaseName = phase;
    this.cancellable = cancellable;
    if (first) this.report();
    else this.changed();
  }

  advance(done: number, work = done): void {
    this.done += done;
    this.workDone += work;
    this.changed();
  }

  /** More to do than was known at the start (blocks that must be read again). The fraction stands still, never falls. */
  extend(total: number, work = total): void {
    this.total += total;
    this.work += work;
  }

  /** All is done: the last event, with fraction 1. */
  finish(): void {
    this.workDone = this.work;
    this.fraction = 1;
    this.report();
  }

  /** The last event of an operation that ends early. */
  flush(): void {
    if (this.pending) this.report();
  }

  private changed(): void {
    this.pending = true;
    if (this.options.clock.now() - this.reportedMs >= 1000 / limits.progress.perSecond) this.report();
  }

  private report(): void {
    const now = this.options.clock.now();
    this.reportedMs = now;
    this.pending = false;
    const share = this.work > 0 ? this.workDone / this.work : 0;
    // A little short of the end until `finish`: retries may come after the work that was foreseen.
    if (this.fraction < 1) this.fraction = Math.max(this.fraction, Math.min(share, 0.999));
    this.options.report({
      phase: this.phaseName ?? 'waking',
      done: Math.min(this.done, this.total),
      total: this.total,
      fraction: this.fraction,
      ...this.pace(now - this.startedMs, share),
      cancellable: this.cancellable,
      chipState: this.options.chipState(),
    });
  }

  /** Rate and time left, once enough was done for them to mean something. */
  private pace(elapsedMs: number, share: number): Pick<Progress, 'rateBytesPerSec' | 'etaMs'> {
    if (elapsedMs < limits.progress.rateAfterMs || share < 0.005 || this.done === 0) return {};
    const left = Math.max(0, 1 - share);
    return { rateBytesPerSec: Math.round((this.done * 1000) / elapsedMs), etaMs: Math.round((elapsedMs * left) / Math.min(share, 1)) };
  }
}
