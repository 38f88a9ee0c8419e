// The OUT transfers of a pipe: queued with the system in order, each bounded from the moment it is the oldest.
import { usbErrorOf } from './libusb-errors';
import type { LibusbEndpoint, LibusbFailure, LibusbTransfer } from './libusb-shape';
import { SilenceTimer } from './silence-timer';
import { UsbError } from './usb-transport';

interface Job {
  readonly bytes: number;
  readonly timeoutMs: number;
  readonly transfer: LibusbTransfer;
  readonly resolve: () => void;
  readonly reject: (reason: UsbError) => void;
}

interface IdleTransfer {
  readonly transfer: LibusbTransfer;
  readonly take: (job: Job) => void;
}

export class OutQueue {
  private readonly jobs: Job[] = [];
  private readonly idle: IdleTransfer[] = [];
  private readonly timer = new SilenceTimer((limitMs) => this.cancel(new UsbError('timeout', `OUT not taken for ${limitMs} ms`)));
  /** Why the transfers now being cancelled are cancelled. */
  private cancelReason: UsbError | undefined;
  private emptied: (() => void)[] = [];

  constructor(private readonly endpoint: LibusbEndpoint) {}

  get pending(): number {
    return this.jobs.length;
  }

  write(bytes: Uint8Array, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { transfer, take } = this.idle.pop() ?? this.newTransfer();
      const job: Job = { bytes: bytes.length, timeoutMs, transfer, resolve, reject };
      take(job);
      try {
        transfer.submit(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      } catch (thrown) {
        // A transfer whose submission failed stays unusable in `usb` 2.x, so it is not kept.
        return reject(usbErrorOf(thrown, 'submit OUT'));
      }
      this.jobs.push(job);
      if (this.jobs.length === 1) this.timer.start(timeoutMs);
    });
  }

  /** A sign of life from the device: while it answers it has not stopped taking either. */
  readonly heard = (): void => this.timer.heard();

  /** Cancels all; resolves when every callback came, or after `limitMs`. */
  async cancelAll(reason: UsbError, limitMs: number): Promise<void> {
    if (this.jobs.length === 0) return;
    this.cancel(reason);
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, limitMs);
      this.emptied.push(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  }

  private cancel(reason: UsbError): void {
    this.timer.stop();
    this.cancelReason ??= reason;
    for (const job of this.jobs.toReversed()) {
      try {
        job.transfer.cancel();
      } catch {
        // The callback with the true reason still comes.
      }
    }
  }

  private newTransfer(): IdleTransfer {
    let current: Job | undefined;
    const transfer = this.endpoint.makeTransfer(0, (error, _buffer, actual) => {
      this.idle.push(entry);
      if (current) this.completed(current, error, actual);
    });
    const entry: IdleTransfer = { transfer, take: (job) => (current = job) };
    return entry;
  }

  private completed(job: Job, error: LibusbFailure | undefined, actual: number): void {
    const index = this.jobs.indexOf(job);
    this.jobs.splice(index, 1);
    const head = this.jobs[0];
    if (!head) this.timer.stop();
    else if (index === 0 && !this.cancelReason) this.timer.start(head.timeoutMs);
    if (error) {
      const failure = usbErrorOf(error, 'OUT');
      job.reject(failure.failure === 'cancelled' && this.cancelReason ? this.cancelReason : failure);
    } else if (actual < job.bytes) job.reject(new UsbError('io', `OUT took ${actual} of ${job.bytes} bytes`));
    else job.resolve();
    if (head) return;
    this.cancelReason = undefined;
    for (const call of this.emptied.splice(0)) call();
  }
}
