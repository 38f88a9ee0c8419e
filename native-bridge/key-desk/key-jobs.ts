// Work on the key desk that takes its time, one at a time: a key built, a stick made normal again, a key mended on its drive.
import { mkdir } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { KeyContract } from '../../shared/ipc/key-contract';
import type { PayloadOf } from '../../shared/ipc/contract-kit';
import type { BuildPhase, BuiltKey, DriveWork, KeyDestination, KeyJob, KeyPackageRow, KeyTarget } from '../../shared/ipc/key-views';
import type { Drive, DriveState } from '../../shared/keys/types';
import { isDriveState } from '../../shared/messages/drives.en';
import { appError, Fault, fault, toAppError, type AppError } from '../../shared/model/errors';
import { requireWritable } from '../keys/drives/list-drives';
import { diskFault } from '../recovery/files';
import { BuildProgress, drivePhases, filePhases, keyToDrivePhases } from './build-progress';
import type { DeskState } from './desk-state';
import { able, type DriveOrder, type DriveShelf } from './drive-shelf';
import type { HeldItems } from './held-items';
import { keyFacts } from './key-facts';
import type { HeldPackage, Workshop } from './workshop';

export interface KeyJobsDeps {
  readonly items: HeldItems;
  readonly workshop: Workshop;
  readonly drives: DriveShelf;
  /** Where image files go unless told. */
  readonly keyFolder: string;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Where a package of the state lies. */
  readonly heldOf: (itemId: string) => HeldPackage | undefined;
}

/** Work in hand. */
interface Job {
  readonly operationId: string;
  readonly progress: BuildProgress;
  readonly signal: AbortSignal;
}

export interface MendWish {
  readonly code: string;
  readonly family: string | undefined;
  readonly typedName: string | undefined;
}

