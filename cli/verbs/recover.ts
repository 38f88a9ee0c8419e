// rom-rescue recover: the whole recovery without a window: contact, backup, recipe, plan, consent, write, verify, report.
import { basename, join } from 'node:path';
import { machineIds, type MachineId } from '../../shared/model/diagnosis';
import { fault } from '../../shared/model/errors';
import { boardAnswers, type BoardAnswer } from '../../shared/model/programmer';
import { checklistIds, recipeIds, type RecipeId } from '../../shared/model/recovery';
import { isPracticeScenario } from '../../shared/model/practice';
import type { CaseView } from '../../shared/ipc/views';
import { nodeDisk } from '../../native-bridge/recovery/files';
import { chooseProgrammer } from '../choose-programmer';
import { requireGood } from '../require-contact';
import type { DeviceOptions } from '../device';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { oneOf } from '../numbers';
import { planJson, planText } from '../plan-view';
import { casePlace, openDesk, type Desk } from '../recovery-desk';
import { valueOf, VerbFailure, type Answer, type Verb } from '../verb';

export interface RecoverOptions extends Omit<DeviceOptions, 'chipFile'> {
  readonly case?: string;
  readonly recipe?: string;
  readonly source?: readonly string[];
  readonly machine?: string;
  /** What was measured on a CH341A: black boards may drive the chip at 5 V. */
  readonly board?: string;
  readonly yes?: boolean;
}

export async function recover(verb: Verb, options: RecoverOptions, version: string): Promise<Answer> {
  const machineId = oneOf(options.machine ?? 'z620', machineIds, '--machine');
  const recipe = options.recipe === undefined ? undefined : oneOf(options.recipe, recipeIds, '--recipe');
  const place = await casePlace(options.case);
  const desk = await openDesk(verb, place.casesFolder, version);
  try {
    if (place.caseId !== undefined) valueOf(await desk.call['case/open']({ caseId: place.caseId }));
    await openAdapter(verb, desk, options, machineId);
    return await carryOut(verb, desk, options, recipe);
  } catch (thrown) {
    const folder = desk.snapshot().openCase?.folder;
    if (!(thrown instanceof VerbFailure) || folder === undefined) throw thrown;
    // Whatever happened, the case is there to go on with.
    throw new VerbFailure(thrown.error, { ...thrown.json, case: folder }, [
      ...thrown.text,
      `The case is kept: rom-rescue recover --case ${folder}`,
    ]);
  } finally {
    await desk.close();
    verb.terminal.status('');
  }
}

/** A practice case brings its own adapter; a real one is opened, and its board asked about. */
async function openAdapter(verb: Verb, desk: Desk, options: RecoverOptions, machineId: MachineId): Promise<void> {
  const wasOpen = desk.snapshot().openCase;
  if (wasOpen?.practice !== undefined) {
    // Going on with a practice case means that its trouble was put right.
    valueOf(await desk.call['practice/mend']({}));
    await tickPowerRules(desk);
    return;
  }
  const id = chooseProgrammer(options.programmer, valueOf(await verb.session.list()));
  const scenario = id.startsWith('simulated:') ? id.slice('simulated:'.length) : undefined;
  if (scenario !== undefined && isPracticeScenario(scenario)) {
    valueOf(await desk.call['practice/start']({ scenario }));
    await tickPowerRules(desk);
    return;
  }
  if (!wasOpen) valueOf(await desk.call['case/create']({ title: 'Recovery', machineId }));
  valueOf(await desk.call['programmer/open']({ id }));
  valueOf(await desk.call['programmer/board']({ answer: await boardAnswer(verb, options) }));
  await confirmPowerRules(verb, options);
  await tickPowerRules(desk);
}

async function boardAnswer(verb: Verb, { board }: RecoverOptions): Promise<BoardAnswer> {
  if (board !== undefined) return oneOf(board, boardAnswers, '--board');
  const next = `Measure pin 8 of the socket or a data line against ground, then say --board ${boardAnswers.join(' | ')}.`;
  if (!verb.terminal.interactive) throw fault('SAFETY_REFUSED', { problem: 'it is not known whether this adapter drives 3.3 V', next });
  const typed = await verb.terminal.ask(`Black CH341A boards may drive the chip at 5 V. ${next}\nboard: `, verb.signal);
  return oneOf(typed ?? '', boardAnswers, 'board');
}

async function confirmPowerRules(verb: Verb, options: RecoverOptions): Promise<void> {
  if (options.yes) return;
  const rules = 'mains unplugged, standby lights dark, clip on before USB, one supply only';
  const typed = verb.terminal.interactive ? await verb.terminal.ask(`Power rules: ${rules}. Type yes: `, verb.signal) : undefined;
  if (typed?.trim().toLowerCase() !== 'yes')
    throw fault('SAFETY_REFUSED', { problem: `the power rules must be confirmed (${rules})`, next: 'Confirm them with --yes.' });
}

