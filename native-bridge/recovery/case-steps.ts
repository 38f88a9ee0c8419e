// Cases and what is asked in them: create, open, close, practise, answer, choose a way out, tick the checklist.
import type { DiagnosisAnswers, MachineId, WayOutId } from '../../shared/model/diagnosis';
import type { PracticeScenario } from '../../shared/model/practice';
import type { ChecklistId } from '../../shared/model/recovery';
import { fault } from '../../shared/model/errors';
import { errorOf, type Context } from './context';
import { inspectHere } from './inspector';
import { OpenCase } from './open-case';
import { addSource, refreshPlan } from './regions-steps';
import { closeProgrammer, openProgrammer, refreshProgrammers } from './session-steps';

export async function createCase(
  context: Context,
  fields: { title?: string | undefined; machineId?: MachineId | 'other' | undefined },
): Promise<{ caseId: string }> {
  context.requireIdle();
  const { title = '', machineId } = fields;
  const record = await context.store.create({ title: title.trim() || 'Recovery', ...(machineId ? { machineId } : {}) }, context.deps.now());
  await openCase(context, record.caseId);
  return { caseId: record.caseId };
}

/** A case of its own with a machine of its own, broken in the way of the scenario, and the files one would have at hand. */
export async function startPractice(context: Context, scenario: PracticeScenario): Promise<{ caseId: string }> {
  context.requireIdle();
  const title = `Practice ${scenario.replaceAll('-', ' ')}`;
  const record = await context.store.create({ title, machineId: 'z620', practice: scenario }, context.deps.now());
  await openCase(context, record.caseId);
  for (const { name, bytes } of context.deps.practiceFiles(scenario)) await addSource(context, name, bytes);
  await refreshPlan(context);
  return { caseId: record.caseId };
}

export async function openCase(context: Context, caseId: string): Promise<void> {
  context.requireIdle();
  if (context.openCase?.record.caseId === caseId) return;
  const { disk, now, lockOwner, inspect = inspectHere } = context.deps;
  // First, so that a case that cannot be opened leaves the one that is.
  const opened = await OpenCase.open(
    { disk, store: context.store, now, lockOwner, inspect, onLog: (line) => context.emit('log/line', line) },
    caseId,
  );
  await closeCase(context);
  context.openCase = opened;
  if (opened.journal.open)
    context.log('half-written-found', { unknown: opened.journal.unknownUnits, proven: opened.journal.newUnits.length });
  await refreshPlan(context);
  opened.move({ kind: 'facts', facts: opened.facts() });
  if (opened.record.practice !== undefined) await openPracticeProgrammer(context, opened.record.practice);
  context.changed();
}

export async function closeCase(context: Context): Promise<void> {
  context.requireIdle();
  const opened = context.openCase;
  if (!opened) return;
  if (context.session?.programmer.kind === 'simulated') await closeProgrammer(context);
  context.openCase = undefined;
  context.map.reset(0, 0);
  await opened.close();
  context.changed();
}

export const practiceProgrammerId = (scenario: PracticeScenario): string => `simulated:${scenario}`;

/** A practice machine that does not come up is told in the log and can be opened by hand. */
async function openPracticeProgrammer(context: Context, scenario: PracticeScenario): Promise<void> {
  await openProgrammer(context, practiceProgrammerId(scenario)).catch((thrown: unknown) => {
    context.log('practice-not-opened', { code: errorOf(thrown).code });
  });
}

/** Plugs in again and reseats the clip; the contact must then be proven anew. */
export async function mendPractice(context: Context): Promise<void> {
  const { practice } = context.requireCase().record;
  if (practice === undefined) throw fault('STATE_WRONG', { state: 'no practice' });
  await context.deps.session.mend();
  context.log('practice-mended');
  if (context.operation) return;
  await refreshProgrammers(context);
  if (context.session?.connection !== 'open') await openProgrammer(context, practiceProgrammerId(practice));
  context.forgetContact('open');
}

export async function answerDiagnosis(context: Context, answers: DiagnosisAnswers): Promise<void> {
  context.requireIdle();
  const opened = context.requireCase();
  const isOther = opened.record.machineId !== answers.machineId;
  await opened.update({
    answers: { ...answers, symptoms: [...answers.symptoms], atHand: [...answers.atHand] },
    machineId: answers.machineId,
  });
  context.log('diagnosis-answered', { ...answers });
  if (isOther) {
    await opened.machineChanged();
    await refreshPlan(context);
  }
  context.changed();
}

export async function chooseWayOut(context: Context, wayOut: WayOutId): Promise<void> {
  context.requireIdle();
  await context.requireCase().update({ chosenWayOut: wayOut });
  context.log('way-out-chosen', { wayOut });
  context.changed();
}

export async function tickChecklist(context: Context, id: ChecklistId, done: boolean): Promise<void> {
  const opened = context.requireCase();
  const others = opened.record.checklist.filter((ticked) => ticked !== id);
  await opened.update({ checklist: done ? [...others, id] : others });
  context.log('checklist', { id, done });
  context.changed();
}

export async function backupBytes(context: Context, backupId: string): Promise<{ name: string; bytes: Uint8Array }> {
  const opened = context.requireCase();
  const backup = opened.backup(backupId);
  return { name: `${opened.record.caseId}-${backup.fileName}`, bytes: await opened.vault.load(backup) };
}
