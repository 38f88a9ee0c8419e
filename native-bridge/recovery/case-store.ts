// The folder of cases: creates, lists, opens and saves them. A case is a folder; one that cannot be read is listed with its problem.
import { join } from 'node:path';
import type { CaseSummary } from '../../shared/ipc/views';
import { Fault, fault, toAppError, type AppError } from '../../shared/model/errors';
import { CASE_VERSION, caseFileSchema, newCase, type CaseFile } from './case-file';
import { isRunning } from './case-machine';
import type { Disk } from './files';
import { journalView, readJournal } from './journal';
import { parseJson } from './vault';

export interface CaseStore {
  readonly folder: string;
  folderOf(caseId: string): string;
  create(fields: { title: string; machineId?: CaseFile['machineId']; practice?: CaseFile['practice'] }, now: Date): Promise<CaseFile>;
  /** Newest change first, half-written ones before all. */
  list(): Promise<readonly CaseSummary[]>;
  /** Throws CASE_UNREADABLE, DISK_NOT_FOUND. */
  load(caseId: string): Promise<CaseFile>;
  save(record: CaseFile): Promise<void>;
}

export function caseStore(disk: Disk, folder: string): CaseStore {
  const folderOf = (caseId: string) => join(folder, caseId);
  const fileOf = (caseId: string) => join(folderOf(caseId), 'case.json');

  const load = async (caseId: string): Promise<CaseFile> => {
    if (!isCaseId(caseId)) throw fault('INPUT_INVALID', { detail: 'not the name of a case' });
    const path = fileOf(caseId);
    const text = await disk.readText(path);
    if (text === undefined) throw fault('DISK_NOT_FOUND', { path: folderOf(caseId) });
    const parsed = caseFileSchema.safeParse(parseJson(text));
    if (!parsed.success) throw unreadable(path, text, parsed.error);
    return parsed.data;
  };

  const summaryOf = async (caseId: string): Promise<CaseSummary> => {
    try {
      const record = await load(caseId);
      // Nothing works on a case that is not open: a program that was killed left this state behind.
      const state = isRunning(record.state) ? 'interrupted' : record.state;
      return summarise({ ...record, state }, folderOf(caseId), journalView(await readJournal(disk, folderOf(caseId))).open);
    } catch (thrown) {
      const problem = thrown instanceof Fault ? thrown.error : toAppError(thrown, 'unknown');
      // The journal may still tell that the chip is half written: that is said even where the rest cannot be read.
      const halfWritten = await readJournal(disk, folderOf(caseId)).then(
        (entries) => journalView(entries).open,
        () => false,
      );
      return unreadableSummary(caseId, folderOf(caseId), problem, halfWritten);
    }
  };

  return {
    folder,
    folderOf,
    load,
    async create({ title, ...rest }, now) {
      await disk.ensureFolder(folder);
      const caseId = freeCaseId(title, now, await disk.list(folder));
      await disk.ensureFolder(folderOf(caseId));
      const record = newCase({ caseId, title, createdAt: now.toISOString(), ...rest });
      await disk.write(fileOf(caseId), pretty(record));
      return record;
    },
    async list() {
      const names = (await disk.list(folder)).filter(isCaseId);
      const summaries: CaseSummary[] = [];
      for (const name of names) if (await looksLikeCase(disk, folderOf(name))) summaries.push(await summaryOf(name));
      return summaries.sort((a, b) => Number(b.halfWritten) - Number(a.halfWritten) || b.changedAt.localeCompare(a.changedAt));
    },
    save: (record) => disk.write(fileOf(record.caseId), pretty(record)),
  };
}

export function summarise(record: CaseFile, folder: string, halfWritten: boolean): CaseSummary {
  const { caseId, title, machineId, practice, state, step, chipState, createdAt, changedAt } = record;
  return {
    caseId,
    title,
    ...(machineId === undefined ? {} : { machineId }),
    ...(practice === undefined ? {} : { practice }),
    state: halfWritten && (state === 'erasing' || state === 'programming' || state === 'verifying') ? 'interrupted' : state,
    step,
    chipState: halfWritten && chipState === 'untouched' ? 'modified' : chipState,
    halfWritten,
    createdAt,
    changedAt,
    folder,
  };
}

/** "2026-11-21-dark-after-mod", and "-2" where that is taken. */
export function freeCaseId(title: string, now: Date, taken: readonly string[]): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const wanted = `${now.toISOString().slice(0, 10)}-${words || 'case'}`;
  const names = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!names.has(name)) return name;
  }
}

/** Also keeps a name from a face out of every other folder. */
const isCaseId = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,80}$/.test(name);

async function looksLikeCase(disk: Disk, folder: string): Promise<boolean> {
  const names = await disk.list(folder).catch((): string[] => []);
  return names.includes('case.json') || names.includes('backups') || names.includes('journal.ndjson');
}

function unreadable(path: string, text: string, cause: unknown): Fault {
  const version = (parseJson(text) as { version?: unknown } | undefined)?.version;
  const newer = typeof version === 'number' && version > CASE_VERSION;
  return fault('CASE_UNREADABLE', { path, ...(newer ? { version } : {}) }, cause);
}

function unreadableSummary(caseId: string, folder: string, problem: AppError, halfWritten: boolean): CaseSummary {
  const at = `${caseId.slice(0, 10)}T00:00:00.000Z`;
  return {
    caseId,
    title: caseId,
    state: 'failed',
    step: 'diagnose',
    chipState: 'unknown',
    halfWritten,
    createdAt: at,
    changedAt: at,
    folder,
    problem,
  };
}

const pretty = (record: CaseFile): string => `${JSON.stringify(record, null, 2)}\n`;
