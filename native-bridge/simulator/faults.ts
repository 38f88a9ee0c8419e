// What goes wrong between adapter and chip: faults with a moment, and how each is mended. The chip itself stays honest.
import type { FlashPort } from './flash-port';
import type { NorChip } from './nor-chip';

/** When a fault strikes. Counts start when the fault is armed; each strikes once. */
export type FaultMoment =
  | { readonly on: 'now' }
  /** After this many SPI bytes. */
  | { readonly on: 'bytes'; readonly count: number }
  /** As the nth frame begins; with `opcode`, the nth frame of that command. */
  | { readonly on: 'frame'; readonly nth: number; readonly opcode?: number }
  /** At the first touch of the bus while the nth erase runs. */
  | { readonly on: 'erase'; readonly nth: number }
  /** When this many pages have been programmed. */
  | { readonly on: 'pages'; readonly count: number };

/** A stretch of the chip that reads badly: one byte in `oneIn` comes with a flipped bit. */
export interface FlakyPlace {
  readonly offset: number;
  readonly length: number;
  readonly oneIn: number;
  /** Reads of a 4 KiB block after which it is steady; absent: until mended. */
  readonly settlesAfter?: number;
}

export type FaultKind =
  /** Nothing reaches the chip, MISO floats high, its power is gone. */
  | { readonly kind: 'clip-off' }
  /** The adapter leaves the bus, and the chip's power with it. */
  | { readonly kind: 'unplugged' }
  /** Commands arrive, answers are all ones or all zeros. */
  | { readonly kind: 'miso-stuck'; readonly level: 0 | 1 }
  /** Answers come one bit late: a clock edge or level problem. */
  | { readonly kind: 'shifted' }
  | { readonly kind: 'flaky-reads'; readonly places: readonly FlakyPlace[]; readonly seed: number }
  | { readonly kind: 'busy-stuck' }
  /** WRITE ENABLE does not arrive; `times` of them, or all until mended. */
  | { readonly kind: 'write-enable-lost'; readonly times?: number }
  /** SR1 as given; with the pin low it cannot be changed until mended, which lets WP# go high. */
  | { readonly kind: 'write-protected'; readonly sr1: number; readonly sr2?: number; readonly pinLow: boolean }
  /** Any act of the test: a kill, an abort. */
  | { readonly kind: 'call'; readonly act: () => void };

export interface Fault {
  readonly what: FaultKind;
  readonly when: FaultMoment;
}

interface Armed {
  readonly fault: Fault;
  readonly bytes: number;
  readonly erases: number;
  readonly pages: number;
  frames: number;
}

const writeEnable = 0x06;
const blockBytes = 4096;

/** The chip as the adapter's pins see it. */
export class FaultyFlash implements FlashPort {
  private armed: Armed[] = [];
  private active: FaultKind[] = [];
  private random = 1;
  private readonly passes = new Map<number, number>();
  private lastShifted = 1;
  private enablesLost = 0;
  private frameHasByte = false;

  constructor(
    readonly chip: NorChip,
    /** What to do when the adapter leaves the bus. */
    private readonly unplug: () => void = () => undefined,
    /** Told as a fault strikes. */
    private readonly struck: (what: FaultKind) => void = () => undefined,
  ) {}

