// Time for simulated devices: a virtual clock that a device moves by clocking bytes, and one that lets people watch.
import { systemClock, type Clock } from '../clock';

export interface SimulationClock extends Clock {
  advance(ms: number): void;
  /** Real milliseconds the device should now pause; absent: never. */
  readonly debtMs?: () => number;
}

/** Shorter pauses are saved up: timers are no finer. */
const worthWaitingMs = 4;

/** Virtual time that runs at most `speed` times faster than the wall: for practice, where progress should be seen. */
export class PacedClock implements SimulationClock {
  private virtualMs = 0;
  private baseVirtualMs = 0;
  private baseRealMs: number;

  constructor(
    private readonly speed = 40,
    private readonly real: Clock = systemClock,
  ) {
    this.baseRealMs = real.now();
  }

  now(): number {
    return this.virtualMs;
  }

  advance(ms: number): void {
    this.virtualMs += ms;
  }

  readonly debtMs = (): number => {
    const debt = (this.virtualMs - this.baseVirtualMs) / this.speed - (this.real.now() - this.baseRealMs);
    if (debt < 0) {
      // Idle time is not credit for a burst later.
      this.baseVirtualMs = this.virtualMs;
      this.baseRealMs = this.real.now();
    }
    return debt >= worthWaitingMs ? debt : 0;
  };

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const debt = this.debtMs() + ms / this.speed;
    if (debt >= worthWaitingMs) await this.real.wait(debt, signal);
    else await Promise.resolve();
    signal?.throwIfAborted();
    this.advance(ms);
  }
}
