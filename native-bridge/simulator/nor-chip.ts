// A SPI NOR flash chip at byte and chip-select level, with datasheet times on a given clock. Knows no USB and no faults:
// what goes wrong outside the chip is faults.ts.
import { isForLargeParts, norCommands, type NorCommand } from './nor-commands';
import { newCounters, type NorCounters } from './nor-counters';
import { protectedRange, type ByteRange } from './nor-protection';
import { w25q128, type NorProfile } from './nor-profile';
import { sfdpOf } from './nor-sfdp';

/** What a programmer's pins reach: the chip itself, or the chip behind a fault. */
export interface FlashPort {
  /** CS falls. */
  select(nowMs: number): void;
  /** CS rises: the command of the frame takes effect. */
  deselect(nowMs: number): void;
  /**
   * Clocks `length` bytes with CS low: `sent[sentAt…]` into the chip, its answer into `answer[answerAt…]`. The first byte
   * starts at `nowMs`, each takes `byteMs`.
   */
  exchange(sent: Uint8Array, sentAt: number, length: number, answer: Uint8Array, answerAt: number, nowMs: number, byteMs: number): void;
}

const pageBytes = 256;
const noByte = 0xff;

interface BusyWork {
  readonly range: ByteRange;
  readonly before: Uint8Array;
  /** For a page: what the bits were to become. */
  readonly target: Uint8Array | undefined;
}

export class NorChip implements FlashPort {
  readonly counters: NorCounters = newCounters();
  readonly content: Uint8Array;
  /** WP# pulled low: a set SRP bit then freezes the status registers. */
  writeProtectPinLow = false;
  /** The BUSY bit never clears, though work ends. */
  busyStuck = false;
  /** Told of every range whose bytes changed, as they change. */
  contentChanged: (range: ByteRange) => void = () => undefined;

  private readonly sfdp: Uint8Array;
  private readonly isLarge: boolean;
  private readonly status: [number, number, number];
  /** What the status registers are after power comes back. */
  private readonly lastingStatus: [number, number, number];
  private writeEnabled = false;
  private volatileEnabled = false;
  private resetEnabled = false;
  private asleep = false;
  private fourByteMode = false;
  private extendedAddress = 0;
  private busyUntilMs = -1;
  private busyWork: BusyWork | undefined;

  private selected = false;
  private opcode = -1;
  private command: NorCommand | undefined;
  private ignored = false;
  private addressBytes = 0;
  private headBytes = 0;
  /** Bytes of this frame so far. */
  private taken = 0;
  private address = 0;
  private dataBytes = 0;
  private readonly page = new Uint8Array(pageBytes);
  private readonly pageWritten = new Uint8Array(pageBytes);
  private readonly statusIn: [number, number] = [0, 0];

  /** `content` is used as it is, not copied; without it the chip is blank. */
  constructor(
    readonly profile: NorProfile = w25q128,
    content?: Uint8Array,
  ) {
    this.content = content ?? new Uint8Array(profile.sizeBytes).fill(0xff);
    if (this.content.length !== profile.sizeBytes)
      throw new Error(`${profile.name} holds ${profile.sizeBytes} bytes, not ${this.content.length}`);
    this.sfdp = sfdpOf(profile);
    this.isLarge = profile.sizeBytes > 16 * 1024 * 1024;
    this.status = [...profile.status];
    this.lastingStatus = [...profile.status];
  }

  /** As if written non-volatile: for start states and tests. */
  setStatus(index: 0 | 1 | 2, value: number): void {
    this.status[index] = value;
    this.lastingStatus[index] = value;
  }

  /** The register as RDSR would answer it, without BUSY. */
  statusRegister(index: 0 | 1 | 2): number {
    if (index === 2) return (this.status[2] & ~1) | (this.fourByteMode ? 1 : 0);
    return index === 0 ? (this.status[0] & 0xfc) | (this.writeEnabled ? 2 : 0) : this.status[1];
  }

  isBusy(nowMs: number): boolean {
    return this.busyStuck || nowMs < this.busyUntilMs;
  }

  /** Erasing right now (not programming): where faults "during an erase" look. */
  isErasing(nowMs: number): boolean {
    return nowMs < this.busyUntilMs && this.busyWork !== undefined && this.busyWork.target === undefined;
  }

  /** The address the next data byte of a running read comes from; -1 outside a read. */
  readAddress(): number {
    return this.selected && !this.ignored && this.command?.kind === 'read' && this.taken >= this.headBytes ? this.address : -1;
  }

