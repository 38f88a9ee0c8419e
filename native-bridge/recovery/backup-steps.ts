// The backup: read twice by the session, then saved, read back, hashed and inspected here. The override for a chip that cannot be read.
import { BLOCK_BYTES, BlockState } from '../../shared/model/blocks';
import { worthOfBackup } from '../../shared/firmware/reading-faults';
import type { Finding } from '../../shared/firmware/report';
import { fault, type Fault } from '../../shared/model/errors';
import { isCancelled, valueOf, type Context } from './context';
import type { OpenCase } from './open-case';
import { partOf, startOperation } from './operation-runner';
import { refreshPlan } from './regions-steps';
import { isTyped, overrideSentence } from './sentence';

/** Reading takes nearly all of the time; saving and inspecting the rest. */
const READ_SHARE = 0.97;

export function startBackup(context: Context, reads: number): { operationId: string } {
  context.requireIdle();
  const opened = context.requireCase();
  const { session, chip } = context.requireChip();
  context.map.reset(chip.sizeBytes, BlockState.unread);
  return startOperation(context, {
    kind: 'backup',
    async run(operation) {
      const outcome = valueOf(await context.deps.session.backup({ chip, reads }, partOf(operation, 0, READ_SHARE)));
      operation.progress({
        phase: 'saving',
        done: outcome.bytes.length,
        fraction: READ_SHARE,
        cancellable: 'no',
        chipState: opened.record.chipState,
      });
      const record = await opened.vault.save(outcome, chip, context.deps.now());
      await opened.refreshBackups();
      await opened.refreshRecipes();
      context.log('backup-saved', { backupId: record.backupId, sha256: record.sha256, reads: record.reads, sizeBytes: record.sizeBytes });
      // A backup taken after a finished write shows the chip as it is now: that write is history.
      const history = opened.journal.open
        ? {}
        : { write: undefined, written: false, verification: undefined, chipState: 'untouched' as const };
      await opened.update({ chip, link: session.link, unreadable: outcome.unstable.length > 0, ...history });
      if (outcome.unstable.length > 0) {
        const count = outcome.unstable.reduce((sum, { length }) => sum + Math.ceil(length / BLOCK_BYTES), 0);
        throw fault('READ_UNSTABLE', { count, first: outcome.unstable[0]?.offset ?? 0 });
      }
      const worth = worthOfBackup(opened.reportOf(record));
      if (worth.kind === 'misread') throw misread(worth.faults);
    },
    async settle(error) {
      const told = error && { ...error, chipState: opened.record.chipState };
      await refreshPlan(context, { keepMap: true });
      const cancelled = error !== undefined && isCancelled(error);
      const patch = { lastError: cancelled ? undefined : told, ...(error?.category === 'read' ? { unreadable: true } : {}) };
      const outcome = error ? (cancelled ? 'cancelled' : 'failed') : 'done';
      await opened.update(patch, outcome).catch(() => opened.settleInMemory(patch, outcome));
      return told;
    },
  });
}

/** The reads agree, and what they agree on is distorted: a stable wrong contact reads the same each time. */
function misread(faults: readonly Finding[]): Fault {
  const [worst] = faults;
  return fault('READ_DISTORTED', { finding: worst?.code ?? '', detail: worst?.message ?? '' });
}

export const mayOverrideBackup = (opened: OpenCase): boolean =>
  opened.record.unreadable && !opened.record.backupOverride && opened.base() === undefined;

/** Only after a backup has failed for want of a readable chip, and never where a good one exists. */
export async function overrideBackup(context: Context, typed: string): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  if (opened.base()) throw fault('SAFETY_REFUSED', { problem: 'BACKUP_EXISTS' });
  if (!opened.record.unreadable) throw fault('SAFETY_REFUSED', { problem: 'BACKUP_MISSING' });
  if (!isTyped(typed, overrideSentence)) throw fault('INPUT_INVALID', { detail: 'typed' });
  const { session, chip } = context.requireChip();
  context.log('backup-override', { typed, chip: chip.name, uniqueId: chip.uniqueId ?? '' });
  await opened.log.flush();
  await opened.update({ backupOverride: true, chip, link: session.link });
  context.changed();
}
