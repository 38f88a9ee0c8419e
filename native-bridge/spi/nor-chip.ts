// One SPI NOR flash on a bus: read, erase, wait, leave. Owns its addressing; knows nothing of plans, files or journals.
// The order of commands is a contract: no command but a status read is sent to a chip that may be busy, except the chained
// pages of page-writer.ts, which are checked one by one.
import type { ChipProfile, EraseType } from '../../shared/model/chip';
import { fault } from '../../shared/model/errors';
import type { ByteRange } from '../../shared/model/plan';
import type { Clock } from '../clock';
import type { SpiBus, SpiOp } from './bus';
import { command, erase, opcodes, programPage, readData, readStatus, writeRegister, type Addressing } from './commands';
import { limits } from './limits';
import { isBusy, isLost } from './status';

export type FlashLog = (code: string, params?: Readonly<Record<string, unknown>>) => void;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** In the order asked; `bytes` may be kept. Must not throw. */
  readonly onChunk: (offset: number, bytes: Uint8Array) => void;
}

export class NorFlash {
  readonly addressing: Addressing;
  private written = false;
  private readonly quickestEraseMs = new Map<number, number>();

  constructor(
    readonly bus: SpiBus,
    readonly chip: ChipProfile,
    readonly clock: Clock,
    readonly log: FlashLog = () => undefined,
  ) {
    this.addressing = chip.addressBytes === 3 ? 'three' : chip.fourByte === 'opcodes' ? 'opcodes4' : 'mode4';
  }

  /** Before the first address is sent; the chip was woken. */
  async enter(): Promise<void> {
    if (this.addressing !== 'mode4') return;
    const enable = this.chip.fourByte === 'enter-with-write-enable' ? [command(opcodes.writeEnable)] : [];
    await this.bus.run([...enable, command(opcodes.enterFourByte)]);
  }

  /** Nothing armed and 3-byte addresses, so that the board boots without losing power. The chip must be ready. */
  async leave(): Promise<void> {
    const ops: SpiOp[] = [];
    if (this.chip.addressBytes === 4) {
      if (this.chip.fourByte === 'enter-with-write-enable') ops.push(command(opcodes.writeEnable));
      ops.push(command(opcodes.leaveFourByte));
      if (this.chip.statusStyle === 'winbond') ops.push(command(opcodes.writeEnable), writeRegister(opcodes.writeExtendedAddress, 0));
    }
    if (this.written || ops.length > 0) ops.push(command(opcodes.writeDisable));
    if (ops.length > 0) await this.bus.run(ops);
    this.written = false;
  }

  /**
   * Reads the ranges in order, several pieces in one submission, each ended by a status read: an open line reads FF like a
   * blank chip does, and only the status tells them apart. `onChunk` may have heard bytes of a lost chip before this rejects.
   * @throws BUS_LOST; rejects with the abort reason when aborted
   */
  async read(ranges: readonly ByteRange[], { signal, onChunk }: ReadOptions): Promise<void> {
    const chunkBytes = Math.min(limits.read.chunkBytes, this.bus.limits.maxReceiveBytes);
    const runBytes = chunkBytes * limits.read.chunksPerRun;
    let pieces: ByteRange[] = [];
    let bytes = 0;
    const flush = async () => {
      const asked = pieces;
      pieces = [];
      bytes = 0;
      const answers = await this.bus.run([...asked.map(({ offset, length }) => readData(offset, length, this.addressing)), readStatus(2)], {
        ...(signal ? { signal } : {}),
        onReceived: (index, received) => {
          const piece = asked[index];
          if (piece) onChunk(piece.offset, received);
        },
      });
      this.live(answers.at(-1));
    };
    for (const range of ranges) {
      for (let at = 0; at < range.length; at += chunkBytes) {
        const length = Math.min(chunkBytes, range.length - at);
        pieces.push({ offset: range.offset + at, length });
        bytes += length;
        if (bytes >= runBytes) await flush();
      }
    }
    if (pieces.length > 0) await flush();
  }

  /** One small range as a value. */
  async readBytes(range: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    const bytes = new Uint8Array(range.length);
    await this.read([range], { ...(signal ? { signal } : {}), onChunk: (offset, chunk) => bytes.set(chunk, offset - range.offset) });
    return bytes;
  }

  /** The operations that program one page, wait, and then read the status `statusCount` times. */
  pageOps(offset: number, data: Uint8Array, statusCount: number, { waitUs = 0, endsExactly = false } = {}): [SpiOp, SpiOp, SpiOp] {
    this.written = true;
    const { fill, ...exact } = programPage(offset, data, this.chip.pageBytes, this.addressing);
    const program = fill && !endsExactly ? { ...exact, fill } : exact;
    return [command(opcodes.writeEnable), waitUs > 0 ? { ...program, waitAfterUs: waitUs } : program, readStatus(statusCount)];
  }

  /**
   * Erases one block and waits for it. An erase that was not seen to start is sent once more; whether it worked is for the
   * read-back to say.
   * @throws BUS_LOST, CHIP_STILL_BUSY
   */
  async eraseBlock(type: EraseType, offset: number): Promise<void> {
    this.written = true;
    for (let attempt = 0; attempt <= limits.erase.resend; attempt++) {
      const answers = await this.bus.run([command(opcodes.writeEnable), erase(type.opcode, offset, this.addressing), readStatus(2)]);
      const status = this.live(answers[2]);
      if (isBusy(status)) return this.waitForErase(type);
      this.log('erase-not-seen', { offset, attempt });
    }
  }

  /** Blocks of one size take alike: what the quickest took so far tells when to begin asking. */
  private async waitForErase(type: EraseType): Promise<void> {
    const start = this.clock.now();
    const quickest = this.quickestEraseMs.get(type.sizeBytes);
    const firstPollMs = quickest === undefined ? type.typicalMs * limits.ready.waitShare : quickest * limits.ready.learnedShare;
    await this.waitReady(type.typicalMs, type.maxMs, firstPollMs);
    const tookMs = this.clock.now() - start;
    this.quickestEraseMs.set(type.sizeBytes, Math.min(tookMs, quickest ?? tookMs));
  }

  /**
   * Waits most of the typical time, then polls.
   * @throws BUS_LOST where the line reads FF, which is never taken for busy; CHIP_STILL_BUSY past twice the maximum
   */
  async waitReady(typicalMs: number, maxMs: number, firstPollMs = typicalMs * limits.ready.waitShare): Promise<void> {
    const { giveUpFactor, pollShare, pollMinMs, pollMaxMs } = limits.ready;
    const start = this.clock.now();
    const pollMs = Math.min(pollMaxMs, Math.max(pollMinMs, typicalMs * pollShare));
    if (firstPollMs >= pollMinMs) await this.clock.wait(firstPollMs);
    for (;;) {
      const overdue = this.clock.now() - start > maxMs * giveUpFactor;
      const [answer] = await this.bus.run([readStatus(2)]);
      if (!isBusy(this.live(answer))) return;
      if (overdue) throw fault('CHIP_STILL_BUSY', { waitedMs: Math.round(this.clock.now() - start) });
      await this.clock.wait(pollMs);
    }
  }

  /** The last status byte. @throws BUS_LOST where any of them is FF */
  live(statuses: Uint8Array | undefined): number {
    if (!statuses || statuses.length === 0 || statuses.some(isLost)) throw fault('BUS_LOST');
    return statuses[statuses.length - 1] ?? 0xff;
  }
}
