// The SPI bus of an opened CH341A: runs framed batches over a UsbPipe, and leaves the pins released whatever happened.
import { Fault, fault } from '../../shared/model/errors';
import type { Clock } from '../clock';
import type { BusLimits, RunOptions, SpiBus, SpiOp } from '../spi/bus';
import { UsbError, type UsbPipe } from '../transport/usb-transport';
import { copyReversed } from './bit-reverse';
import {
  encodeTransfer,
  frameBatch,
  longestReceiveBytes,
  longestWaitUs,
  payloadBytes,
  pinsDriven,
  pinsReleased,
  selectHigh,
  setMode,
  slotBytes,
  syncBytes,
  syncTransfer,
  transferLimitBytes,
  type Framing,
} from './ch341a-framing';
import { usbFault } from './usb-faults';

/** Domain: programmers 5.3: 31 bytes take 233 µs, 165 of them on SCK; rounded to 7.5 µs a byte there and here. */
export const ch341aLimits: BusLimits = {
  maxReceiveBytes: longestReceiveBytes,
  maxSendBytes: longestReceiveBytes,
  maxWaitUs: longestWaitUs,
  batchIsOneRoundTrip: true,
  link: { byteUs: 7.5, roundTripUs: 120, unitBytes: payloadBytes },
  clocksHz: [1_500_000],
};

/** IN transfers in flight: 128 x 0.233 ms rides over a garbage collection (domain: programmers 5.3). */
const inDepth = 128;
/** The device answers each slot within 0.3 ms; a busy computer or a virtual machine may hand it on much later. */
const silenceLimitMs = 5000;
const writeLimitMs = 5000;
/** Four times what the device needs for a slot. */
const slotLimitMs = 1;
/** A device falls silent within a packet or two of a cancel; one that is emulated may still have much to say. */
const resetLimitMs = 20_000;
/** OUT bytes handed to the system at once: two seconds of work, so that no gap opens, and far under the kernel's 16 MiB. */
const outWindowBytes = 256 * 1024;
/** A loss this early, before much was read, is a supply that breaks down rather than a pulled plug. */
const powerUpMs = 3000;
const powerUpBytes = 4 * 1024;

export class Ch341aBus implements SpiBus {
  readonly limits = ch341aLimits;
  private readonly openedAtMs: number;
  private clockedBytes = 0;
  /** What the device answers next belongs to what is asked next. */
  private inStep = false;
  private running: { readonly stop: AbortController; readonly done: Promise<unknown> } | undefined;
  private closing: Promise<void> | undefined;
  private readonly largeBuffers: Uint8Array[] = [];

  private constructor(
    private readonly pipe: UsbPipe,
    private readonly clock: Clock,
    private readonly isPresent: () => Promise<boolean>,
  ) {
    this.openedAtMs = clock.now();
  }

  /** Takes the pins. On failure the pipe is closed and a Fault thrown. */
  static async open(pipe: UsbPipe, clock: Clock, isPresent: () => Promise<boolean>): Promise<Ch341aBus> {
    const bus = new Ch341aBus(pipe, clock, isPresent);
    try {
      await pipe.reset(resetLimitMs);
      await pipe.write(setMode, writeLimitMs);
      await pipe.write(pinsDriven, writeLimitMs);
      // What a program that was killed left in the device must not become our first answer.
      await bus.synchronise();
      return bus;
    } catch (thrown) {
      await bus.close();
      throw await bus.faultOf(thrown);
    }
  }

  async run(ops: readonly SpiOp[], options: RunOptions = {}): Promise<Uint8Array[]> {
    options.signal?.throwIfAborted();
    if (this.closing) throw fault('USB_UNPLUGGED', { detail: 'the programmer is closed' });
    if (this.running) throw fault('INTERNAL', { detail: 'one SPI batch at a time' });
    if (ops.length === 0) return [];
    const stop = new AbortController();
    const done = this.exchange(ops, stop.signal, options);
    this.running = { stop, done };
    try {
      return await done;
    } finally {
      this.running = undefined;
    }
  }

  close(): Promise<void> {
    return (this.closing ??= this.release());
  }

  private async exchange(ops: readonly SpiOp[], closed: AbortSignal, { signal, onReceived }: RunOptions): Promise<Uint8Array[]> {
    if (!this.inStep) await this.regainStep();
    const framing = frameBatch(ops);
    const collector = new Collector(framing, onReceived);
    const aborted = signal ? AbortSignal.any([signal, closed]) : closed;
    let stopped: () => void = () => undefined;
    const abort = new Promise<never>((_resolve, reject) => {
      stopped = () => reject(aborted.reason as Error);
      aborted.addEventListener('abort', stopped, { once: true });
    });
    const reading = this.pipe.read({
      transfers: framing.inPackets,
      transferBytes: slotBytes,
      depth: inDepth,
      timeoutMs: silenceLimitMs,
      onPacket: collector.take,
    });
    const work = Promise.all([reading, this.send(framing, aborted)]);
    try {
      await Promise.race([work, abort]);
      this.clockedBytes += framing.inPackets * payloadBytes;
      return collector.results;
    } catch (thrown) {
      await this.recover();
      // Cancelled transfers settle before recover() does; their own reasons are echoes of the first.
      await work.catch(() => undefined);
      throw aborted.aborted ? (aborted.reason as Error) : await this.faultOf(thrown);
    } finally {
      aborted.removeEventListener('abort', stopped);
    }
  }

