// The report of a case: everything that was found and done, as data. Identity is masked unless asked for. Drawn by report-html.ts.
import { machineById } from '../../shared/machines';
import type { Known } from '../../shared/model/knowledge';
import type { ImageReport } from '../../shared/firmware/report';
import type { CaseView, LogLine } from '../../shared/ipc/views';
import { planSteps, type PlanStep } from '../../shared/model/plan';
import type { JournalEntry } from '../../shared/model/journal';
import type { Context } from './context';
import { openCaseView } from './snapshot';
import { reportHtml } from './report-html';

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
  readonly target?: CaseView['target'];
  readonly steps: readonly PlanStep[];
  readonly journal: readonly JournalEntry[];
  readonly blocks?: CaseView['journal'];
  readonly verification?: CaseView['verification'];
  readonly lastError?: CaseView['lastError'];
  readonly firstBoot: readonly Known<string>[];
  readonly log: readonly LogLine[];
}

export function exportReport(
  context: Context,
  { format, identity }: { format: 'html' | 'json'; identity: boolean },
): { name: string; mime: string; text: string } {
  const opened = context.requireCase();
  const view = openCaseView(context, opened);
  const report = makeReport(context, view, opened.journalEntries, opened.log.lines, identity);
  const name = `${view.caseId}-report.${format}`;
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
  const report: CaseReport = {
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
    ...(view.target ? { target: view.target } : {}),
    steps: view.plan ? planSteps(view.plan) : [],
    journal,
    ...(view.journal ? { blocks: view.journal } : {}),
    ...(view.verification ? { verification: view.verification } : {}),
    ...(view.lastError ? { lastError: view.lastError } : {}),
    firstBoot: machine?.firstBoot ?? [],
    log,
  };
  return identity ? report : maskIdentity(report, secretsOf(view, chip?.uniqueId));
}

const MASK = '(hidden)';

/** What names this one board or person: MAC addresses, unique ids, and the folder, which names the user. */
function secretsOf(view: CaseView, uniqueId: string | undefined): string[] {
  const reports: (ImageReport | undefined)[] = [...view.backups, ...view.sources, ...(view.target ? [view.target] : [])].map(
    ({ report }) => report,
  );
  const macs = reports.flatMap((report) => (report?.mac ? [report.mac, report.mac.replaceAll(':', '')] : []));
  const ids = [uniqueId, ...view.backups.map(({ chip }) => chip.uniqueId)];
  return [...new Set([...macs, ...ids, view.folder].filter((text): text is string => text !== undefined && text.length > 3))];
}

/** Wherever it stands, in findings and log lines too: by the text itself, whatever its case. */
function maskIdentity(report: CaseReport, secrets: readonly string[]): CaseReport {
  const hide = (text: string): string =>
    secrets.reduce((masked, secret) => masked.replaceAll(new RegExp(escapeForRegExp(secret), 'gi'), MASK), text);
  const walk = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return key === 'mac' || key === 'uniqueId' || key === 'serial' ? MASK : hide(value);
    if (Array.isArray(value)) return value.map((item) => walk(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]));
  };
  return walk(report) as CaseReport;
}

const escapeForRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
