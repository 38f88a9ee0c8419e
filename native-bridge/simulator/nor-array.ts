// The cells of a simulated chip: bits fall by programming, rise by erasing, and neither is done at once. Asks nobody for leave:
// write enable and protection are nor-effects.ts.
import type { NorCounters } from './nor-counters';
import type { ByteRange } from './nor-protection';

export const pageBytes = 256;

interface BusyWork {
  readonly range: ByteRange;
  readonly before: Uint8Array;
  /** For a page: what the bits were to become. */
  readonly target: Uint8Array | undefined;
}

export class NorArray {
  /** The BUSY bit never clears, though work ends. */
  busyStuck = false;
  /** Told of every range whose bytes changed, as they change. */
  contentChanged: (range: ByteRange) => void = () => undefined;

  private busyUntilMs = -1;
  private busyWork: BusyWork | undefined;

  /** `content` is used as it is, not copied. */
  constructor(
    readonly content: Uint8Array,
    private readonly counters: NorCounters,
  ) {}

  isBusy(nowMs: number): boolean {
    return this.busyStuck || nowMs < this.busyUntilMs;
  }

  isErasing(nowMs: number): boolean {
    return nowMs < this.busyUntilMs && this.busyWork !== undefined && this.busyWork.target === undefined;
  }

  /** `written` is not 0 where `page` holds a byte that was sent. */
  program(range: ByteRange, page: Uint8Array, written: Uint8Array, ms: number, nowMs: number): void {
    const { start, end } = range;
    const before = this.content.slice(start, end);
    for (let offset = 0; offset < pageBytes; offset++) {
      if (written[offset] === 0) continue;
      const old = before[offset]!;
      const wanted = page[offset]!;
      if (wanted & ~old) this.counters.badProgramBits += bitCount(wanted & ~old);
      this.content[start + offset] = old & wanted;
    }
    this.counters.pages++;
    this.work({ range, before, target: this.content.slice(start, end) }, ms, nowMs);
  }

  erase(range: ByteRange, ms: number, nowMs: number): void {
    const before = this.content.slice(range.start, range.end);
    this.content.fill(0xff, range.start, range.end);
    this.work({ range, before, target: undefined }, ms, nowMs);
  }

  /** Work on something else than the cells: a status register. */
  keepBusy(ms: number, nowMs: number): void {
    this.work(undefined, ms, nowMs);
  }

  /** Cut off in the middle, a block is neither old nor new: bits that were to change did so or not. */
  abandonWork(nowMs: number): void {
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

  private work(work: BusyWork | undefined, ms: number, nowMs: number): void {
    this.busyWork = work;
    this.busyUntilMs = nowMs + ms;
    this.counters.busyMs += ms;
    if (work) this.contentChanged(work.range);
  }
}

function bitCount(byte: number): number {
  let count = 0;
  for (let rest = byte; rest; rest &= rest - 1) count++;
  return count;
}