  /** Keeps the window full; resolves when the device took the last byte. */
  private send({ transfers }: Framing, aborted: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let next = 0;
      let done = 0;
      let queuedBytes = 0;
      let failed = false;
      const fail = (reason: Error) => {
        failed = true;
        reject(reason);
      };
      const more = () => {
        while (!failed && !aborted.aborted && next < transfers.length && (queuedBytes === 0 || queuedBytes < outWindowBytes)) {
          const transfer = transfers[next++]!;
          const buffer = this.takeBuffer(transfer.lengthBytes);
          queuedBytes += transfer.lengthBytes;
          const limitMs = writeLimitMs + (transfer.lengthBytes / slotBytes) * slotLimitMs;
          this.pipe.write(encodeTransfer(transfer, buffer), limitMs).then(() => {
            if (buffer.length === transferLimitBytes) this.largeBuffers.push(buffer);
            queuedBytes -= transfer.lengthBytes;
            done++;
            if (done === transfers.length) resolve();
            else more();
          }, fail);
        }
        if (aborted.aborted) fail(aborted.reason as Error);
      };
      more();
    });
  }

  /** Large transfers reuse a few buffers; small ones are cheaper made anew. */
  private takeBuffer(lengthBytes: number): Uint8Array {
    if (lengthBytes <= 8192) return new Uint8Array(lengthBytes);
    return this.largeBuffers.pop() ?? new Uint8Array(Math.max(lengthBytes, transferLimitBytes));
  }

  /** Leaves the pipe empty and CS high, if the device is still there to be told; else the next batch begins with it. */
  private async recover(): Promise<void> {
    this.inStep = false;
    try {
      await this.pipe.reset(resetLimitMs).catch((thrown: unknown) => {
        // Still sending: the synchronisation reads on.
        if (!(thrown instanceof UsbError && thrown.failure === 'timeout')) throw thrown;
      });
      await this.synchronise();
    } catch {
      // Gone, or deaf: the caller hears the first reason.
    }
  }

  private async regainStep(): Promise<void> {
    try {
      await this.pipe.reset(resetLimitMs);
      await this.synchronise();
    } catch (thrown) {
      throw await this.faultOf(thrown);
    }
  }

  /** Drops answers until the one to a question of odd length; leaves CS high. */
  private async synchronise(): Promise<void> {
    const found = new Error('synchronised');
    const reading = this.pipe.read({
      transfers: Infinity,
      transferBytes: slotBytes,
      depth: 4,
      timeoutMs: silenceLimitMs,
      onPacket: (packet) => {
        if (packet.length === syncBytes) throw found;
      },
    });
    const heard = reading.catch((thrown: unknown) => {
      if (thrown !== found) throw thrown;
    });
    await Promise.all([heard, this.pipe.write(syncTransfer, writeLimitMs)]);
    await this.pipe.write(selectHigh, writeLimitMs);
    this.inStep = true;
  }

  private async release(): Promise<void> {
    if (this.running) {
      this.running.stop.abort(fault('CANCELLED'));
      await this.running.done.catch(() => undefined);
    }
    try {
      await this.pipe.write(pinsReleased, writeLimitMs);
    } catch {
      try {
        await this.pipe.reset(resetLimitMs);
        await this.pipe.write(pinsReleased, writeLimitMs);
      } catch {
        // The device is gone, and its pins with it.
      }
    }
    await this.pipe.close();
  }

  private async faultOf(thrown: unknown): Promise<Fault | Error> {
    if (thrown instanceof Fault) return thrown;
    if (!(thrown instanceof UsbError)) return thrown instanceof Error ? thrown : fault('INTERNAL', { detail: String(thrown) });
    // A plug pulled in mid-transfer is at first only a broken transfer.
    const gone = thrown.failure === 'no-device' || (thrown.failure !== 'timeout' && !(await this.isPresent()));
    if (!gone) return usbFault(thrown);
    const atPower = this.clock.now() - this.openedAtMs < powerUpMs && this.clockedBytes < powerUpBytes;
    return fault(atPower ? 'USB_UNPLUGGED_AT_POWER' : 'USB_UNPLUGGED', {}, thrown);
  }
}

/** Sorts IN packets into the answers of the operations. */
class Collector {
  readonly results: Uint8Array[];
  private frame = 0;
  private slot = 0;

  constructor(
    private readonly framing: Framing,
    private readonly onReceived: RunOptions['onReceived'],
  ) {
    this.results = framing.frames.map(({ op }) => new Uint8Array(op.receive));
    this.skipEmpty();
  }

  readonly take = (packet: Uint8Array): void => {
    const frame = this.framing.frames[this.frame];
    const expected = frame ? Math.min(payloadBytes, frame.clockedBytes - this.slot * payloadBytes) : 0;
    if (!frame || packet.length !== expected) {
      throw fault('USB_PROTOCOL', { detail: `packet of ${packet.length} bytes where ${expected} were due` });
    }
    const { op, slots } = frame;
    if (op.receive > 0) {
      const from = this.slot * payloadBytes - op.send.length;
      const skip = from < 0 ? -from : 0;
      const length = Math.min(packet.length, op.receive - from) - skip;
      if (length > 0) copyReversed(packet, skip, this.results[this.frame]!, from + skip, length);
    }
    if (++this.slot < slots) return;
    this.finishFrame();
    this.skipEmpty();
  };

  /** A frame without bytes has no packet to wait for. */
  private skipEmpty(): void {
    while (this.framing.frames[this.frame]?.slots === 0) this.finishFrame();
  }

  private finishFrame(): void {
    const index = this.frame++;
    this.slot = 0;
    this.onReceived?.(index, this.results[index]!);
  }
}
