// A CH341A below the USB interface: packets in, packets out, a flash chip on its pins, time by the domain's cost model
// (programmers 5.3). Owns the wire protocol as the device sees it; shares no code with the driver it tests.
import { UsbError, type InStream, type UsbBackend, type UsbDeviceInfo, type UsbFailure, type UsbPipe } from '../transport/usb-transport';
import type { FlashPort } from './nor-chip';
import type { SimulationClock } from './simulation-clock';

const slotBytes = 32;
/** Answers the device holds while the host takes none; after that it stops taking OUT packets. */
const answerSlots = 4;
/** Slots handled before the event loop gets its turn: about a millisecond. */
const slotsPerTurn = 4096;
/** Turns of the event loop without anything to do before a waiting transfer is called timed out. */
const patienceTurns = 8;

export interface Ch341aTimes {
  readonly byteMs: number;
  readonly roundTripMs: number;
}
export const ch341aTimes: Ch341aTimes = { byteMs: 0.233 / 31, roundTripMs: 0.12 };

export interface Ch341aCounters {
  outTransfers: number;
  outBytes: number;
  inTransfers: number;
  inBytes: number;
  slots: number;
  spiBytes: number;
  /** Submissions that found the pipe idle. */
  roundTrips: number;
  deepestIn: number;
  /** Stream codes the device does not know. */
  illegal: number;
}

interface OutJob {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (reason: UsbError) => void;
  readonly timeoutMs: number;
  at: number;
}

interface InJob {
  readonly stream: InStream;
  taken: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export interface Ch341aDeviceOptions {
  readonly flash: FlashPort;
  readonly clock: SimulationClock;
  readonly times?: Ch341aTimes;
  readonly info?: Partial<UsbDeviceInfo>;
  /** Refuses every open with this. */
  readonly openFailure?: UsbFailure;
}

const reverseTable = Uint8Array.from({ length: 256 }, (_, byte) => {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((byte >> bit) & 1) << (7 - bit);
  return result;
});

export class Ch341aDevice implements UsbBackend {
  readonly counters: Ch341aCounters = {
    outTransfers: 0,
    outBytes: 0,
    inTransfers: 0,
    inBytes: 0,
    slots: 0,
    spiBytes: 0,
    roundTrips: 0,
    deepestIn: 0,
    illegal: 0,
  };
  readonly info: UsbDeviceInfo;
  /** Answers are swallowed: the host must run into its limit. */
  isMute = false;
  /** Leaves the bus as this many slots have been taken. */
  unplugAtSlot = Infinity;

  private plugged = true;
  private opened = false;
  /** Direction bits of D5..D0: 1 drives. */
  private direction = 0;
  private readonly listeners = new Set<() => void>();
  private readonly outJobs: OutJob[] = [];
  private inJob: InJob | undefined;
  private readonly answers: Uint8Array[] = [];
  private scheduled = false;
  private idleTurns = 0;
  private readonly times: Ch341aTimes;
  private readonly sent = new Uint8Array(slotBytes);
  private readonly answer = new Uint8Array(slotBytes);
  private readonly answerViews = Array.from({ length: slotBytes }, (_, length) => this.answer.subarray(0, length));

  constructor(private readonly options: Ch341aDeviceOptions) {
    this.times = options.times ?? ch341aTimes;
    this.info = { vendorId: 0x1a86, productId: 0x5512, deviceRelease: 0x0304, bus: 1, port: '1', ...options.info };
  }

  get isPlugged(): boolean {
    return this.plugged;
  }

  /** CS, SCK and MOSI are outputs. */
  get drivesPins(): boolean {
    return (this.direction & 0x29) === 0x29;
  }

  list(): Promise<readonly UsbDeviceInfo[]> {
    return Promise.resolve(this.plugged ? [this.info] : []);
  }

