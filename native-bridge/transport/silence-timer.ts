// Watches for silence between completions. libusb's own timeout counts from submission, so that the last transfer of a
// deep ring would be blamed for the time its forerunners took; transfers are therefore submitted without a timeout.
//
// Completions only set a mark: a clock is read for none of them, since there are thousands a second.

const ticksPerLimit = 4;

export class SilenceTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private limitMs = 0;
  private wasHeard = false;
  private silentTicks = 0;

  /** `silent` is called once, between one and 1.25 limits after the last sign of life. */
  constructor(private readonly silent: (limitMs: number) => void) {}

  /** Starts where it is not running; the limit holds from the next quarter on. */
  start(limitMs: number): void {
    this.limitMs = limitMs;
    this.wasHeard = true;
    if (this.timer === undefined) this.arm();
  }

  heard(): void {
    this.wasHeard = true;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(): void {
    const timer = setTimeout(() => {
      // Completions that arrived while the loop was held are waiting behind this timer: let them speak first.
      setImmediate(() => {
        if (this.timer === timer) this.tick();
      });
    }, this.limitMs / ticksPerLimit);
    this.timer = timer;
  }

  private tick(): void {
    this.silentTicks = this.wasHeard ? 0 : this.silentTicks + 1;
    this.wasHeard = false;
    if (this.silentTicks < ticksPerLimit) return this.arm();
    this.timer = undefined;
    this.silent(this.limitMs);
  }
}
