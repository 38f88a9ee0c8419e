// The case that is open: its record on disk, its backups, sources, journal and log, and what follows from them.
import { join } from 'node:path';
import { worthOfBackup } from '../../shared/firmware/reading-faults';
import { bareReport } from '../../shared/firmware/bare-report';
import { fault, type AppError } from '../../shared/model/errors';
import type { ChipInfo } from '../../shared/model/chip';
import type { ImageReport } from '../../shared/firmware/report';
import type { JournalEntry } from '../../shared/model/journal';
import type { LogLine } from '../../shared/ipc/views';
import { lockFolder, type LockOwner } from './case-lock';
import { nextState, stepOf, type CaseEvent, type CaseFacts } from './case-machine';
import type { CaseFile } from './case-file';
import { openCaseLog, type CaseLog } from './case-log';
import type { CaseStore } from './case-store';
import type { Disk } from './files';
import { hintsOf, type Inspect } from './inspector';
import { journalPath, journalView, readJournal, type JournalView } from './journal';
import { lineFile, type LineFile } from './lines';
import { isSameChip } from './preflight';
import { recipesFor, type OfferedRecipe } from './recipe-desk';
import type { TargetState } from './target';
import { openSources, type Sources } from './sources';
import { isGood, openVault, type BackupRecord, type Vault } from './vault';

export interface OpenCaseDeps {
  readonly disk: Disk;
  readonly inspect: Inspect;
  readonly store: CaseStore;
  readonly now: () => Date;
  readonly lockOwner: LockOwner;
  readonly onLog: (line: LogLine) => void;
}

export type CasePatch = { readonly [K in keyof CaseFile]?: CaseFile[K] | undefined };

export class OpenCase {
  backups: readonly BackupRecord[] = [];
  /** What the choices come to; made anew whenever they or what they choose from change. */
  target: TargetState | undefined;
  journal: JournalView;
  /** Whether the last attempt to save the record worked. */
  writable = true;
  /** Rated anew when a backup or a file comes or goes: it reads them all. */
  recipes: readonly OfferedRecipe[] = [];
  private reports: ReadonlyMap<string, ImageReport> = new Map();
  private readonly journalFile: LineFile;
  private lastUpdate: Promise<void> = Promise.resolve();

  private constructor(
    private readonly deps: OpenCaseDeps,
    private current: CaseFile,
    readonly folder: string,
    readonly vault: Vault,
    readonly sources: Sources,
    readonly log: CaseLog,
    private readonly entries: JournalEntry[],
    private readonly unlock: () => Promise<void>,
  ) {
    this.journal = journalView(entries);
    this.journalFile = lineFile(deps.disk, journalPath(folder));
  }

  /** Throws CASE_IN_USE, CASE_UNREADABLE and the faults of the disk. */
  static async open(deps: OpenCaseDeps, caseId: string): Promise<OpenCase> {
    const { disk, store } = deps;
    const record = await store.load(caseId);
    const folder = store.folderOf(caseId);
    const unlock = await lockFolder(disk, folder, deps.lockOwner);
    try {
      const vault = openVault(disk, join(folder, 'backups'));
      const sources = openSources(disk, join(folder, 'sources'), deps.inspect);
      const log = await openCaseLog(disk, folder, deps.now, deps.onLog);
      const opened = new OpenCase(deps, record, folder, vault, sources, log, await readJournal(disk, folder), unlock);
      await opened.refreshBackups();
      await sources.restore(record.sources, record.machineId);
      await opened.refreshRecipes();
      // A program that was killed left a state that nothing runs behind.
      opened.current = {
        ...record,
        state: nextState('idle', { kind: 'facts', facts: opened.facts() }),
        chipState: opened.chipStateNow(record.chipState),
      };
      return opened;
    } catch (thrown) {
      await unlock();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.lastUpdate;
    await this.log.flush();
    await this.unlock();
  }

  get record(): CaseFile {
    return this.current;
  }

  get practiceChipPath(): string | undefined {
    return this.current.practice === undefined ? undefined : join(this.folder, 'practice-chip.bin');
  }

  get targetPath(): string {
    return join(this.folder, 'target.bin');
  }

  /** What the chip held before the last write, where that was not the backup. */
  get basePath(): string {
    return join(this.folder, 'base.bin');
  }

  /** Moves the state of the recovery; saved with the next update. */
  move(event: CaseEvent): void {
    this.current = { ...this.current, state: nextState(this.current.state, event) };
  }

  /**
   * Changes the record and saves it; memory changes only when the disk has. `undefined` takes a field away. `outcome` is
   * the end of an operation; without it the state rests where the facts have come to.
   */
  update(patch: CasePatch, outcome: 'facts' | 'done' | 'failed' | 'cancelled' = 'facts'): Promise<void> {
    // One after another: a tick of the checklist must not take back what an operation records at the same time.
    const done = this.lastUpdate.then(() => this.save(patch, outcome));
    this.lastUpdate = done.catch(() => undefined);
    return done;
  }

  private async save(patch: CasePatch, outcome: 'facts' | 'done' | 'failed' | 'cancelled'): Promise<void> {
    const before = this.current.state;
    const changed = { ...this.current, ...patch, changedAt: this.deps.now().toISOString() };
    const bare = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) as CaseFile;
    const facts = this.facts(bare);
    const next = { ...bare, state: nextState(bare.state, { kind: outcome, facts }), step: stepOf(facts) };
    try {
      await this.deps.store.save(next);
      this.writable = true;
    } catch (thrown) {
      this.writable = false;
      throw thrown;
    }
    // Work that runs may have come to another phase meanwhile.
    const { state } = this.current;
    this.current = outcome === 'facts' && state !== before ? { ...next, state } : next;
  }