  arm(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      const { bytes, pages } = this.chip.counters;
      const armed = { fault, bytes, pages, erases: this.erases(), frames: 0 };
      if (fault.when.on === 'now') this.strike(fault.what, 0);
      else this.armed.push(armed);
    }
  }

  /** Puts right what is broken now, and what was still to break. */
  mend(nowMs: number): void {
    if (this.active.some(({ kind }) => kind === 'clip-off' || kind === 'unplugged')) this.chip.powerCycle(nowMs);
    this.chip.array.busyStuck = false;
    this.chip.registers.writeProtectPinLow = false;
    this.active = [];
    this.armed = [];
  }

  /** True while something is broken. */
  get isBroken(): boolean {
    return this.active.length > 0;
  }

  select(nowMs: number): void {
    this.frameHasByte = false;
    this.lastShifted = 1;
    if (!this.isOff()) this.chip.select(nowMs);
  }

  deselect(nowMs: number): void {
    const lost = this.active.find((what) => what.kind === 'write-enable-lost');
    if (lost && this.chip.frameOpcode() === writeEnable && this.enablesLost < (lost.times ?? Infinity)) {
      this.enablesLost++;
      this.chip.forgetFrame();
    } else if (!this.isOff()) this.chip.deselect(nowMs);
  }

  exchange(sent: Uint8Array, sentAt: number, length: number, answer: Uint8Array, answerAt: number, nowMs: number, byteMs: number): void {
    if (this.armed.length > 0) this.strikeWhatIsDue(this.frameHasByte || length === 0 ? undefined : sent[sentAt], nowMs);
    this.frameHasByte ||= length > 0;
    if (this.active.length === 0) return this.chip.exchange(sent, sentAt, length, answer, answerAt, nowMs, byteMs);
    if (this.isOff()) {
      this.chip.counters.bytes += length;
      answer.fill(0xff, answerAt, answerAt + length);
      return;
    }
    const from = this.chip.readAddress();
    this.chip.exchange(sent, sentAt, length, answer, answerAt, nowMs, byteMs);
    const upTo = this.chip.readAddress();
    for (const what of this.active) this.disturb(what, answer, answerAt, length, from, upTo);
  }

  private disturb(what: FaultKind, answer: Uint8Array, answerAt: number, length: number, from: number, upTo: number): void {
    if (what.kind === 'miso-stuck') answer.fill(what.level ? 0xff : 0, answerAt, answerAt + length);
    if (what.kind === 'shifted') {
      for (let i = answerAt; i < answerAt + length; i++) {
        const byte = answer[i]!;
        answer[i] = ((this.lastShifted << 7) | (byte >> 1)) & 0xff;
        this.lastShifted = byte & 1;
      }
    }
    if (what.kind !== 'flaky-reads' || upTo < 0) return;
    // Where a read began in this packet, its command bytes come first.
    const dataBytes = from >= 0 ? length : this.chip.frameBytes() - this.chip.frameHeadBytes();
    const start = from >= 0 ? from : upTo - dataBytes;
    for (const place of what.places) this.flip(place, answer, answerAt + length - dataBytes, start, start + dataBytes);
  }

  private flip(place: FlakyPlace, answer: Uint8Array, answerAt: number, start: number, end: number): void {
    const from = Math.max(start, place.offset);
    const to = Math.min(end, place.offset + place.length);
    for (let address = from; address < to; address++) {
      const block = address - (address % blockBytes);
      if (address === Math.max(block, place.offset)) this.passes.set(block, (this.passes.get(block) ?? 0) + 1);
      if ((this.passes.get(block) ?? 0) > (place.settlesAfter ?? Infinity)) continue;
      const roll = this.nextRandom();
      if (roll % place.oneIn === 0) answer[answerAt + address - start]! ^= 1 << (roll >>> 29);
    }
  }

  private strikeWhatIsDue(opcode: number | undefined, nowMs: number): void {
    const due: Armed[] = [];
    for (const armed of this.armed) if (this.isDue(armed, opcode, nowMs)) due.push(armed);
    if (due.length === 0) return;
    this.armed = this.armed.filter((armed) => !due.includes(armed));
    for (const { fault } of due) this.strike(fault.what, nowMs);
  }

  private isDue(armed: Armed, opcode: number | undefined, nowMs: number): boolean {
    const { when } = armed.fault;
    const { counters } = this.chip;
    switch (when.on) {
      case 'now':
        return true;
      case 'bytes':
        return counters.bytes - armed.bytes >= when.count;
      case 'frame':
        if (opcode !== undefined && (when.opcode === undefined || when.opcode === opcode)) armed.frames++;
        return armed.frames >= when.nth;
      case 'erase': {
        const erases = this.erases() - armed.erases;
        return erases > when.nth || (erases === when.nth && this.chip.isErasing(nowMs));
      }
      case 'pages':
        return counters.pages - armed.pages >= when.count;
    }
  }

  private strike(what: FaultKind, nowMs: number): void {
    this.struck(what);
    if (what.kind === 'call') return what.act();
    this.active.push(what);
    switch (what.kind) {
      case 'clip-off':
        return this.chip.powerCycle(nowMs);
      case 'unplugged':
        this.chip.powerCycle(nowMs);
        return this.unplug();
      case 'busy-stuck':
        this.chip.array.busyStuck = true;
        return;
      case 'flaky-reads':
        this.random = what.seed >>> 0 || 1;
        this.passes.clear();
        return;
      case 'write-enable-lost':
        this.enablesLost = 0;
        return;
      case 'write-protected':
        this.chip.setStatus(0, what.sr1);
        if (what.sr2 !== undefined) this.chip.setStatus(1, what.sr2);
        this.chip.registers.writeProtectPinLow = what.pinLow;
        return;
      default:
        return;
    }
  }

  private isOff(): boolean {
    return this.active.some(({ kind }) => kind === 'clip-off' || kind === 'unplugged');
  }

  private erases(): number {
    const { erases4k, erases32k, erases64k } = this.chip.counters;
    return erases4k + erases32k + erases64k;
  }

  /** xorshift32: the same seed gives the same trouble. */
  private nextRandom(): number {
    let x = this.random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (this.random = x >>> 0);
  }
}