  /** The opcode of the frame now open; -1 before its first byte. */
  frameOpcode(): number {
    return this.opcode;
  }

  /** Bytes of the open frame so far, and how many of them are opcode, address and dummy bytes. */
  frameBytes(): number {
    return this.taken;
  }
  frameHeadBytes(): number {
    return this.headBytes;
  }

  /** Power goes and comes back: volatile state is lost, work in progress stops half done. */
  powerCycle(nowMs: number): void {
    this.abandonWork(nowMs);
    for (const index of [0, 1, 2] as const) this.status[index] = this.lastingStatus[index];
    this.softReset();
    this.forgetFrame();
  }

  select(_nowMs: number): void {
    if (this.selected) return;
    this.forgetFrame();
    this.selected = true;
    this.counters.frames++;
  }

  deselect(nowMs: number): void {
    if (!this.selected) return;
    if (this.command && !this.ignored) this.execute(this.command, nowMs);
    if (this.opcode !== 0x66) this.resetEnabled = false;
    this.forgetFrame();
  }

  /** Ends the frame without any effect, as if it never reached the chip. */
  forgetFrame(): void {
    this.selected = false;
    this.opcode = -1;
    this.command = undefined;
    this.ignored = false;
    this.taken = 0;
    this.address = 0;
    this.dataBytes = 0;
  }

  exchange(sent: Uint8Array, sentAt: number, length: number, answer: Uint8Array, answerAt: number, nowMs: number, byteMs: number): void {
    this.counters.bytes += length;
    let i = 0;
    if (this.selected && this.taken === 0 && length > 0) {
      this.begin(sent[sentAt]!, nowMs);
      answer[answerAt] = noByte;
      this.taken = 1;
      i = 1;
    }
    if (!this.selected || !this.command || this.ignored) {
      answer.fill(noByte, answerAt + i, answerAt + length);
      this.taken += length - i;
      return;
    }
    for (; i < length && this.taken < this.headBytes; i++, this.taken++) {
      if (this.taken <= this.addressBytes) this.address = this.address * 256 + sent[sentAt + i]!;
      answer[answerAt + i] = noByte;
      if (this.taken === this.addressBytes) this.address = this.fullAddress(this.address);
    }
    if (i < length) this.data(this.command, sent, sentAt + i, length - i, answer, answerAt + i, nowMs + i * byteMs, byteMs);
    this.taken += length - i;
  }

  private begin(opcode: number, nowMs: number): void {
    this.opcode = opcode;
    const command = norCommands.get(opcode);
    this.command = isForLargeParts(opcode) && !this.isLarge ? undefined : command;
    if (!this.command) {
      this.counters.unknownCommands++;
      return;
    }
    const { kind } = this.command;
    const allowedWhileBusy = kind === 'status' || kind === 'reset-enable' || kind === 'reset' || kind === 'nothing';
    if (this.isBusy(nowMs) && !allowedWhileBusy) {
      this.ignored = true;
      this.counters.ignoredWhileBusy++;
    } else if (this.asleep && kind !== 'wake') this.ignored = true;
    const mode = this.fourByteMode ? 4 : 3;
    this.addressBytes = this.command.address === 'mode' ? mode : this.command.address;
    this.headBytes = 1 + this.addressBytes + this.command.dummyBytes;
    if (kind === 'program') this.pageWritten.fill(0);
    if (kind === 'read' && !this.ignored) this.counters.readCommands++;
    if (kind === 'id' && !this.ignored) this.counters.idReads++;
  }

  private fullAddress(address: number): number {
    const high = this.isLarge && this.addressBytes === 3 ? this.extendedAddress * 0x1000000 : 0;
    return (high + address) % this.profile.sizeBytes;
  }

  private data(
    command: NorCommand,
    sent: Uint8Array,
    sentAt: number,
    length: number,
    answer: Uint8Array,
    answerAt: number,
    nowMs: number,
    byteMs: number,
  ): void {
    switch (command.kind) {
      case 'read':
        return this.readData(answer, answerAt, length);
      case 'program':
        answer.fill(noByte, answerAt, answerAt + length);
        for (let i = 0; i < length; i++) {
          const offset = (this.address + this.dataBytes + i) & (pageBytes - 1);
          this.page[offset] = sent[sentAt + i]!;
          this.pageWritten[offset] = 1;
        }
        this.dataBytes += length;
        return;
      case 'write-status':
      case 'extended-address-write':
        answer.fill(noByte, answerAt, answerAt + length);
        for (let i = 0; i < length && this.dataBytes + i < 2; i++) this.statusIn[this.dataBytes + i] = sent[sentAt + i]!;
        this.dataBytes += length;
        return;
      default:
        for (let i = 0; i < length; i++) answer[answerAt + i] = this.shortAnswer(command, this.dataBytes + i, nowMs + i * byteMs);
        this.dataBytes += length;
    }
  }