/** Confirmed by a person, or of a practice machine, which has no mains. */
async function tickPowerRules(desk: Desk): Promise<void> {
  for (const id of checklistIds) valueOf(await desk.call['case/checklist']({ id, done: true }));
}

async function carryOut(verb: Verb, desk: Desk, options: RecoverOptions, recipe: RecipeId | undefined): Promise<Answer> {
  await desk.perform(desk.call['contact/start']({}));
  requireGood(desk.snapshot().session?.contact, desk.snapshot().session?.chip);
  const goesOn = desk.openCase().journal?.open ?? false;
  if (!goesOn) {
    if (desk.openCase().baseBackupId === undefined) await desk.perform(desk.call['backup/start']({ reads: 2 }));
    for (const path of options.source ?? []) valueOf(await desk.call['source/add']({ name: basename(path), bytes: await readImage(path) }));
    await chooseRecipe(desk, recipe);
  }
  await showWarnings(verb, desk);
  const planned = desk.openCase();
  const nothingLeft = !goesOn && planned.plan?.units.length === 0;
  if (!nothingLeft)
    await desk.perform(desk.call['flash/start']({ typed: await sentence(verb, planned, options.yes ?? false), verify: 'full' }));
  else await desk.perform(desk.call['verify/start']({ mode: 'full' }));
  const report = await saveReport(desk);
  return answer(desk.openCase(), planned, report);
}

/** Nothing is chosen for the user: without a name the recipes are told, best first. */
async function chooseRecipe(desk: Desk, recipe: RecipeId | undefined): Promise<void> {
  const { recipes, recipe: chosen } = desk.openCase();
  if (recipe === undefined && chosen !== undefined) return;
  if (recipe !== undefined) {
    valueOf(await desk.call['regions/recipe']({ recipe }));
    return;
  }
  const refused = fault('SAFETY_REFUSED', {
    problem: 'what to write must be chosen',
    next: 'Choose one of the recipes: --recipe NAME',
  }).error;
  const text = recipes.flatMap(({ recipe: name, title, why, missing }) => [
    `${name}: ${title}`,
    `    ${why}`,
    ...(missing ? [`    missing: ${missing}`] : []),
  ]);
  throw new VerbFailure(refused, { recipes }, text);
}

/** Told before the consent is asked for, on the stream for people. */
async function showWarnings(verb: Verb, desk: Desk): Promise<void> {
  const { target } = desk.openCase();
  if (!target || target.warningsRead) return;
  for (const { severity, message } of target.report.findings) if (severity === 'warn') verb.terminal.note(`warning: ${message}`);
  valueOf(await desk.call['regions/warnings-read']({ sha256: target.sha256 }));
}

async function sentence(verb: Verb, { plan, sentence: wanted }: CaseView, yes: boolean): Promise<string> {
  // Without a sentence there is no plan; the start then says what is missing.
  if (yes || wanted === undefined) return wanted ?? '';
  const problem = 'a write must be confirmed';
  if (!verb.terminal.interactive) throw fault('SAFETY_REFUSED', { problem, next: 'Look at the plan in the case, then add --yes.' });
  for (const line of plan ? planText(plan) : []) verb.terminal.note(line);
  return (await verb.terminal.ask(`Type ${wanted} to start: `, verb.signal)) ?? '';
}

async function saveReport(desk: Desk): Promise<string> {
  const { text } = valueOf(await desk.call['report/export']({ format: 'html', identity: false }));
  const path = join(desk.openCase().folder, 'report.html');
  await nodeDisk.write(path, text);
  return path;
}

function answer({ verification, folder, chipState, recipe }: CaseView, { plan }: CaseView, report: string): Answer {
  const equal = verification?.equal ?? false;
  return {
    exit: equal ? ExitCode.good : ExitCode.checkFailed,
    json: {
      case: folder,
      recipe: recipe ?? null,
      ...(plan ? { plan: planJson(plan) } : {}),
      verified: equal,
      chipState,
      differences: verification?.differences ?? [],
      ...(verification?.chipSha256 === undefined ? {} : { sha256After: verification.chipSha256 }),
      report,
    },
    text: [
      ...(plan ? planText(plan) : []),
      equal ? 'Verified: the whole chip was read back equal.' : 'The chip differs from what it should hold. Do not start the machine.',
      `Case:   ${folder}`,
      `Report: ${report}`,
      'Unplug the adapter from USB first, then take the clip off.',
    ],
  };
}
