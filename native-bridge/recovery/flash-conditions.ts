// What a flash asks for before it may start, as the snapshot shows it and the start checks it.
import { asksForBoard } from './session-steps';
import type { Context } from './context';
import { layoutFor } from './layout';
import type { OpenCase } from './open-case';
import { preflight, type Check } from './preflight';
import { flashSentence, withWarnings } from './sentence';
import type { TargetState } from './target';
import type { SessionView } from '../../shared/ipc/views';

export function sessionView(context: Context): SessionView | undefined {
  const { session } = context;
  if (!session) return undefined;
  const board = context.boards.get(session.programmer.id);
  return {
    programmer: session.programmer,
    connection: session.connection,
    boardQuestion: asksForBoard(context),
    ...(board === undefined ? {} : { board }),
    ...(session.contact ? { contact: session.contact } : {}),
    ...(session.chip ? { chip: session.chip } : {}),
  };
}

export function checksOf(context: Context, opened: OpenCase): Check[] {
  const { record, target } = opened;
  const units = target?.plan?.units.length;
  return preflight({
    session: sessionView(context),
    checklist: record.checklist,
    base: opened.base(context.session?.chip),
    backupOverride: record.backupOverride,
    target: target && {
      sha256: target.sha256,
      fatalFindings: target.newFailures,
      warningsRead: warningsAreRead(opened, target),
    },
    // An open write with nothing left to change still has its proof to be finished.
    planUnits: units === 0 && opened.journal.open ? 1 : units,
    caseWritable: opened.writable,
  });
}

/** What must be typed; absent while there is nothing to write. */
export function sentenceOf(opened: OpenCase): string | undefined {
  const { record, target } = opened;
  const changed = target?.changedRegions.length ? target.changedRegions : opened.journal.open ? (record.write?.regions ?? []) : [];
  if (!target?.plan || changed.length === 0) return undefined;
  const layout = layoutFor(record.machineId, target.report.size, target.report);
  const titles = new Map(layout.regions.map(({ name, title }) => [name, title]));
  const sentence = flashSentence(changed, [...titles.keys()], (region) => titles.get(region) ?? region);
  return withWarnings(sentence, { macReplaced: target.macChange?.from !== undefined, faultsRemain: target.oldFailures.length > 0 });
}

/** A write that goes on was begun by a person who had read them. */
export const warningsAreRead = ({ journal, record }: OpenCase, { sha256, report }: TargetState): boolean =>
  journal.open || record.warningsRead === sha256 || report.findings.every(({ severity }) => severity !== 'warn');
