// The flash: everything is proven again right before it, the journal goes to disk before each act, and success is only said after
// the chip was read back equal. After a fault the same command goes on where it stopped.
import { BlockState } from '../../shared/model/blocks';
import { fault, type AppError } from '../../shared/model/errors';
import type { ChipInfo } from '../../shared/model/chip';
import type { ChipState } from '../../shared/model/chip-state';
import type { JournalEntry } from '../../shared/model/journal';
import { predictedWriteMs, type WritePlan } from '../../shared/model/plan';
import type { OperationContext } from '../operations/device-session';
import { isCancelled, valueOf, type Context, type SessionState } from './context';
import { checksOf, sentenceOf } from './flash-conditions';
import { sha256Of } from './hash';
import type { CaseLayout } from './layout';
import type { OpenCase } from './open-case';
import { partOf, startOperation } from './operation-runner';
import { describeChip, isSameChip } from './preflight';
import { drawCase, refreshPlan } from './regions-steps';
import { isTyped } from './sentence';
import { contentOf, type ChipContent } from '../composition/chip-content';
import type { ComposedImage } from '../composition/compose-order';
import { orderFor, type TargetOrder } from './target';
import { verifyTarget, verifyRanges } from './verify-steps';

export type VerifyMode = 'full' | 'quick';

export async function startFlash(context: Context, typed: string, mode: VerifyMode): Promise<{ operationId: string }> {
  context.requireIdle();
  const opened = context.requireCase();
  // Also proves that the case can be written.
  await opened.update({});
  const refused = await refreshPlan(context, { keepMap: true });
  if (refused) throw refused;
  const { target } = opened;
  if (target?.plan?.units.length === 0 && !opened.journal.open) throw fault('PLAN_NOTHING_TO_DO');
  const problem = checksOf(context, opened).find(({ ok }) => !ok);
  if (problem) throw fault('SAFETY_REFUSED', { problem: problem.code, ...problem.params });
  const sentence = sentenceOf(opened);
  if (sentence === undefined || !isTyped(typed, sentence)) throw fault('INPUT_INVALID', { detail: 'typed' });
  const { session, chip } = context.requireChip();
  context.log('flash-confirmed', {
    typed,
    chip: describeChip(chip),
    backup: opened.base()?.backupId ?? '',
    target: target?.sha256 ?? '',
    mode,
  });
  await opened.log.flush();

  return startOperation(context, {
    kind: 'write',
    run: (operation) => flash({ context, opened, session, chip, mode, shownSha256: target?.sha256 ?? '' }, operation),
    settle: (error) => settleWrite(context, opened, error),
  });
}

interface Flash {
  readonly context: Context;
  readonly opened: OpenCase;
  readonly session: SessionState;
  /** As it was when the person confirmed. */
  readonly chip: ChipInfo;
  readonly mode: VerifyMode;
  /** The target whose plan was shown. */
  readonly shownSha256: string;
}

async function flash(job: Flash, operation: OperationContext): Promise<void> {
  const { context, opened } = job;
  const quiet: OperationContext = { ...operation, progress: () => undefined, blocks: () => undefined };
  const chip = await confirmSameChip(job, quiet);
  const composed = await prepare(job, chip);
  const { plan, content } = await freshPlan(job, composed, chip, quiet);
  drawPlan(context, opened, plan, composed);

  const writeMs = predictedWriteMs(plan);
  const share = writeMs / (writeMs + verifyMs(plan, job.mode, composed) || 1);
  await recordStart(job, composed);
  // Protection that an earlier run lifted is put back by the write, also where no block is left to be written.
  if (plan.units.length > 0 || opened.journal.restoreRegisters)
    await write(job, { chip, plan, composed, content }, partOf(operation, 0, share));
  // All that was open has been read equal: nothing is left to be done.
  else if (opened.journal.open) await opened.appendJournal({ kind: 'end', outcome: 'done' });
  await opened.update({ written: true, chipState: 'modified' });
  await verifyTarget(
    context,
    { opened, chip, mode: job.mode, expected: composed.bytes, layout: composed.layout, touched: plan },
    partOf(operation, share, 1 - share),
  );
}

/** Another chip, or none, since it was confirmed: nothing is written. */
async function confirmSameChip({ context, opened, chip }: Flash, quiet: OperationContext): Promise<ChipInfo> {
  const found = valueOf(await context.deps.session.identify(quiet));
  const expected = opened.base()?.chip ?? chip;
  if (isSameChip(expected, found)) return found;
  throw fault('CHIP_CHANGED', { expected: describeChip(expected), found: describeChip(found) }, undefined, opened.record.chipState);
}

interface ComposedTarget extends ComposedImage {
  readonly layout: CaseLayout;
  /** What the chip holds where nothing new is written. */
  readonly base: Uint8Array;
  readonly content: ChipContent;
  readonly last: TargetOrder['last'];
}

/** Backup and sources are read and hashed anew; the target is on disk, and read back from it, before the chip is touched. */
async function prepare({ context, opened, session, shownSha256 }: Flash, chip: ChipInfo): Promise<ComposedTarget> {
  const order = await orderFor(context.deps.disk, opened, { chip, link: session.link });
  const image = order && (await context.composer.image(order));
  if (!image || image.sha256 !== shownSha256) throw fault('STATE_WRONG', { state: 'target changed' });
  const { known, layout, last, request } = order;
  const whole = { offset: 0, length: image.bytes.length };
  return known.kind === 'backup'
    ? { ...image, layout, last, base: request.base, content: contentOf(request.base, known.facts, image.bytes, image.sha256) }
    : { ...image, layout, last, base: blank(whole.length), content: { current: blank(whole.length), unknown: [whole] } };
}