  /** For an end that must be shown even where the disk no longer takes it. */
  settleInMemory(patch: CasePatch, outcome: 'done' | 'failed' | 'cancelled'): void {
    const changed = { ...this.current, ...patch } as CaseFile;
    const facts = this.facts(changed);
    this.current = { ...changed, state: nextState(changed.state, { kind: outcome, facts }), step: stepOf(facts) };
  }

  /** Resolves when the entry is on disk. */
  async appendJournal(entry: JournalEntry): Promise<void> {
    await this.journalFile.append(entry);
    this.entries.push(entry);
    this.journal = journalView(this.entries);
  }

  get journalEntries(): readonly JournalEntry[] {
    return this.entries;
  }

  facts(record: CaseFile = this.current): CaseFacts {
    const units = this.target?.plan?.units.length ?? 0;
    // A target other than the one that was written is a new piece of work.
    const written = record.written && (units === 0 || this.target?.sha256 === record.write?.targetSha256);
    return {
      wayOutChosen: record.chosenWayOut !== undefined,
      backedUp: this.base(undefined, record) !== undefined || record.backupOverride,
      planned: units > 0,
      written,
      verifiedEqual: written && record.verification?.equal === true,
      halfWritten: this.journal.open,
    };
  }

  /**
   * What target and plan are made from: the newest good backup of this chip. While a write is open it stays the backup
   * that the write began with: one taken since holds the half-written chip.
   */
  base(chip?: ChipInfo, record: CaseFile = this.current): BackupRecord | undefined {
    const good = this.backups.filter((backup) => isGood(backup) && !this.isMisread(backup));
    if (this.journal.open && record.write) return good.find(({ backupId }) => backupId === record.write?.baseBackupId);
    return (chip && good.findLast((backup) => isSameChip(backup.chip, chip))) ?? good.at(-1);
  }

  backup(backupId: string): BackupRecord {
    const found = this.backups.find((backup) => backup.backupId === backupId);
    if (!found) throw fault('INPUT_INVALID', { detail: 'no such backup' });
    return found;
  }

  reportOf(backup: BackupRecord): ImageReport {
    const known = this.reports.get(backup.backupId);
    if (!known) throw fault('INTERNAL', { detail: 'a backup was not inspected' });
    return known;
  }

  /** Read twice the same, and still not what the chip holds. */
  isMisread(backup: BackupRecord): boolean {
    const report = this.reports.get(backup.backupId);
    return report !== undefined && worthOfBackup(report).kind === 'misread';
  }

  /** For what is made of a case in one go. */
  inspect(bytes: Uint8Array): Promise<ImageReport> {
    return this.deps.inspect(bytes, hintsOf(this.current.machineId));
  }

  async refreshRecipes(): Promise<void> {
    this.recipes = await recipesFor(this);
  }

  /** List and reports change together: a snapshot may be taken while a backup is inspected. */
  async refreshBackups(known: ReadonlyMap<string, ImageReport> = this.reports): Promise<void> {
    const backups = await this.vault.list();
    const reports = new Map<string, ImageReport>();
    for (const backup of backups) reports.set(backup.backupId, known.get(backup.backupId) ?? (await this.inspectBackup(backup)));
    this.backups = backups;
    this.reports = reports;
  }

  /** Of the machine in question: another machine changes what an image means. */
  async machineChanged(): Promise<void> {
    await this.refreshBackups(new Map());
    await this.sources.restore(this.current.sources, this.current.machineId);
    await this.refreshRecipes();
  }

  private async inspectBackup(backup: BackupRecord): Promise<ImageReport> {
    const bytes = await this.vault.load(backup).catch((thrown: unknown) => thrown as { error?: AppError });
    if (bytes instanceof Uint8Array) return this.deps.inspect(bytes, hintsOf(this.current.machineId));
    const finding = {
      code: bytes.error?.code ?? 'DISK_IO',
      severity: 'fail' as const,
      message: 'This backup is not as it was saved.',
      next: 'Take another backup.',
    };
    return bareReport({ size: backup.sizeBytes, verdict: 'damaged', summary: finding.message, findings: [finding] });
  }

  private chipStateNow(saved: CaseFile['chipState']): CaseFile['chipState'] {
    return this.journal.open && saved !== 'unknown' ? 'modified' : saved;
  }
}