  async open(device: UsbDeviceInfo): Promise<UsbPipe> {
    await Promise.resolve();
    if (!this.plugged || device.bus !== this.info.bus || device.port !== this.info.port) throw new UsbError('no-device', 'simulated');
    if (this.options.openFailure) throw new UsbError(this.options.openFailure, 'simulated');
    if (this.opened) throw new UsbError('busy', 'simulated: open elsewhere');
    this.opened = true;
    return new SimulatedPipe(this);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Pulls the plug: what is queued fails, the pins float. */
  unplug(): void {
    if (!this.plugged) return;
    this.plugged = false;
    this.direction = 0;
    this.schedule();
    for (const listener of this.listeners) setImmediate(listener);
  }

  plugIn(): void {
    if (this.plugged) return;
    this.plugged = true;
    this.answers.length = 0;
    this.options.flash.deselect(this.options.clock.now());
    for (const listener of this.listeners) setImmediate(listener);
  }

  // --- what the pipe calls -----------------------------------------------------------------

  submitOut(bytes: Uint8Array, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.plugged) return reject(gone());
      if (this.outJobs.length === 0) {
        this.counters.roundTrips++;
        this.options.clock.advance(this.times.roundTripMs);
      }
      this.counters.outTransfers++;
      this.counters.outBytes += bytes.length;
      this.outJobs.push({ bytes, timeoutMs, resolve, reject, at: 0 });
      this.schedule();
    });
  }

  submitIn(stream: InStream): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.plugged) return reject(gone());
      if (this.inJob) return reject(new UsbError('busy', 'one IN stream at a time'));
      if (stream.transfers === 0) return resolve();
      this.counters.deepestIn = Math.max(this.counters.deepestIn, Math.min(stream.depth, stream.transfers));
      this.inJob = { stream, taken: 0, resolve, reject };
      this.schedule();
    });
  }

  /** Cancels what is queued and drops what was answered; the rest of a cancelled OUT transfer never arrives. */
  cancelAll(): Promise<void> {
    this.failAll(new UsbError('cancelled', 'reset'));
    this.answers.length = 0;
    return new Promise((resolve, reject) => setImmediate(() => (this.plugged ? resolve() : reject(gone()))));
  }

  released(): void {
    this.failAll(new UsbError('cancelled', 'closed'));
    this.opened = false;
  }

  // --- the device ----------------------------------------------------------------------------

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const pauseMs = this.options.clock.debtMs?.() ?? 0;
    if (pauseMs > 0) setTimeout(this.turn, pauseMs);
    else setImmediate(this.turn);
  }

  private readonly turn = (): void => {
    this.scheduled = false;
    const slotsBefore = this.counters.slots;
    const takenBefore = this.counters.inTransfers;
    this.work();
    if (!this.plugged) return this.failAll(gone());
    if (this.outJobs.length === 0 && !this.inJob) {
      this.idleTurns = 0;
      return;
    }
    const moved = this.counters.slots !== slotsBefore || this.counters.inTransfers !== takenBefore;
    this.idleTurns = moved ? 0 : this.idleTurns + 1;
    if (this.idleTurns > patienceTurns) this.timeOut();
    this.schedule();
  };

  private work(): void {
    for (let budget = slotsPerTurn; budget > 0 && this.plugged; budget--) {
      if (this.inJob && this.answers.length > 0) {
        this.deliver(this.answers.shift()!);
        continue;
      }
      const job = this.outJobs[0];
      if (!job || this.answers.length >= answerSlots) return;
      this.slot(job);
      if (job.at < job.bytes.length || !this.plugged) continue;
      this.outJobs.shift();
      job.resolve();
      // The host refills its queue as it drains: let it, before the device is called idle.
      if (this.outJobs.length <= 1) return;
    }
  }

  private slot(job: OutJob): void {
    const { bytes, at } = job;
    const length = Math.min(slotBytes, bytes.length - at);
    job.at += length;
    this.counters.slots++;
    if (this.counters.slots > this.unplugAtSlot) return this.unplug();
    switch (bytes[at]) {
      case 0xa8:
        return this.spi(bytes, at + 1, length - 1);
      case 0xab:
        return this.pins(bytes, at + 1, at + length);
      case 0xaa:
        // Mode set: the SPI clock does not follow it.
        return;
      default:
        this.counters.illegal++;
    }
  }

  private spi(bytes: Uint8Array, from: number, length: number): void {
    const { clock, flash } = this.options;
    const { sent, answer } = this;
    this.counters.spiBytes += length;
    if (this.drivesPins) {
      for (let i = 0; i < length; i++) sent[i] = reverseTable[bytes[from + i]!]!;
      flash.exchange(sent, 0, length, answer, 0, clock.now(), this.times.byteMs);
      for (let i = 0; i < length; i++) answer[i] = reverseTable[answer[i]!]!;
    } else answer.fill(0xff, 0, length);
    clock.advance(length * this.times.byteMs);
    if (this.plugged && !this.isMute) this.push(this.answerViews[length]!);
  }

  private pins(bytes: Uint8Array, from: number, end: number): void {
    const { clock, flash } = this.options;
    for (let i = from; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === 0x20) return;
      const value = byte & 0x3f;
      if (byte >= 0xc0) clock.advance(value / 1000);
      else if (byte >= 0x80) {
        if (value & 1) flash.deselect(clock.now());
        else if (this.direction & 1) flash.select(clock.now());
      } else if (byte >= 0x40) {
        this.direction = value;
        // An undriven CS is pulled high.
        if (!(value & 1)) flash.deselect(clock.now());
      } else this.push(Uint8Array.of(0));
    }
  }

  private push(packet: Uint8Array): void {
    if (this.inJob && this.answers.length === 0) this.deliver(packet);
    else this.answers.push(packet.slice());
  }

  private deliver(packet: Uint8Array): void {
    const job = this.inJob!;
    this.counters.inTransfers++;
    this.counters.inBytes += packet.length;
    if (packet.length > job.stream.transferBytes) return this.endIn(new UsbError('overflow', 'packet longer than the transfer'));
    try {
      job.stream.onPacket(packet);
    } catch (thrown) {
      return this.endIn(thrown);
    }
    job.taken++;
    if (job.taken === job.stream.transfers) {
      this.inJob = undefined;
      job.resolve();
    }
  }

  private endIn(reason: unknown): void {
    const job = this.inJob;
    this.inJob = undefined;
    job?.reject(reason);
  }

  private timeOut(): void {
    this.idleTurns = 0;
    const limitMs = this.inJob?.stream.timeoutMs ?? this.outJobs[0]?.timeoutMs ?? 0;
    this.options.clock.advance(limitMs);
    if (this.inJob) this.endIn(new UsbError('timeout', `simulated: no answer for ${limitMs} ms`));
    else this.outJobs.shift()?.reject(new UsbError('timeout', `simulated: not taken for ${limitMs} ms`));
  }

  private failAll(reason: UsbError): void {
    for (const job of this.outJobs.splice(0)) job.reject(reason);
    this.endIn(reason);
  }
}

const gone = () => new UsbError('no-device', 'simulated: unplugged');

class SimulatedPipe implements UsbPipe {
  private closed = false;
  readonly info: UsbDeviceInfo;

  constructor(private readonly device: Ch341aDevice) {
    this.info = device.info;
  }

  async write(bytes: Uint8Array, timeoutMs: number): Promise<void> {
    this.mustBeOpen();
    await this.device.submitOut(bytes, timeoutMs);
  }

  async read(stream: InStream): Promise<void> {
    this.mustBeOpen();
    await this.device.submitIn(stream);
  }

  async reset(): Promise<void> {
    this.mustBeOpen();
    await this.device.cancelAll();
  }

  async control(): Promise<Uint8Array> {
    await Promise.resolve();
    this.mustBeOpen();
    return Uint8Array.of(0x30, 0x00);
  }

  async close(): Promise<void> {
    await Promise.resolve();
    if (this.closed) return;
    this.closed = true;
    this.device.released();
  }

  private mustBeOpen(): void {
    if (this.closed) throw new UsbError('no-device', 'the pipe is closed');
  }
}
