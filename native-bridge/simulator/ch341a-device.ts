// A CH341A below the USB interface: transfers queue, packets move, the plug can be pulled; time by the domain's cost model
// (programmers 5.3). What a packet does to the pins is ch341a-commands.ts. Shares no code with the driver it tests.
import { UsbError, type InStream, type UsbBackend, type UsbDeviceInfo, type UsbFailure, type UsbPipe } from '../transport/usb-transport';
import { Ch341aCommands, slotBytes } from './ch341a-commands';
import { newCh341aCounters, type Ch341aCounters } from './ch341a-counters';
import type { FlashPort } from './flash-port';
import { SimulatedPipe, type PipeEnd } from './simulated-pipe';
import type { SimulationClock } from './simulation-clock';

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
export const ch341aTimes: Ch341aTimes = { byteMs: 0.0075, roundTripMs: 0.12 };

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

export class Ch341aDevice implements UsbBackend, PipeEnd {
  readonly counters: Ch341aCounters = newCh341aCounters();
  readonly info: UsbDeviceInfo;
  /** Answers are swallowed: the host must run into its limit. */
  isMute = false;
  /** Leaves the bus as this many slots have been taken. */
  unplugAtSlot = Infinity;

  private plugged = true;
  private opened = false;
  private readonly listeners = new Set<() => void>();
  private readonly outJobs: OutJob[] = [];
  private inJob: InJob | undefined;
  private readonly answers: Uint8Array[] = [];
  private scheduled = false;
  private idleTurns = 0;
  private readonly times: Ch341aTimes;
  private readonly commands: Ch341aCommands;

  constructor(private readonly options: Ch341aDeviceOptions) {
    this.times = options.times ?? ch341aTimes;
    const { flash, clock } = options;
    const answer = (packet: Uint8Array) => this.push(packet);
    this.commands = new Ch341aCommands({ flash, clock, byteMs: this.times.byteMs, counters: this.counters, answer });
    this.info = { vendorId: 0x1a86, productId: 0x5512, deviceRelease: 0x0304, bus: 1, port: '1', ...options.info };
  }

  get isPlugged(): boolean {
    return this.plugged;
  }

  /** CS, SCK and MOSI are outputs. */
  get drivesPins(): boolean {
    return this.commands.drivesPins;
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
    this.commands.floatPins();
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
    this.commands.obey(bytes, at, length);
  }

  private push(packet: Uint8Array): void {
    if (!this.plugged || this.isMute) return;
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
