// The programmer: which are there, which is in use, the board question, the contact test.
import type { BoardAnswer } from '../../shared/model/programmer';
import { boardIsSafe } from '../../shared/model/programmer';
import { checklistIds } from '../../shared/model/recovery';
import { fault } from '../../shared/model/errors';
import { describeChip, isSameChip } from './preflight';
import { noteDeviceError, valueOf, type Context } from './context';
import { startOperation } from './operation-runner';
import { refreshPlan } from './regions-steps';

export async function refreshProgrammers(context: Context): Promise<void> {
  const result = await context.deps.session.list();
  if (!result.ok) {
    noteDeviceError(context, result.error);
    throw valueOf(result);
  }
  const present = new Set(result.value.map(({ id }) => id));
  const left = context.programmers.filter(({ id }) => !present.has(id));
  context.programmers = result.value;
  await context.boards.forget(left.map(({ id }) => id));
  const { session } = context;
  if (session?.connection === 'open' && !present.has(session.programmer.id)) await adapterLeft(context);
  context.changed();
}

/** An adapter that leaves after the proof takes nothing from a success; it is only noted. */
async function adapterLeft(context: Context): Promise<void> {
  context.forgetContact('lost');
  context.log('adapter-left');
  const opened = context.openCase;
  const verification = opened?.record.verification;
  if (!opened || context.operation || !verification?.equal || !opened.record.written) return;
  // A note: where the disk does not take it, nothing is lost.
  await opened.update({ verification: { ...verification, lateUnplug: true } }).catch(() => undefined);
}

export async function openProgrammer(context: Context, id: string): Promise<void> {
  context.requireIdle();
  await closeProgrammer(context);
  const practiceChip = context.openCase?.practiceChipPath;
  const opened = valueOf(await context.deps.session.open(id, practiceChip === undefined ? {} : { simulatedChipPath: practiceChip }));
  context.session = { ...opened, connection: 'open' };
  context.log('programmer-opened', { id });
  await refreshPlan(context);
  context.changed();
}

export async function closeProgrammer(context: Context): Promise<void> {
  context.requireIdle();
  if (!context.session) return;
  context.session = undefined;
  await context.deps.session.close();
  context.log('programmer-closed');
  context.changed();
}

export async function answerBoard(context: Context, answer: BoardAnswer): Promise<void> {
  const { programmer } = context.requireSession();
  const kept = await context.boards.set(programmer.id, answer);
  context.log('board-answered', { answer, kept });
  context.changed();
}

/** What the adapter wants answered before it may power a chip. */
export const asksForBoard = (context: Context): boolean => context.session?.programmer.kind === 'ch341a';

export function startContact(context: Context): { operationId: string } {
  context.requireIdle();
  const { programmer } = context.requireSession();
  if (asksForBoard(context)) {
    if (!boardIsSafe(context.boards.get(programmer.id))) throw fault('SAFETY_REFUSED', { problem: 'BOARD_NOT_ANSWERED' });
    const ticked = context.openCase?.record.checklist;
    if (ticked && checklistIds.some((id) => !ticked.includes(id))) throw fault('SAFETY_REFUSED', { problem: 'POWER_CHECKLIST_OPEN' });
  }
  context.forgetContact('open');
  return startOperation(context, {
    kind: 'contact-test',
    async run(operation) {
      const { contact, chip } = valueOf(await context.deps.session.contactTest(operation));
      const identified = chip ?? (contact.diagnosis === 'good' ? valueOf(await context.deps.session.identify(operation)) : undefined);
      context.updateSession({ contact, ...(identified ? { chip: identified } : {}) });
      context.log('contact-tested', { diagnosis: contact.diagnosis, jedec: contact.jedec ?? '' });
      if (contact.diagnosis === 'good' && identified) await noteOtherChip(context, identified);
    },
    settle: async (error) => {
      const opened = context.openCase;
      await refreshPlan(context);
      await opened?.update({ lastError: error }, error ? 'failed' : 'done').catch(() => undefined);
      return error;
    },
  });
}

/** Another chip than the backup's is no error here: a second board may be meant. The flash refuses it. */
async function noteOtherChip(context: Context, chip: Parameters<typeof isSameChip>[0]): Promise<void> {
  const base = context.openCase?.base();
  if (base && !isSameChip(base.chip, chip)) context.log('other-chip', { expected: describeChip(base.chip), found: describeChip(chip) });
}
