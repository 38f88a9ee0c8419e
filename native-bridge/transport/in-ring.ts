// One IN stream: a ring of reused transfers kept full until the wanted number was taken. Owns submission, order, cancel.
import { usbErrorOf } from './libusb-errors';
import type { LibusbEndpoint, LibusbFailure, LibusbTransfer } from './libusb-shape';
import { SilenceTimer } from './silence-timer';
import { UsbError, type InStream } from './usb-transport';

interface Slot {
  readonly transfer: LibusbTransfer;
  readonly buffer: Buffer;
  pending: boolean;
  /** Bytes received; -1 until complete. */
  received: number;
}

/** Runs one stream. `done` settles only when no transfer is with the system any more, or `cancelLimitMs` after a cancel. */
export class InRing {
  readonly done: Promise<void>;
  private readonly slots: Slot[] = [];
  private readonly timer = new SilenceTimer((limitMs) => this.fail(new UsbError('timeout', `no answer for ${limitMs} ms`)));
  private submitted = 0;
  private delivered = 0;
  private pending = 0;
  private failure: unknown;
  private failed = false;
  private settled = false;
  private cancelTimer: ReturnType<typeof setTimeout> | undefined;
  private resolve!: () => void;
  private reject!: (reason: unknown) => void;

  constructor(
    endpoint: LibusbEndpoint,
    private readonly stream: InStream,
    private readonly cancelLimitMs: number,
    /** Told of every completion. */
    private readonly heard: () => void = () => undefined,
  ) {
    this.done = new Promise<void>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const depth = Math.min(stream.depth, stream.transfers);
    // One allocation for the ring: each transfer owns a slice of it for the life of the stream.
    const memory = Buffer.allocUnsafeSlow(depth * stream.transferBytes);
    for (let index = 0; index < depth; index++) {
      const buffer = memory.subarray(index * stream.transferBytes, (index + 1) * stream.transferBytes);
      const transfer = endpoint.makeTransfer(0, (error, _buffer, actual) => this.completed(slot, error, actual));
      const slot: Slot = { transfer, buffer, pending: false, received: -1 };
      this.slots.push(slot);
    }
    if (stream.transfers > 0) this.timer.start(stream.timeoutMs);
    for (const slot of this.slots) if (!this.failed) this.submit(slot);
    this.finish();
  }

  cancel(reason: UsbError): void {
    this.fail(reason);
  }

  private submit(slot: Slot): void {
    slot.received = -1;
    try {
      slot.transfer.submit(slot.buffer);
    } catch (thrown) {
      return this.fail(usbErrorOf(thrown, 'submit IN'));
    }
    slot.pending = true;
    this.pending++;
    this.submitted++;
  }

  private completed(slot: Slot, error: LibusbFailure | undefined, actual: number): void {
    slot.pending = false;
    this.pending--;
    if (error) this.fail(usbErrorOf(error, 'IN'));
    else if (!this.failed) {
      this.timer.heard();
      this.heard();
      slot.received = actual;
      this.deliver();
    }
    this.finish();
  }

  /** Completions are handed on in the order of submission, whatever the order of the callbacks. */
  private deliver(): void {
    while (!this.failed && this.delivered < this.submitted) {
      const slot = this.slots[this.delivered % this.slots.length]!;
      if (slot.pending || slot.received < 0) return;
      try {
        this.stream.onPacket(slot.buffer.subarray(0, slot.received));
      } catch (thrown) {
        return this.fail(thrown);
      }
      this.delivered++;
      slot.received = -1;
      if (this.submitted < this.stream.transfers) this.submit(slot);
    }
  }

  private fail(reason: unknown): void {
    if (this.failed || this.settled) return;
    this.failed = true;
    this.failure = reason;
    this.timer.stop();
    this.cancelTimer = setTimeout(() => this.settle(), this.cancelLimitMs);
    // Last first: the system then never hands a younger transfer data that belongs to an older one.
    for (const slot of this.slots.toReversed()) {
      if (!slot.pending) continue;
      try {
        slot.transfer.cancel();
      } catch {
        // The callback with the true reason still comes.
      }
    }
    queueMicrotask(() => this.finish());
  }

  private finish(): void {
    if (this.pending === 0 && (this.failed || this.delivered === this.stream.transfers)) this.settle();
  }

  private settle(): void {
    if (this.settled) return;
    this.settled = true;
    this.timer.stop();
    clearTimeout(this.cancelTimer);
    if (this.failed) this.reject(this.failure);
    else this.resolve();
  }
}
