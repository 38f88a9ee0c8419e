// A SPI NOR flash chip at byte and chip-select level, with datasheet times on a given clock: here the frames, and what is answered
// in them. Knows no USB and no faults: what goes wrong outside the chip is faults.ts.
import type { FlashPort } from './flash-port';
import { NorArray, pageBytes } from './nor-array';
import { isForLargeParts, norCommands, type NorCommand } from './nor-commands';
import { newCounters, type NorCounters } from './nor-counters';
import { takeEffect } from './nor-effects';
import { w25q128, type NorProfile } from './nor-profile';
import { NorRegisters, type StatusIndex } from './nor-registers';
import { sfdpOf } from './nor-sfdp';

const noByte = 0xff;

export class NorChip implements FlashPort {
  readonly counters: NorCounters = newCounters();
  readonly content: Uint8Array;
  readonly registers: NorRegisters;
  readonly array: NorArray;
  private readonly sfdp: Uint8Array;
  private readonly isLarge: boolean;

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
  private readonly registerBytes: [number, number] = [0, 0];

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
    this.registers = new NorRegisters(profile, this.counters);
    this.array = new NorArray(this.content, this.counters);
  }

  /** As if written non-volatile: for start states and tests. */
  setStatus(index: StatusIndex, value: number): void {
    this.registers.set(index, value);
  }

  /** The register as RDSR would answer it, without BUSY. */
  statusRegister(index: StatusIndex): number {
    return this.registers.read(index);
  }

  isBusy(nowMs: number): boolean {
    return this.array.isBusy(nowMs);
  }

  /** Erasing right now (not programming): where faults "during an erase" look. */
  isErasing(nowMs: number): boolean {
    return this.array.isErasing(nowMs);
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
    this.array.abandonWork(nowMs);
    this.registers.restart();
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
    if (this.opcode !== 0x66) this.registers.resetEnabled = false;
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
    if (this.array.isBusy(nowMs) && !allowedWhileBusy) {
      this.ignored = true;
      this.counters.ignoredWhileBusy++;
    } else if (this.registers.asleep && kind !== 'wake') this.ignored = true;
    const mode = this.registers.fourByteMode ? 4 : 3;
    this.addressBytes = this.command.address === 'mode' ? mode : this.command.address;
    this.headBytes = 1 + this.addressBytes + this.command.dummyBytes;
    if (kind === 'program') this.pageWritten.fill(0);
    if (kind === 'read' && !this.ignored) this.counters.readCommands++;
    if (kind === 'id' && !this.ignored) this.counters.idReads++;
  }

  private fullAddress(address: number): number {
    const high = this.isLarge && this.addressBytes === 3 ? this.registers.extendedAddress * 0x1000000 : 0;
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
        for (let i = 0; i < length && this.dataBytes + i < 2; i++) this.registerBytes[this.dataBytes + i] = sent[sentAt + i]!;
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
        return this.registers.read(command.argument as StatusIndex) | (command.argument === 0 && this.array.isBusy(nowMs) ? 1 : 0);
      case 'extended-address-read':
        return this.registers.extendedAddress;
      default:
        return noByte;
    }
  }

  private execute(command: NorCommand, nowMs: number): void {
    const { address, dataBytes, page, pageWritten, registerBytes } = this;
    const isExact = this.taken === this.headBytes;
    takeEffect(this, command, { address, dataBytes, isExact, page, pageWritten, registerBytes }, nowMs);
  }
}
