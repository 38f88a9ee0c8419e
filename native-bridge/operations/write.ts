// The write: follows a plan exactly, one journalled unit at a time, and always knows what is true of the chip.
//
//   untouched ──begin of the first unit──▶ modified ──every unit proven──▶ verified (what the plan touches)
//                                             └──device lost inside a unit──▶ unknown
//
// Ownership: this file alone decides the chip state and what the journal says. The unit (write-unit.ts) decides retries.
// Cancel is honoured between units only; a device lost after the last proof does not unmake it.
import { BlockState } from '../../shared/model/blocks';
import type { ChipState } from '../../shared/model/chip-state';
import { Fault, fault, settle } from '../../shared/model/errors';
import type { JournalEntry } from '../../shared/model/journal';
import type { Result } from '../../shared/model/result';
import { sha256 } from './sha256';
import type { NorFlash } from '../spi/nor-chip';
import { PageWriter } from '../spi/page-writer';
import { BlockMap } from './block-map';
import { cancelledOr, endsTalk, throwIfCancelled, withChip, type Device } from './device';
import type { OperationContext, WriteOutcome, WriteParams } from './device-session';
import { checkKnownContents, rangesToCheck } from './known-contents';
import { ProgressMeter } from './progress-meter';
import { liftProtection, type Restore } from './protection-lift';
import { checkPlan } from './write-plan-check';
import { readWorkMs, runUnit, type UnitTools } from './write-unit';

export function write(device: Device, params: WriteParams, context: OperationContext): Promise<Result<WriteOutcome>> {
  const job = new WriteJob(device, params, context);
  return settle(
    () => job.run(),
    () => job.chipState,
  );
}

class WriteJob {
  chipState: ChipState = 'untouched';
  private readonly startedMs: number;
  private readonly map: BlockMap;
  private openUnit: number | undefined;
  private retries = 0;

  constructor(
    private readonly device: Device,
    private readonly params: WriteParams,
    private readonly context: OperationContext,
  ) {
    this.startedMs = device.clock.now();
    this.map = new BlockMap(params.chip.sizeBytes, BlockState.keep, device.clock, context.blocks);
    for (const { range } of params.plan.units) this.map.set(range, BlockState.old);
    for (const range of params.unknown) this.map.set(range, BlockState.unknown);
  }

  async run(): Promise<WriteOutcome> {
    const { params, device, context } = this;
    checkPlan(params);
    const ranges = rangesToCheck(params);
    const meter = this.newMeter(ranges.reduce((sum, { length }) => sum + length, 0));
    this.map.flush();
    meter.phase('identifying', 'now');
    try {
      await withChip(device, params.chip, context, async (flash) => {
        meter.phase('checking-known-contents', 'now');
        await checkKnownContents(flash, params, ranges, context, (bytes) => meter.advance(bytes, readWorkMs(flash, bytes)));
        throwIfCancelled(context.signal);
        await this.journalled(flash, meter);
        meter.phase('finishing', 'no');
      });
    } catch (thrown) {
      throw cancelledOr(thrown, context.signal);
    } finally {
      this.map.flush();
      meter.flush();
    }
    meter.finish();
    return { proven: true, retries: this.retries, durationMs: device.clock.now() - this.startedMs };
  }

  private newMeter(checkedBytes: number): ProgressMeter {
    const { plan } = this.params;
    const { eraseMs, programMs, proofMs } = plan.predicted;
    const provenBytes = plan.units.reduce((sum, { range }) => sum + range.length, 0);
    return new ProgressMeter({
      clock: this.device.clock,
      report: this.context.progress,
      chipState: () => this.chipState,
      total: checkedBytes + plan.bytesProgrammed + provenBytes,
      // The plan does not know which sample is read: that is ours to weigh.
      work: eraseMs + programMs + proofMs + (checkedBytes * this.device.bus.limits.link.byteUs) / 1000,
    });
  }

  /** Everything between the first and the last entry of the journal. */
  private async journalled(flash: NorFlash, meter: ProgressMeter): Promise<void> {
    const { chip, plan, desired } = this.params;
    await this.journal({
      kind: 'start',
      chip: { jedec: chip.jedec, ...(chip.uniqueId === undefined ? {} : { uniqueId: chip.uniqueId }) },
      desiredSha256: await sha256(desired),
      units: plan.units.map(({ range }) => range),
    });
    let restore: Restore | undefined;
    try {
      meter.phase('unprotecting', 'afterBlock');
      const touched = plan.units.map(({ range }) => range);
      restore = await liftProtection(flash, touched, {
        log: this.context.log,
        beforeChange: (registers) => this.journal({ kind: 'protection', registers }),
        restoreRegisters: this.params.restoreRegisters,
      });
      const tools: UnitTools = { flash, pages: new PageWriter(flash), chip, desired, map: this.map, meter, log: this.context.log };
      for (const index of plan.units.keys()) await this.unit(tools, index);
    } catch (thrown) {
      await this.end(thrown);
      if (!endsTalk(thrown)) await this.restoreQuietly(restore);
      throw thrown;
    }
    this.chipState = plan.units.length > 0 ? 'verified' : this.chipState;
    await this.endDone();
    await this.restoreQuietly(restore);
  }

  private async unit(tools: UnitTools, index: number): Promise<void> {
    const unit = this.params.plan.units[index]!;
    throwIfCancelled(this.context.signal);
    await this.journal({ kind: 'begin', unit: index });
    this.openUnit = index;
    this.chipState = 'modified';
    try {
      this.retries += await runUnit(tools, unit);
    } catch (thrown) {
      if (endsTalk(thrown)) {
        this.chipState = 'unknown';
        this.map.set(unit.range, BlockState.unknown);
      }
      throw thrown;
    }
    this.openUnit = undefined;
    await this.journal({ kind: 'proven', unit: index });
  }

  /** Every proof is on disk already: a last entry that cannot be written makes no failure of it. */
  private async endDone(): Promise<void> {
    try {
      await this.journal({ kind: 'end', outcome: 'done' });
    } catch (reason) {
      this.context.log('journal-end-failed', { cause: String(reason) });
    }
  }

  /** Says in the journal how it ended, if the journal can still be written. */
  private async end(thrown: unknown): Promise<void> {
    const code = thrown instanceof Fault ? thrown.error.code : 'INTERNAL';
    try {
      if (this.openUnit !== undefined) await this.journal({ kind: 'failed', unit: this.openUnit, code });
      await this.journal({ kind: 'end', outcome: code === 'CANCELLED' ? 'cancelled' : 'failed', code });
    } catch (reason) {
      this.context.log('journal-end-failed', { cause: String(reason) });
    }
  }

  /** A journal that fails says nothing about the device: it can still be left well. */
  private async journal(entry: JournalEntry): Promise<void> {
    try {
      await this.params.journal(entry);
    } catch (thrown) {
      throw thrown instanceof Fault ? thrown : fault('DISK_IO', { path: 'journal', detail: String(thrown) }, thrown);
    }
  }

  /** The content stands whatever becomes of the registers; both values are in the log. */
  private async restoreQuietly(restore: Restore | undefined): Promise<void> {
    try {
      await restore?.();
    } catch (thrown) {
      this.context.log('protection-not-restored', { cause: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
}