  private readData(answer: Uint8Array, answerAt: number, length: number): void {
    this.counters.readBytes += length;
    for (let done = 0; done < length;) {
      const part = Math.min(length - done, this.content.length - this.address);
      // A loop beats set(subarray) for the 31 bytes of a packet.
      if (part <= 64) for (let i = 0; i < part; i++) answer[answerAt + done + i] = this.content[this.address + i]!;
      else answer.set(this.content.subarray(this.address, this.address + part), answerAt + done);
      done += part;
      this.address = (this.address + part) % this.content.length;
    }
  }

  private shortAnswer(command: NorCommand, index: number, nowMs: number): number {
    const { jedec, electronicId, uniqueId } = this.profile;
    switch (command.kind) {
      case 'id':
        return jedec[index] ?? noByte;
      case 'manufacturer':
        return ((this.address + index) & 1) === 0 ? jedec[0] : electronicId;
      case 'wake':
        return electronicId;
      case 'unique-id':
        return uniqueId ? uniqueId[index % uniqueId.length]! : noByte;
      case 'sfdp':
        return this.profile.hasSfdp ? this.sfdp[(this.address + index) & 0xff]! : noByte;
      case 'status':
        if (command.argument === 0) this.counters.polls++;
        return this.statusRegister(command.argument as 0 | 1 | 2) | (command.argument === 0 && this.isBusy(nowMs) ? 1 : 0);
      case 'extended-address-read':
        return this.extendedAddress;
      default:
        return noByte;
    }
  }

  /** CS rose. Every command but the reads must end exactly on its last byte. */
  private execute(command: NorCommand, nowMs: number): void {
    const exact = this.taken === this.headBytes;
    switch (command.kind) {
      case 'read':
      case 'sfdp':
      case 'id':
      case 'manufacturer':
      case 'unique-id':
      case 'status':
      case 'extended-address-read':
      case 'nothing':
        return;
      case 'wake':
        this.asleep = false;
        return;
      case 'program':
        return this.program(nowMs);
      case 'write-status':
        return this.writeStatus(command.argument, nowMs);
      case 'extended-address-write':
        if (this.dataBytes !== 1) this.counters.badLength++;
        else if (this.takeWriteEnable()) this.extendedAddress = this.statusIn[0] & 1;
        return;
      default:
        if (!exact) this.counters.badLength++;
        else this.executeShort(command, nowMs);
    }
  }

  private executeShort(command: NorCommand, nowMs: number): void {
    switch (command.kind) {
      case 'write-enable':
        this.writeEnabled = true;
        this.counters.writeEnables++;
        return;
      case 'write-disable':
        this.writeEnabled = false;
        return;
      case 'volatile-enable':
        this.volatileEnabled = this.profile.volatileStatus;
        return;
      case 'erase':
        return this.erase(command.argument, nowMs);
      case 'erase-chip':
        return this.eraseRange({ start: 0, end: this.profile.sizeBytes }, this.profile.eraseChipMs, 'erasesChip', nowMs);
      case 'power-down':
        this.asleep = true;
        return;
      case 'reset-enable':
        this.resetEnabled = true;
        return;
      case 'reset':
        if (!this.resetEnabled) return;
        this.abandonWork(nowMs);
        for (const index of [0, 1, 2] as const) this.status[index] = this.lastingStatus[index];
        this.softReset();
        return;
      case 'four-byte-on':
        this.fourByteMode = true;
        return;
      case 'four-byte-off':
        this.fourByteMode = false;
        return;
      default:
        return;
    }
  }

  private program(nowMs: number): void {
    if (this.dataBytes === 0) {
      this.counters.badLength++;
      return;
    }
    if (!this.takeWriteEnable()) return;
    const start = this.address - (this.address % pageBytes);
    if (this.isProtected({ start, end: start + pageBytes })) return;
    const before = this.content.slice(start, start + pageBytes);
    for (let offset = 0; offset < pageBytes; offset++) {
      if (this.pageWritten[offset] === 0) continue;
      const old = before[offset]!;
      const wanted = this.page[offset]!;
      if (wanted & ~old) this.counters.badProgramBits += bitCount(wanted & ~old);
      this.content[start + offset] = old & wanted;
    }
    this.counters.pages++;
    this.work(
      { range: { start, end: start + pageBytes }, before, target: this.content.slice(start, start + pageBytes) },
      this.profile.pageMs,
      nowMs,
    );
  }