export class KeyJobs {
  private running: { readonly operationId: string; readonly abort: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(
    private readonly state: DeskState,
    private readonly deps: KeyJobsDeps,
  ) {}

  /** @throws STATE_WRONG while something runs */
  requireIdle(): void {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
  }

  async stop(): Promise<void> {
    this.running?.abort.abort();
    await this.running?.ended;
  }

  async cancel(operationId: string): Promise<void> {
    if (this.running?.operationId !== operationId) return;
    const { job } = this.state.now;
    if (job) this.state.update({ job: { ...job, isCancelling: true } });
    this.running.abort.abort();
    await this.running.ended;
  }

  async lookForDrives(): Promise<void> {
    const { drives: shelf } = this.deps;
    const { drives, error } = await shelf.list(undefined, this.sourceFiles());
    this.state.update({
      drives: { drives: [...drives], canWrite: shelf.canWrite, hasPractice: shelf.hasPractice, ...(error ? { error } : {}) },
    });
  }

  private sourceFiles(): string[] {
    return this.state.now.packages.flatMap(({ itemId }) => this.deps.heldOf(itemId)?.path ?? []);
  }

  startBuild(destination: KeyDestination): string {
    const { packages, target, fit, mismatchConfirmed } = this.state.now;
    const usable = packages.filter(({ state }) => state === 'done');
    if (usable.length === 0 || !target) throw fault('STATE_WRONG', { state: 'no package or no machine' });
    if (fit?.fit === 'no' && !mismatchConfirmed) throw fault('SAFETY_REFUSED', { problem: 'the package is for another machine' });
    if (destination.kind === 'file' && destination.folder !== undefined && !isAbsolute(destination.folder))
      throw fault('INPUT_INVALID', { detail: 'the folder is not a whole path' });
    const toDrive = destination.kind === 'drive';
    const phases = toDrive ? keyToDrivePhases(destination.testsSize === true) : filePhases;
    return this.startJob('build', phases, toDrive ? 'file-then-drive' : 'file', async (job) => {
      this.state.drop('buildError', 'built', 'stick', 'driveWork');
      try {
        this.state.update({ built: await this.build(job, usable, target, destination) });
      } catch (thrown) {
        const { error, stick } = outcomeOf(thrown, job.signal, this.state.now.drives?.drives);
        this.state.update({ buildError: error, ...(stick ? { stick } : {}) });
      }
    });
  }

  async makeNormal({ driveId, ...said }: PayloadOf<KeyContract, 'key/make-normal'>): Promise<string> {
    const order = await this.orderFor(driveId, said);
    const makeNormal = able(this.deps.drives.of(driveId).makeNormal, order.drive);
    return this.startDriveJob('normal', order, async ({ progress, signal }) => {
      await makeNormal(order, progress.tell, signal);
      // What was found on it is gone.
      const { built, checked } = this.state.now;
      if (built?.driveId === driveId) this.state.drop('built');
      if (checked?.driveId === driveId) this.state.drop('checked');
    });
  }

  async mendDrive(
    driveId: string,
    held: { readonly path: string; readonly sizeBytes?: number },
    { code, family, typedName }: MendWish,
    mended: () => Promise<void>,
  ): Promise<void> {
    const order = await this.orderFor(driveId, typedName === undefined ? {} : { typedName });
    const mend = able(this.deps.drives.of(driveId).mend, order.drive);
    const { path, sizeBytes } = held;
    const asked = { path, isFolder: false, ...(sizeBytes === undefined ? {} : { sizeBytes }), ...(family === undefined ? {} : { family }) };
    const changes = await this.deps.workshop.planRepair(asked, code);
    this.startDriveJob('mend', order, async ({ progress, signal }) => {
      await mend({ ...order, changes }, progress.tell, signal);
      // It is mended, whether or not it can be looked at again.
      await mended();
    });
  }

  /** The drive as it is now, and allowed. @throws KEY_DRIVE_* */
  private async orderFor(
    driveId: string,
    { typedName, testsSize }: { readonly typedName?: string | undefined; readonly testsSize?: boolean | undefined },
  ): Promise<DriveOrder> {
    const drive = await this.deps.drives.find(driveId, this.sourceFiles());
    requireWritable(drive, typedName);
    return { drive, ...(typedName === undefined ? {} : { typedName }), ...(testsSize === undefined ? {} : { testsSize }) };
  }

  private startDriveJob(kind: DriveWork['kind'], { drive, testsSize = false }: DriveOrder, work: (job: Job) => Promise<void>): string {
    const { id: driveId, name } = drive;
    return this.startJob(kind, drivePhases(testsSize), 'drive', async (job) => {
      this.state.drop('driveWork');
      this.changeJob({ driveName: name, isOnDrive: true });
      try {
        await work(job);
        this.state.update({ driveWork: { kind, driveId, name } });
      } catch (thrown) {
        this.state.update({ driveWork: { kind, driveId, name, ...outcomeOf(thrown, job.signal, [drive]) } });
      }
      await this.lookForDrives();
    });
  }

  /** `work` says itself how it ended. */
  private startJob(
    kind: KeyJob['kind'],
    phases: readonly BuildPhase[],
    place: 'file' | 'file-then-drive' | 'drive',
    work: (job: Job) => Promise<void>,
  ): string {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    const operationId = this.deps.newId();
    const abort = new AbortController();
    const first = phases.find((phase) => phase !== 'asking') ?? 'writing';
    this.state.update({
      job: { operationId, kind, phases: [...phases], phase: first, fraction: 0, isOnDrive: false, isCancelling: false },
    });
    const progress = new BuildProgress(place, (told) => this.changeJob(told));
    const ended = work({ operationId, progress, signal: abort.signal }).finally(() => {
      this.running = undefined;
      this.state.drop('job');
    });
    this.running = { operationId, abort, ended };
    return operationId;
  }

  private changeJob(change: Partial<KeyJob>): void {
    if (this.state.now.job) this.state.update({ job: { ...this.state.now.job, ...change } });
  }

  private async build(
    { operationId, progress, signal }: Job,
    rows: readonly KeyPackageRow[],
    target: KeyTarget,
    destination: KeyDestination,
  ): Promise<BuiltKey> {
    const { workshop, items, keyFolder, now, drives } = this.deps;
    const order = destination.kind === 'drive' ? await this.orderFor(destination.driveId, destination) : undefined;
    const write = order && able(drives.of(order.drive.id).write, order.drive);
    const folder = destination.kind === 'drive' ? items.pathOf(operationId, 'key', true) : (destination.folder ?? keyFolder);
    try {
      // Only our own folder is made: a mistyped one shall not come to be.
      if (order || folder === keyFolder) await ensureFolder(folder);
      if (order) this.changeJob({ driveName: order.drive.name });
      const packages = rows.flatMap(({ itemId }) => this.deps.heldOf(itemId) ?? []).map(({ path, name }) => ({ path, name }));
      const isPractice = rows.some((row) => row.isPractice);
      const mostBytes = order ? { mostBytes: order.drive.sizeBytes } : {};
      const outcome = await workshop.build(
        { packages, target, fileSystem: this.state.now.fileSystem, isPractice, folder, ...mostBytes },
        progress.tell,
        signal,
      );
      if (order && write) {
        progress.toDrive();
        this.changeJob({ isOnDrive: true });
        const { path: imagePath, ranges } = outcome;
        await write({ ...order, imagePath, ranges, sourceFiles: packages.map(({ path }) => path) }, progress.tell, signal);
      }
      return {
        name: order?.drive.name ?? outcome.name,
        ...(order ? { driveId: order.drive.id } : { path: outcome.path }),
        isPractice,
        plan: outcome.plan,
        check: outcome.check,
        target,
        steps: keyFacts(target, outcome.plan.family),
        builtAt: now().toISOString(),
      };
    } finally {
      if (order) await items.remove(operationId).catch(() => undefined);
    }
  }
}

/** A cancel is told as one, with the state of the drive where that is known. */
function outcomeOf(
  thrown: unknown,
  signal: AbortSignal,
  drives: readonly Drive[] = [],
): { readonly error: AppError; readonly stick?: DriveState } {
  const stick: unknown = thrown instanceof Fault ? thrown.error.params['stick'] : undefined;
  const known = isDriveState(stick) ? { stick } : {};
  const error = signal.aborted ? appError('CANCELLED', known) : toAppError(thrown, 'untouched');
  // The writer knows paths; people know names.
  const drive = drives.find(({ id }) => id === error.params['name']);
  return { error: drive ? { ...error, params: { ...error.params, name: drive.name } } : error, ...known };
}

async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw diskFault(thrown, folder);
  }
}