const blank = (length: number): Uint8Array => new Uint8Array(length).fill(0xff);

/** What an earlier run left unknown is read from the chip, so that the plan is made of what is there. */
async function freshPlan({ context, session }: Flash, composed: ComposedTarget, chip: ChipInfo, quiet: OperationContext) {
  const { bytes, ranges, changedRegions, last } = composed;
  let { content } = composed;
  // With the override nothing on the chip can be trusted, and reading it proves nothing.
  const unreadable = content.unknown.some(({ length }) => length === bytes.length);
  if (content.unknown.length > 0 && !unreadable) {
    const current = content.current.slice();
    for (const range of content.unknown) current.set(valueOf(await context.deps.session.read({ chip, range }, quiet)), range.offset);
    content = { current, unknown: [] };
  }
  const { link } = session;
  const plan = await context.composer.plan({ ...content, target: bytes, ranges, regionNames: changedRegions, chip, link, last });
  return { plan, content };
}

async function recordStart({ context, opened }: Flash, composed: ComposedTarget): Promise<void> {
  const { disk } = context.deps;
  const { write, written } = opened.record;
  const base = opened.base();
  // Goes on from where an open write began; a new write on top of a finished one keeps what that one left.
  const baseSha256 = opened.journal.open ? write?.baseSha256 : base && written ? sha256Of(composed.base) : undefined;
  if (!opened.journal.open && baseSha256 !== undefined) await disk.write(opened.basePath, composed.base);
  await disk.write(opened.targetPath, composed.bytes);
  if (sha256Of(await disk.read(opened.targetPath)) !== composed.sha256) throw fault('BACKUP_ALTERED', { path: opened.targetPath });
  await opened.update({
    write: {
      targetSha256: composed.sha256,
      regions: [...composed.changedRegions],
      ...(base ? { baseBackupId: base.backupId } : {}),
      ...(baseSha256 === undefined ? {} : { baseSha256 }),
    },
    written: false,
    verification: undefined,
    lastError: undefined,
  });
}

interface WriteJob {
  readonly chip: ChipInfo;
  readonly plan: WritePlan;
  readonly composed: ComposedTarget;
  readonly content: ChipContent;
}

async function write({ context, opened }: Flash, { chip, plan, composed, content }: WriteJob, operation: OperationContext): Promise<void> {
  const journal = async (entry: JournalEntry): Promise<void> => {
    await opened.appendJournal(entry);
    if (entry.kind === 'begin') {
      if (opened.record.chipState === 'untouched' || opened.record.chipState === 'verified') await opened.update({ chipState: 'modified' });
    } else if (entry.kind === 'start') context.changed();
  };
  const outcome = valueOf(
    await context.deps.session.write(
      {
        chip,
        plan,
        desired: composed.bytes,
        known: content.current,
        unknown: content.unknown,
        restoreRegisters: opened.journal.restoreRegisters,
        journal,
      },
      operation,
    ),
  );
  context.log('write-ended', { proven: outcome.proven, retries: outcome.retries, durationMs: Math.round(outcome.durationMs) });
  if (!outcome.proven) throw fault('WRITE_BLOCK_FAILED', { offset: opened.journal.unknownUnits[0]?.offset ?? 0 }, undefined, 'modified');
}

function drawPlan(context: Context, opened: OpenCase, plan: WritePlan, composed: ComposedTarget): void {
  const proven = opened.journal.open ? opened.journal.newUnits : [];
  context.map.reset(composed.bytes.length, BlockState.keep, [
    { ranges: proven, state: BlockState.proven },
    { ranges: plan.units.map(({ range }) => range), state: BlockState.old },
    { ranges: opened.journal.open ? opened.journal.unknownUnits : [], state: BlockState.unknown },
  ]);
}

function verifyMs(plan: WritePlan, mode: VerifyMode, composed: ComposedTarget): number {
  const size = composed.bytes.length;
  const compared = verifyRanges(mode, size, plan).reduce((sum, { length }) => sum + length, 0);
  return (plan.predicted.fullVerifyMs * compared) / size;
}

/** After a write that did not end well: what is true of the chip now, on disk where it can be. */
async function settleWrite(context: Context, opened: OpenCase, error: AppError | undefined): Promise<AppError | undefined> {
  const cancelled = error !== undefined && isCancelled(error);
  const chipState = error ? chipStateAfter(opened, error) : opened.record.chipState;
  const told = error && { ...error, chipState };
  const outcome = error ? (cancelled ? 'cancelled' : 'failed') : 'done';
  const patch = { chipState, lastError: cancelled ? undefined : told };
  await refreshPlan(context, { keepMap: true });
  await opened.update(patch, outcome).catch(() => opened.settleInMemory(patch, outcome));
  // A fault in the middle of a block leaves runs that nobody has taken back.
  if (error && opened.journal.open) drawCase(context, opened);
  return told;
}

function chipStateAfter(opened: OpenCase, error: AppError): ChipState {
  if (!opened.journal.open) return opened.record.chipState;
  return error.code === 'DEVICE_HOST_LOST' ? 'unknown' : 'modified';
}
