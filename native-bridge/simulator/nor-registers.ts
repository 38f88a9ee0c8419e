// What a simulated chip remembers beside its content: status registers, latches, modes. Knows no frames and no times.
import type { NorCounters } from './nor-counters';
import type { NorProfile } from './nor-profile';
import { protectedRange, type ByteRange } from './nor-protection';

export type StatusIndex = 0 | 1 | 2;

export class NorRegisters {
  /** WP# pulled low: a set SRP bit then freezes the status registers. */
  writeProtectPinLow = false;
  writeEnabled = false;
  resetEnabled = false;
  asleep = false;
  fourByteMode = false;
  extendedAddress = 0;

  private volatileEnabled = false;
  private readonly status: [number, number, number];
  /** What the status registers are after power comes back. */
  private readonly lastingStatus: [number, number, number];

  constructor(
    private readonly profile: NorProfile,
    private readonly counters: NorCounters,
  ) {
    this.status = [...profile.status];
    this.lastingStatus = [...profile.status];
  }

  /** As if written non-volatile: for start states and tests. */
  set(index: StatusIndex, value: number): void {
    this.status[index] = value;
    this.lastingStatus[index] = value;
  }

  /** As RDSR would answer it, without BUSY. */
  read(index: StatusIndex): number {
    if (index === 2) return (this.status[2] & ~1) | (this.fourByteMode ? 1 : 0);
    return index === 0 ? (this.status[0] & 0xfc) | (this.writeEnabled ? 2 : 0) : this.status[1];
  }

  /** The next status write will not outlast the power, on parts that know 50h. */
  enableVolatile(): void {
    this.volatileEnabled = this.profile.volatileStatus;
  }

  /** Spends the write-enable latch; counts where it was not set. */
  takeWriteEnable(): boolean {
    const had = this.writeEnabled;
    this.writeEnabled = false;
    if (!had) this.counters.withoutWriteEnable++;
    return had;
  }

  /**
   * @param second the byte for SR2 that came with one for SR1
   * @returns whether something non-volatile was written, which keeps the chip busy
   */
  write(index: StatusIndex, first: number, second: number | undefined): boolean {
    const lasting = !this.volatileEnabled;
    if (lasting && !this.takeWriteEnable()) return false;
    this.volatileEnabled = false;
    if (this.isFrozen()) {
      this.counters.refusedByProtection++;
      return false;
    }
    this.counters.statusWrites++;
    this.store(index, first, lasting);
    if (second !== undefined) this.store(1, second, lasting);
    else if (index === 0 && this.profile.oneByteStatusClearsSr2) this.store(1, this.status[1] & 0x38, lasting);
    return lasting;
  }

  /** Whether block protection refuses a change to any of `range`; counts where it does. */
  refuses(range: ByteRange): boolean {
    const locked = protectedRange(this.status[0], this.status[1], this.profile.sizeBytes);
    const hit = range.start < locked.end && locked.start < range.end;
    if (hit) this.counters.refusedByProtection++;
    return hit;
  }

  /** After a reset or with power coming back: volatile state is lost. */
  restart(): void {
    for (const index of [0, 1, 2] as const) this.status[index] = this.lastingStatus[index];
    this.writeEnabled = false;
    this.volatileEnabled = false;
    this.resetEnabled = false;
    this.asleep = false;
    this.fourByteMode = false;
    this.extendedAddress = 0;
  }

  private store(index: StatusIndex, value: number, lasting: boolean): void {
    // BUSY and WEL cannot be written; the LB bits of SR2 only go from 0 to 1.
    const kept = index === 0 ? value & 0xfc : index === 1 ? value | (this.status[1] & 0x38) : value;
    this.status[index] = kept;
    if (lasting) this.lastingStatus[index] = kept;
  }

  /** SRP with WP# low (WP# is a data pin while QE is set), or SRL until power is lost. */
  private isFrozen(): boolean {
    const quad = (this.status[1] & 2) !== 0;
    return (this.status[1] & 1) !== 0 || ((this.status[0] & 0x80) !== 0 && this.writeProtectPinLow && !quad);
  }
}
