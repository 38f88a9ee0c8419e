// Watches for silence between completions. libusb's own timeout counts from submission, so that the last transfer of a
// deep ring would be blamed for the time its forerunners took; transfers are therefore submitted without a timeout.

export class SilenceTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastHeardMs = 0;
  private limitMs = 0;

  constructor(private readonly silent: (limitMs: number) => void) {}

  /** Starts, or starts anew with another limit. */
  start(limitMs: number): void {
    this.stop();
    this.limitMs = limitMs;
    this.lastHeardMs = performance.now();
    this.arm(limitMs);
  }

  heard(): void {
    this.lastHeardMs = performance.now();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(delayMs: number): void {
    this.timer = setTimeout(() => {
      const timer = this.timer;
      // Completions that arrived while the loop was held are waiting behind this timer: let them speak first.
      setImmediate(() => {
        if (this.timer !== timer || timer === undefined) return;
        const leftMs = this.limitMs - (performance.now() - this.lastHeardMs);
        if (leftMs > 0) return this.arm(leftMs);
        this.timer = undefined;
        this.silent(this.limitMs);
      });
    }, delayMs);
  }
}
