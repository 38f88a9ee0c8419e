// Reading back: the whole chip, or what was touched and a sample, told apart. Only here is success said.
import { BLOCK_BYTES } from '../../shared/model/blocks';
import { mergeRanges } from '../../shared/firmware/ranges';
import { fault } from '../../shared/model/errors';
import type { ChipInfo } from '../../shared/model/chip';
import type { ByteRange, WritePlan } from '../../shared/model/plan';
import type { OperationContext } from '../operations/device-session';
import { isCancelled, valueOf, type Context } from './context';
import { sha256Of } from './hash';
import { byRegion, layoutFor, type CaseLayout } from './layout';
import type { OpenCase } from './open-case';
import { startOperation } from './operation-runner';
import { refreshPlan } from './regions-steps';

/** Blocks of a quick verify beside those that were touched, spread evenly. */
const SAMPLE_BLOCKS = 64;

/** Again, after the flash has been verified or its verification did not come to an end. */
export function startVerify(context: Context, mode: 'full' | 'quick'): { operationId: string } {
  context.requireIdle();
  const opened = context.requireCase();
  const { record } = opened;
  const { write } = record;
  if (!record.written || !write || opened.journal.open) throw fault('STATE_WRONG', { state: record.state });
  const { chip } = context.requireChip();
  return startOperation(context, {
    kind: 'verify',
    async run(operation) {
      const expected = await context.deps.disk.read(opened.targetPath);
      if (sha256Of(expected) !== write.targetSha256) throw fault('BACKUP_ALTERED', { path: opened.targetPath });
      const base = opened.base();
      const layout = layoutFor(record.machineId, expected.length, base && opened.reportOf(base));
      const touched = { units: opened.journal.newUnits.map((range) => ({ range })) };
      await verifyTarget(context, { opened, chip, mode, expected, layout, touched }, operation);
    },
    async settle(error) {
      const told = error && { ...error, chipState: opened.record.chipState };
      const cancelled = error !== undefined && isCancelled(error);
      await refreshPlan(context, { keepMap: true });
      const patch = { lastError: cancelled ? undefined : told };
      const outcome = error ? (cancelled ? 'cancelled' : 'failed') : 'done';
      await opened.update(patch, outcome).catch(() => opened.settleInMemory(patch, outcome));
      return told;
    },
  });
}

interface VerifyJob {
  readonly opened: OpenCase;
  readonly chip: ChipInfo;
  readonly mode: 'full' | 'quick';
  readonly expected: Uint8Array;
  readonly layout: CaseLayout;
  readonly touched: { readonly units: readonly Pick<WritePlan['units'][number], 'range'>[] };
}

/** Records what was read back; a difference is thrown as VERIFY_MISMATCH after it is on disk. */
export async function verifyTarget(context: Context, job: VerifyJob, operation: OperationContext): Promise<void> {
  const { opened, chip, mode, expected, layout } = job;
  // What the journal proves of earlier runs of this write counts as touched too.
  const units = [...job.touched.units, ...opened.journal.newUnits.map((range) => ({ range }))];
  const ranges = verifyRanges(mode, expected.length, { units });
  const found = valueOf(await context.deps.session.verify({ chip, expected, ranges }, operation));
  const equal = found.differences.length === 0;
  const verification = {
    mode,
    equal,
    comparedBytes: found.comparedBytes,
    expectedSha256: sha256Of(expected),
    ...(found.sha256 !== undefined && mode === 'full' ? { chipSha256: found.sha256 } : {}),
    differences: byRegion(layout, found.differences),
    at: context.deps.now().toISOString(),
    lateUnplug: false,
  };
  context.log('verified', { mode, equal, comparedBytes: found.comparedBytes, differences: found.differences.length });
  const update = opened.update({ verification, chipState: equal ? 'verified' : 'modified' });
  // What was read stands, whether or not the disk takes it.
  await update.catch((thrown: unknown) => {
    opened.settleInMemory({ verification, chipState: equal ? 'verified' : 'modified' }, 'done');
    throw thrown;
  });
  if (equal) return;
  const count = found.differences.reduce((sum, { length }) => sum + Math.ceil(length / BLOCK_BYTES), 0);
  throw fault('VERIFY_MISMATCH', { count, first: found.differences[0]?.offset ?? 0 }, undefined, 'modified');
}

export function verifyRanges(mode: 'full' | 'quick', sizeBytes: number, plan: VerifyJob['touched']): ByteRange[] {
  if (mode === 'full') return [{ offset: 0, length: sizeBytes }];
  const blocks = Math.ceil(sizeBytes / BLOCK_BYTES);
  const step = Math.max(1, Math.floor(blocks / SAMPLE_BLOCKS));
  const sample = Array.from({ length: Math.ceil(blocks / step) }, (_, index) => ({
    offset: index * step * BLOCK_BYTES,
    length: BLOCK_BYTES,
  }));
  return mergeRanges([...plan.units.map(({ range }) => range), ...sample]).map(({ offset, length }) => ({
    offset,
    length: Math.min(length, sizeBytes - offset),
  }));
}
