// What every face is shown: one snapshot made of the context. Infers nothing that a step has not decided.
import type { BackupView, CaseSummary, CaseView, Snapshot, TargetView } from '../../shared/ipc/views';
import type { Context } from './context';
import { summarise } from './case-store';
import { stepsDone } from './case-machine';
import { mayOverrideBackup } from './backup-steps';
import { practiceProgrammerId } from './case-steps';
import { checksOf, sentenceOf, sessionView, warningsAreRead } from './flash-conditions';
import type { OpenCase } from './open-case';
import { waysOutFor } from './recipe-desk';
import { overrideSentence } from './sentence';
import type { TargetState } from './target';
import type { BackupRecord } from './vault';

export function snapshotOf(context: Context, cases: readonly CaseSummary[]): Snapshot {
  const { deps, openCase, operation } = context;
  const session = sessionView(context);
  const open = openCase && openCaseView(context, openCase);
  return {
    seq: context.nextSeq(),
    version: deps.version,
    face: deps.face,
    platform: deps.platform,
    casesFolder: deps.casesFolder,
    programmers: programmersShown(context),
    ...(session ? { session } : {}),
    cases: cases.map((summary) => (openCase && summary.caseId === openCase.record.caseId ? summaryOf(openCase) : summary)),
    ...(open ? { openCase: open } : {}),
    ...(operation
      ? {
          operation: {
            operationId: operation.operationId,
            kind: operation.kind,
            ...(operation.progress ? { progress: operation.progress } : {}),
          },
        }
      : {}),
  };
}

/** Simulated programmers belong to their practice case and are no choice elsewhere. */
function programmersShown({ programmers, openCase }: Context) {
  const practice = openCase?.record.practice;
  return programmers.filter(({ kind, id }) => (practice === undefined ? kind !== 'simulated' : id === practiceProgrammerId(practice)));
}

const summaryOf = (opened: OpenCase): CaseSummary => summarise(opened.record, opened.folder, opened.journal.open);

export function openCaseView(context: Context, opened: OpenCase): CaseView {
  const { record, target, journal } = opened;
  const facts = opened.facts();
  const base = opened.base(context.session?.chip);
  const sentence = sentenceOf(opened);
  return {
    ...summaryOf(opened),
    stepsDone: stepsDone(facts),
    checklist: record.checklist,
    ...(record.answers ? { answers: record.answers } : {}),
    waysOut: record.answers ? [...waysOutFor(record.answers)] : [],
    ...(record.chosenWayOut ? { chosenWayOut: record.chosenWayOut } : {}),
    backups: opened.backups.map((backup) => backupView(opened, backup)),
    ...(base ? { baseBackupId: base.backupId } : {}),
    backupOverride: record.backupOverride,
    ...(mayOverrideBackup(opened) ? { overrideSentence } : {}),
    sources: [...opened.sources.views],
    recipes: opened.recipes.map(({ view }) => view),
    ...(record.recipe ? { recipe: record.recipe } : {}),
    choices: record.choices,
    edits: record.edits ?? {},
    ...(target ? { target: targetView(opened, target) } : {}),
    ...(target?.plan ? { plan: target.plan } : {}),
    checks: checksOf(context, opened).map((check) => ({ ...check, params: { ...check.params } })),
    ...(sentence === undefined ? {} : { sentence }),
    ...(journal.touched || journal.oldUnits.length > 0
      ? {
          journal: {
            open: journal.open,
            oldUnits: [...journal.oldUnits],
            newUnits: [...journal.newUnits],
            unknownUnits: [...journal.unknownUnits],
          },
        }
      : {}),
    ...(record.verification ? { verification: record.verification } : {}),
    ...(record.lastError ? { lastError: record.lastError } : {}),
  };
}

function targetView(opened: OpenCase, target: TargetState): TargetView {
  const { sha256, report, changedRegions, explained, macChange, identityLost } = target;
  return {
    sha256,
    report,
    changedRegions: [...changedRegions],
    explained,
    ...(macChange ? { macChange } : {}),
    identityLost: [...identityLost],
    warningsRead: warningsAreRead(opened, target),
  };
}

function backupView(opened: OpenCase, backup: BackupRecord): BackupView {
  const { version: _, ...rest } = backup;
  return { ...rest, path: opened.vault.pathOf(backup), readBack: true, report: opened.reportOf(backup) };
}
