// The report of a case: everything that was found and done, as data. Identity is masked unless asked for. Drawn by report-html.ts.
import { parseMac } from '../../shared/firmware/compose';
import { machineById } from '../../shared/machines';
import type { Known } from '../../shared/model/knowledge';
import type { ImageReport } from '../../shared/firmware/report';
import type { CaseView, LogLine } from '../../shared/ipc/views';
import { planSteps, type PlanStep } from '../../shared/model/plan';
import type { JournalEntry } from '../../shared/model/journal';
import type { Context } from './context';
import { layoutFor } from './layout';
import type { OpenCase } from './open-case';
import { reportHtml } from './report-html';
import { maskIdentity, numberLikeWords, wordsFoundIn, type Secrets } from './report-mask';
import { openCaseView } from './snapshot';

export interface CaseReport {
  readonly program: { readonly name: string; readonly version: string; readonly platform: string };
  readonly madeAt: string;
  readonly identityShown: boolean;
  readonly case: Pick<
    CaseView,
    'caseId' | 'title' | 'machineId' | 'practice' | 'state' | 'chipState' | 'createdAt' | 'changedAt' | 'backupOverride'
  >;
  readonly answers?: CaseView['answers'];
  readonly chosenWayOut?: string;
  readonly chip?: { readonly name: string; readonly jedec: string; readonly sizeBytes: number; readonly uniqueId?: string };
  readonly backups: readonly CaseView['backups'][number][];
  readonly sources: readonly CaseView['sources'][number][];
  readonly recipe?: string;
  readonly choices: CaseView['choices'];
  readonly edits: CaseView['edits'];
  readonly target?: CaseView['target'];
  /** Of the last write that was begun, as the machine's map names them. */
  readonly writtenRegions: readonly string[];
  readonly steps: readonly PlanStep[];
  readonly journal: readonly JournalEntry[];
  readonly blocks?: CaseView['journal'];
  readonly verification?: CaseView['verification'];
  readonly lastError?: CaseView['lastError'];
  readonly firstBoot: readonly Known<string>[];
  readonly log: readonly LogLine[];
}

export async function exportReport(
  context: Context,
  { format, identity }: { format: 'html' | 'json'; identity: boolean },
): Promise<{ name: string; mime: string; text: string }> {
  const opened = context.requireCase();
  const view = openCaseView(context, opened);
  const full = makeReport(context, view, opened.journalEntries, opened.log.lines, identity);
  const report = identity ? full : maskIdentity(full, await secretsOf(context, opened, full));
  const name = identity ? `${view.caseId}-report.${format}` : `rom-rescue-report-${full.madeAt.slice(0, 10)}.${format}`;
  if (format === 'html') return { name, mime: 'text/html', text: reportHtml(report) };
  return { name, mime: 'application/json', text: `${JSON.stringify(report, null, 2)}\n` };
}

function makeReport(
  context: Context,
  view: CaseView,
  journal: readonly JournalEntry[],
  log: readonly LogLine[],
  identity: boolean,
): CaseReport {
  const { deps, openCase, session } = context;
  const chip = session?.chip ?? openCase?.record.chip;
  const machine = view.machineId === undefined ? undefined : machineById(view.machineId);
  return {
    program: { name: 'ROM Rescue', version: deps.version, platform: deps.platform },
    madeAt: deps.now().toISOString(),
    identityShown: identity,
    case: {
      caseId: view.caseId,
      title: view.title,
      machineId: view.machineId,
      practice: view.practice,
      state: view.state,
      chipState: view.chipState,
      createdAt: view.createdAt,
      changedAt: view.changedAt,
      backupOverride: view.backupOverride,
    },
    ...(view.answers ? { answers: view.answers } : {}),
    ...(view.chosenWayOut ? { chosenWayOut: view.chosenWayOut } : {}),
    ...(chip
      ? { chip: { name: chip.name, jedec: chip.jedec, sizeBytes: chip.sizeBytes, ...(chip.uniqueId ? { uniqueId: chip.uniqueId } : {}) } }
      : {}),
    backups: view.backups,
    sources: view.sources,
    ...(view.recipe ? { recipe: view.recipe } : {}),
    choices: view.choices,
    edits: view.edits,
    ...(view.target ? { target: view.target } : {}),
    writtenRegions: openCase?.record.write?.regions ?? [],
    steps: view.plan ? planSteps(view.plan) : [],
    journal,
    ...(view.journal ? { blocks: view.journal } : {}),
    ...(view.verification ? { verification: view.verification } : {}),
    ...(view.lastError ? { lastError: view.lastError } : {}),
    firstBoot: machine?.firstBoot ?? [],
    log,
  };
}

/** MAC addresses, unique ids, the folder, which names the user, and what may be a serial number in the variables of the images. */
async function secretsOf({ deps }: Context, opened: OpenCase, report: CaseReport): Promise<Secrets> {
  const reports: (ImageReport | undefined)[] = [...report.backups, ...report.sources, ...(report.target ? [report.target] : [])].map(
    (image) => image.report,
  );
  const ids = [report.chip?.uniqueId, ...report.backups.map(({ chip }) => chip.uniqueId)];
  const serials = await foundInVariables(opened, numberLikeWords(JSON.stringify(report)));
  return {
    macs: [...new Set([...reports.map((image) => image?.mac), typedMac(report.edits)].filter((mac) => mac !== undefined))],
    texts: [
      ...new Set([...ids, deps.casesFolder, opened.folder, ...serials].filter((id): id is string => id !== undefined && id.length > 3)),
    ],
    caseId: opened.record.caseId,
  };
}

/** As reports of images have it. */
function typedMac({ mac }: CaseReport['edits']): string | undefined {
  const bytes = mac === undefined ? undefined : parseMac(mac);
  return bytes?.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

async function foundInVariables(opened: OpenCase, words: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const look = (image: Uint8Array | undefined): void => {
    const variables = image && layoutFor(opened.record.machineId, image.length, undefined).regions.find(({ name }) => name === 'nvram');
    if (image && variables) for (const word of wordsFoundIn(words, image, variables)) found.add(word);
  };
  // One at a time, and let go: each is as large as the chip. Of what cannot be read the report holds nothing but its hash.
  for (const backup of opened.backups) look(await opened.vault.load(backup).catch(() => undefined));
  for (const { sourceId, kind } of opened.sources.views)
    if (kind === 'full-image') look(await opened.sources.load(sourceId).catch(() => undefined));
  return [...found];
}