  private erase(sizeBytes: number, nowMs: number): void {
    const start = this.address - (this.address % sizeBytes);
    const { erase4kMs, erase32kMs, erase64kMs } = this.profile;
    const [ms, counter] =
      sizeBytes === 4096
        ? ([erase4kMs, 'erases4k'] as const)
        : sizeBytes === 32768
          ? ([erase32kMs, 'erases32k'] as const)
          : ([erase64kMs, 'erases64k'] as const);
    this.eraseRange({ start, end: start + sizeBytes }, ms, counter, nowMs);
  }

  private eraseRange(range: ByteRange, ms: number, counter: 'erases4k' | 'erases32k' | 'erases64k' | 'erasesChip', nowMs: number): void {
    if (!this.takeWriteEnable() || this.isProtected(range)) return;
    const before = this.content.slice(range.start, range.end);
    this.content.fill(0xff, range.start, range.end);
    this.counters[counter]++;
    this.work({ range, before, target: undefined }, ms, nowMs);
  }

  private writeStatus(index: number, nowMs: number): void {
    const longest = index === 0 ? 2 : 1;
    if (this.dataBytes < 1 || this.dataBytes > longest) {
      this.counters.badLength++;
      return;
    }
    const lasting = !this.volatileEnabled;
    if (lasting && !this.takeWriteEnable()) return;
    this.volatileEnabled = false;
    if (this.isStatusFrozen()) {
      this.counters.refusedByProtection++;
      return;
    }
    this.counters.statusWrites++;
    this.storeStatus(index, this.statusIn[0], lasting);
    if (index === 0 && this.dataBytes === 2) this.storeStatus(1, this.statusIn[1], lasting);
    else if (index === 0 && this.profile.oneByteStatusClearsSr2) this.storeStatus(1, this.status[1] & 0x38, lasting);
    if (lasting) this.work(undefined, this.profile.statusWriteMs, nowMs);
  }

  private storeStatus(index: number, value: number, lasting: boolean): void {
    // BUSY and WEL cannot be written; the LB bits of SR2 only go from 0 to 1.
    const kept = index === 0 ? value & 0xfc : index === 1 ? value | (this.status[1] & 0x38) : value;
    this.status[index as 0 | 1 | 2] = kept;
    if (lasting) this.lastingStatus[index as 0 | 1 | 2] = kept;
  }

  /** SRP with WP# low (WP# is a data pin while QE is set), or SRL until power is lost. */
  private isStatusFrozen(): boolean {
    const quad = (this.status[1] & 2) !== 0;
    return (this.status[1] & 1) !== 0 || ((this.status[0] & 0x80) !== 0 && this.writeProtectPinLow && !quad);
  }

  private takeWriteEnable(): boolean {
    const had = this.writeEnabled;
    this.writeEnabled = false;
    if (!had) this.counters.withoutWriteEnable++;
    return had;
  }

  private isProtected(range: ByteRange): boolean {
    const locked = protectedRange(this.status[0], this.status[1], this.profile.sizeBytes);
    const hit = range.start < locked.end && locked.start < range.end;
    if (hit) this.counters.refusedByProtection++;
    return hit;
  }

  private work(work: BusyWork | undefined, ms: number, nowMs: number): void {
    this.busyWork = work;
    this.busyUntilMs = nowMs + ms;
    this.counters.busyMs += ms;
    if (work) this.contentChanged(work.range);
  }

  /** Cut off in the middle, a block is neither old nor new: bits that were to change did so or not. */
  private abandonWork(nowMs: number): void {
    const work = this.busyWork;
    if (work && nowMs < this.busyUntilMs) {
      let seed = (work.range.start + 1) >>> 0;
      for (let i = 0; i < work.before.length; i++) {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        const mask = seed >>> 24;
        const old = work.before[i]!;
        this.content[work.range.start + i] = work.target ? old & (work.target[i]! | mask) : old | mask;
      }
      this.contentChanged(work.range);
    }
    this.busyWork = undefined;
    this.busyUntilMs = -1;
  }

  private softReset(): void {
    this.writeEnabled = false;
    this.volatileEnabled = false;
    this.resetEnabled = false;
    this.asleep = false;
    this.fourByteMode = false;
    this.extendedAddress = 0;
  }
}

function bitCount(byte: number): number {
  let count = 0;
  for (let rest = byte; rest; rest &= rest - 1) count++;
  return count;
}
