// The recovery: owns the open case and the device session, runs commands one after another, and tells every face what changed.
// Knows no face and no USB. The rules of each step are in its *-steps.ts.
import type { AppContract } from '../../shared/ipc/contract';
import type { Handlers, Port } from '../../shared/ipc/contract-kit';
import { appContract } from '../../shared/ipc/contract';
import { servePeer } from '../../shared/ipc/peer';
import { err, ok, type Result } from '../../shared/model/result';
import type { CaseSummary, Snapshot } from '../../shared/ipc/views';
import { BoardAnswers } from './board-answers';
import { startBackup, overrideBackup } from './backup-steps';
import {
  answerDiagnosis,
  backupBytes,
  chooseWayOut,
  closeCase,
  createCase,
  mendPractice,
  openCase,
  startPractice,
  tickChecklist,
} from './case-steps';
import { caseStore } from './case-store';
import { Context, errorOf, type RecoveryDeps, type RecoveryEvent } from './context';
import { startFlash } from './flash-steps';
import { cancelOperation } from './operation-runner';
import { addSource, chooseRecipe, chooseRegion, editTarget, readWarnings, removeSource, targetManifest } from './regions-steps';
import { exportReport } from './report';
import { answerBoard, closeProgrammer, openProgrammer, refreshProgrammers, startContact } from './session-steps';
import { snapshotOf } from './snapshot';
import { startVerify } from './verify-steps';

export type { RecoveryDeps, RecoveryEvent } from './context';

export class Recovery {
  private readonly context: Context;
  private cases: readonly CaseSummary[] = [];
  private last: Promise<unknown> = Promise.resolve();
  private snapshotDue = false;
  private readonly stopListening: () => void;

  private constructor(deps: RecoveryDeps, boards: BoardAnswers) {
    this.context = new Context(deps, caseStore(deps.disk, deps.casesFolder), boards, () => this.announce());
    this.stopListening = deps.session.onChange((event) => {
      if (event.kind === 'host-lost') this.context.forgetContact('lost');
      void this.exclusive(() => refreshProgrammers(this.context));
    });
  }

  /** Looks for programmers and cases; what cannot be listed is shown, not thrown. */
  static async start(deps: RecoveryDeps): Promise<Recovery> {
    const recovery = new Recovery(deps, await BoardAnswers.load(deps.disk, deps.casesFolder));
    await recovery.refreshCases();
    await refreshProgrammers(recovery.context).catch(() => undefined);
    return recovery;
  }

  /** Stops what can be stopped, lets the adapter and the case go. An open journal stays open: the next start goes on. */
  async stop(): Promise<void> {
    const { operation } = this.context;
    if (operation) await cancelOperation(this.context, operation.operationId);
    this.stopListening();
    await this.exclusive(async () => {
      await closeCase(this.context);
      await closeProgrammer(this.context);
    });
  }

  subscribe(listener: (event: RecoveryEvent) => void): () => void {
    return this.context.subscribe(listener);
  }

  snapshot(): Snapshot {
    return snapshotOf(this.context, this.cases);
  }

  /** From the first erase until it is verified: the face holds its window, and the machine is kept awake. */
  get isWriting(): boolean {
    return this.context.operation?.kind === 'write';
  }

  /** Resolves when no operation runs. */
  async idle(): Promise<void> {
    await this.context.operation?.ended;
  }

  /** Serves a face on a port until that is closed; a face that leaves stops nothing. */
  serve(port: Port): void {
    const served = servePeer(port, appContract, this.handlers());
    const leave = this.subscribe(({ event, payload }) => served.emit(event, payload));
    port.onClose(leave);
  }

  handlers(): Handlers<AppContract> {
    const { context } = this;
    const done =
      <P>(work: (payload: P) => void | Promise<void>) =>
      (payload: P) =>
        this.exclusive(async () => {
          await work(payload);
          return null;
        });
    const answer =
      <P, T>(work: (payload: P) => T | Promise<T>) =>
      (payload: P) =>
        this.exclusive(async () => work(payload));
    /** The list of cases is read again after these. */
    const listing =
      <P, T>(work: (payload: P) => Promise<T>) =>
      (payload: P) =>
        this.exclusive(async () => {
          const value = await work(payload);
          await this.refreshCases();
          return value;
        });
    return {
      'app/snapshot': async () => ok({ snapshot: this.snapshot(), blocks: context.map.bytes() }),
      'app/log': async ({ afterSeq }) => ok((context.openCase?.log.lines ?? []).filter(({ seq }) => seq > afterSeq)),
      'programmer/refresh': done(() => refreshProgrammers(context)),
      'programmer/open': done(({ id }) => openProgrammer(context, id)),
      'programmer/close': done(() => closeProgrammer(context)),
      'programmer/board': done((payload) => answerBoard(context, payload.answer)),
      'practice/start': listing(({ scenario }) => startPractice(context, scenario)),
      'practice/mend': done(() => mendPractice(context)),
      'case/create': listing((payload) => createCase(context, payload)),
      'case/open': listing(async ({ caseId }) => {
        await openCase(context, caseId);
        return null;
      }),
      'case/close': listing(async () => {
        await closeCase(context);
        return null;
      }),
      'case/checklist': done(({ id, done: isDone }) => tickChecklist(context, id, isDone)),
      'diagnose/answer': done(({ answers }) => answerDiagnosis(context, answers)),
      'diagnose/choose': done(({ wayOut }) => chooseWayOut(context, wayOut)),
      'contact/start': answer(() => startContact(context)),
      'backup/start': answer(({ reads }) => startBackup(context, reads)),
      'backup/override': done(({ typed }) => overrideBackup(context, typed)),
      'backup/bytes': answer(({ backupId }) => backupBytes(context, backupId)),
      'source/add': answer(({ name, bytes }) => addSource(context, name, bytes)),
      'source/remove': done(({ sourceId }) => removeSource(context, sourceId)),
      'regions/recipe': done(({ recipe }) => chooseRecipe(context, recipe)),
      'regions/choose': done(({ region, choice }) => chooseRegion(context, region, choice)),
      'regions/edit': done(({ edits }) => editTarget(context, edits)),
      'regions/warnings-read': done(({ sha256 }) => readWarnings(context, sha256)),
      'regions/manifest': answer(() => targetManifest(context)),
      'flash/start': answer(({ typed, verify }) => startFlash(context, typed, verify)),
      'verify/start': answer(({ mode }) => startVerify(context, mode)),
      // Not in turn: it is what ends the wait of the others.
      'operation/cancel': ({ operationId }) =>
        settled(async () => {
          await cancelOperation(context, operationId);
          return null;
        }),
      'report/export': answer((payload) => exportReport(context, payload)),
    };
  }

  /** One command after another, whichever face it came from. */
  private exclusive<T>(work: () => Promise<T>): Promise<Result<T>> {
    const result = this.last.then(() => settled(work));
    this.last = result;
    return result;
  }

  private async refreshCases(): Promise<void> {
    this.cases = await this.context.store.list().catch(() => []);
    this.context.changed();
  }

  /** Many changes within one turn are one snapshot. */
  private announce(): void {
    if (this.snapshotDue) return;
    this.snapshotDue = true;
    setImmediate(() => {
      this.snapshotDue = false;
      this.context.emit('snapshot/changed', this.snapshot());
    });
  }
}

async function settled<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (thrown) {
    return err(errorOf(thrown));
  }
}
