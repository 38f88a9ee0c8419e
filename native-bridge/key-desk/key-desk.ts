// The key desk: packages come in, the person names the machine, a key is built and checked. Outlives its pages: a reloaded page finds all
// as it was. Knows no face; drives are handed in.
import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { keyContract, type KeyContract } from '../../shared/ipc/key-contract';
import type { Handlers, PayloadOf, Port } from '../../shared/ipc/contract-kit';
import {
  MAX_KEY_IMAGE_BYTES,
  MAX_PACKAGE_BYTES,
  MOST_PACKAGES,
  type BuildPhase,
  type BuiltKey,
  type CheckedKey,
  type DriveWork,
  type KeyDestination,
  type KeyJob,
  type KeyPackageRow,
  type KeyState,
  type KeyTarget,
} from '../../shared/ipc/key-views';
import { servePeer } from '../../shared/ipc/peer';
import { fitPackage, type PackageFit } from '../../shared/keys/fit-package';
import type { Drive, DriveState, KeyKind } from '../../shared/keys/types';
import { isDriveState } from '../../shared/messages/drives.en';
import { appError, Fault, fault, settle, toAppError, type AppError } from '../../shared/model/errors';
import { shownName } from '../inspection/file-names';
import { diskFault } from '../recovery/files';
import { practicePackage } from '../keys/practice/practice-files';
import { requireWritable } from '../keys/drives/list-drives';
import { BuildProgress, drivePhases, filePhases, keyToDrivePhases } from './build-progress';
import { able, type DriveOrder, type DriveShelf } from './drive-shelf';
import { safeRelative, type HeldItems } from './held-items';
import { keyFacts } from './key-facts';
import { packageView } from './package-view';
import type { HeldPackage, Workshop } from './workshop';

export interface KeyDeskDeps {
  readonly items: HeldItems;
  readonly workshop: Workshop;
  readonly drives: DriveShelf;
  /** Where image files go unless told. */
  readonly keyFolder: string;
  readonly newId: () => string;
  readonly now: () => Date;
}

interface Incoming {
  readonly itemId: string;
  readonly purpose: 'package' | 'check';
  /** Absolute paths by their place in the announcement. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
  receivedBytes: number;
}

/** Of all that pages brought, as far as it is not zeros. */
const MOST_HELD_BYTES = 4 * 1024 ** 3;

const blank = (keyFolder: string): KeyState => ({
  seq: 0,
  packages: [],
  mismatchConfirmed: false,
  fileSystem: 'fat32',
  keyFolder,
});

export class KeyDesk {
  private state: KeyState;
  private readonly held = new Map<string, HeldPackage & { readonly isFolder: boolean; readonly sizeBytes?: number }>();
  private readonly incoming = new Map<string, Incoming>();
  private readonly listeners = new Set<(state: KeyState) => void>();
  private running: { readonly operationId: string; readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  private heldBytes = 0;
  private isDue = false;

  private constructor(private readonly deps: KeyDeskDeps) {
    this.state = blank(deps.keyFolder);
  }

  /** What an earlier program left behind is removed; where it cannot be, the first file will say so. */
  static async open(deps: KeyDeskDeps): Promise<KeyDesk> {
    await deps.items.clear().catch(() => undefined);
    return new KeyDesk(deps);
  }

  /** Nothing of what was brought is left afterwards. */
  async close(): Promise<void> {
    this.running?.abort.abort();
    await this.running?.ended;
    await this.deps.workshop.close();
    await this.deps.items.clear();
  }

  /** Serves a page on a port until that is closed. What a page that leaves was bringing does not come any more. */
  serve(port: Port): void {
    const own = new Set<string>();
    const served = servePeer(port, keyContract, this.handlers(own));
    const listen = (state: KeyState) => served.emit('key/changed', state);
    this.listeners.add(listen);
    port.onClose(() => {
      this.listeners.delete(listen);
      for (const itemId of own) if (this.incoming.has(itemId)) this.abandon(itemId);
    });
  }

  /** `own`: items that this page is bringing. */
  handlers(own: Set<string> = new Set()): Handlers<KeyContract> {
    const done = (work: () => unknown) =>
      settle(async () => {
        await work();
        return null;
      });
    return {
      'key/state': () => settle(async () => this.state),
      'key/begin': (payload) =>
        settle(async () => {
          const itemId = await this.begin(payload);
          own.add(itemId);
          return { itemId };
        }),
      'key/piece': (payload) => done(() => this.piece(payload)),
      'key/end': ({ itemId }) =>
        done(() => {
          own.delete(itemId);
          this.end(itemId);
        }),
      'key/practice': ({ kind }) => settle(async () => ({ itemId: await this.practice(kind) })),
      'key/remove': ({ itemId }) => done(() => this.remove(itemId)),
      'key/restart': () => done(() => this.restart()),
      'key/target': ({ target }) => done(() => this.update({ target, mismatchConfirmed: false })),
      'key/confirm': ({ confirmed }) => done(() => this.update({ mismatchConfirmed: confirmed })),
      'key/file-system': ({ fileSystem }) => done(() => this.update({ fileSystem })),
      'key/expect': ({ itemId, sha256 }) => done(() => this.expect(itemId, sha256)),
      'key/drives': () => done(() => this.lookForDrives()),
      'key/practice-drives': ({ isPlugged }) => done(() => this.plugPractice(isPlugged)),
      'key/practice-spoil': ({ driveId }) => done(() => this.spoil(driveId)),
      'key/make-normal': (payload) => settle(async () => ({ operationId: await this.makeNormal(payload) })),
      'key/build': ({ destination }) => settle(async () => ({ operationId: this.startBuild(destination) })),
      'key/cancel': ({ operationId }) => done(() => this.cancel(operationId)),
      'key/check': ({ source }) => done(() => this.checkSource(source)),
      'key/check-for': ({ family }) => done(() => this.checkFor(family)),
      'key/repair': (payload) => done(() => this.repair(payload)),
      'key/save-repaired': () => done(() => this.saveRepaired()),
    };
  }

  private async begin({ purpose, name, isFolder, files }: PayloadOf<KeyContract, 'key/begin'>): Promise<string> {
    const { items, newId } = this.deps;
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const limit = purpose === 'package' || isFolder ? MAX_PACKAGE_BYTES : MAX_KEY_IMAGE_BYTES;
    if (sizeBytes > limit) throw fault('FILE_TOO_LARGE', { path: name, size: sizeBytes, limit });
    if (purpose === 'package' && this.state.packages.length >= MOST_PACKAGES)
      throw fault('FILES_TOO_MANY', { path: name, limit: MOST_PACKAGES });
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    const itemId = newId();
    const path = items.pathOf(itemId, name, isFolder);
    const placed = files.map((file) => ({ path: isFolder ? join(path, safeRelative(file.path)) : path, sizeBytes: file.sizeBytes }));
    if (new Set(placed.map((file) => file.path.toLowerCase())).size < placed.length) throw fault('PACKAGE_DUPLICATE_NAME', { name });
    for (const file of placed) await items.create(file.path, file.sizeBytes);
    this.held.set(itemId, { path, name: shownName(name), isFolder });
    this.incoming.set(itemId, { itemId, purpose, files: placed, receivedBytes: 0 });
    const row = { itemId, name: shownName(name), sizeBytes, state: 'receiving' as const, receivedBytes: 0 };
    if (purpose === 'package') this.update({ packages: [...this.state.packages, { ...row, isPractice: false }] });
    else {
      const before = this.state.checked;
      this.update({ checked: { ...row, source: isFolder ? 'folder' : 'image', repaired: [] } });
      if (before) await this.forget(before.itemId);
    }
    return itemId;
  }

  private async piece({ itemId, file, offset, bytes }: PayloadOf<KeyContract, 'key/piece'>): Promise<void> {
    const incoming = this.incoming.get(itemId);
    const place = incoming?.files[file];
    if (!incoming || !place) throw fault('STATE_WRONG', { state: 'not on the desk' });
    if (offset + bytes.length > place.sizeBytes) throw fault('INPUT_INVALID', { detail: 'the piece is behind the end' });
    if (this.heldBytes + bytes.length > MOST_HELD_BYTES) throw fault('DISK_FULL', { path: place.path, neededBytes: bytes.length });
    this.heldBytes += bytes.length;
    await this.deps.items.write(place.path, offset, bytes);
    incoming.receivedBytes = Math.max(incoming.receivedBytes, offset + bytes.length);
    this.change(itemId, { receivedBytes: incoming.receivedBytes });
  }

  private end(itemId: string): void {
    const incoming = this.incoming.get(itemId);
    if (!this.incoming.delete(itemId) || !incoming) throw fault('STATE_WRONG', { state: 'not on the desk' });
    if (incoming.purpose === 'package') void this.inspect(itemId);
    else void this.check(itemId);
  }

  private abandon(itemId: string): void {
    this.incoming.delete(itemId);
    this.change(itemId, { state: 'failed', error: appError('FILE_GONE', { path: this.held.get(itemId)?.name ?? '' }) });
    void this.deps.items.remove(itemId).catch(() => undefined);
  }

  private async practice(kind: KeyKind): Promise<string> {
    const { items, newId } = this.deps;
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    await this.restart();
    this.deps.drives.plugPractice(true);
    const { name, bytes } = practicePackage(kind);
    const itemId = newId();
    const path = items.pathOf(itemId, name, false);
    this.held.set(itemId, { path, name, isFolder: false });
    this.update({ packages: [{ itemId, name, sizeBytes: bytes.length, isPractice: true, state: 'working' }] });
    await items.create(path, bytes.length);
    await items.write(path, 0, bytes);
    this.heldBytes += bytes.length;
    void this.inspect(itemId);
    return itemId;
  }

  /** Never rejects: what went wrong stands in the row. */
  private async inspect(itemId: string): Promise<void> {
    const held = this.held.get(itemId);
    if (!held) return;
    const { expectedSha256 } = this.state.packages.find((row) => row.itemId === itemId) ?? {};
    this.change(itemId, { state: 'working' });
    try {
      const report = await this.deps.workshop.inspect(held, expectedSha256);
      this.change(itemId, { state: 'done', report: packageView(report) });
    } catch (thrown) {
      this.change(itemId, { state: 'failed', error: toAppError(thrown, 'untouched') });
    }
  }

  private async expect(itemId: string, sha256: string): Promise<void> {
    const row = this.state.packages.find((each) => each.itemId === itemId);
    if (row?.state !== 'done' || this.running) throw fault('STATE_WRONG', { state: 'not on the desk' });
    const { expectedSha256: _, ...rest } = row;
    const next = sha256 === '' ? rest : { ...rest, expectedSha256: sha256 };
    this.update({ packages: this.state.packages.map((each) => (each === row ? next : each)) });
    await this.inspect(itemId);
  }

  private async check(itemId: string): Promise<void> {
    const held = this.held.get(itemId);
    const { checked } = this.state;
    if (!held || checked?.itemId !== itemId) return;
    const { path, isFolder, sizeBytes } = held;
    const family = checked.family === undefined ? {} : { family: checked.family };
    this.change(itemId, { state: 'working' });
    try {
      const check = await this.deps.workshop.check({ path, isFolder, ...family, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
      this.change(itemId, { state: 'done', check });
    } catch (thrown) {
      this.change(itemId, { state: 'failed', error: toAppError(thrown, 'untouched') });
    }
  }

  private async checkSource(source: PayloadOf<KeyContract, 'key/check'>['source']): Promise<void> {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    const { driveWork: _, ...rest } = this.state;
    this.state = rest;
    if (source.kind === 'drive') return this.checkDrive(source.driveId, []);
    const { name, path, sizeBytes } = this.builtFile();
    await this.startCheck({ source: 'built', name, sizeBytes, repaired: [] }, { path });
  }

  /** `repaired`: what was mended on it just now. */
  private async checkDrive(driveId: string, repaired: readonly string[], family?: string): Promise<void> {
    const { drives } = this.deps;
    const drive = await drives.find(driveId);
    const { name, sizeBytes } = drive;
    const checked = { source: 'drive' as const, driveId, name, sizeBytes, repaired: [...repaired], ...(family ? { family } : {}) };
    await this.startCheck(checked, { path: await drives.readable(drive), sizeBytes });
  }

  private async startCheck(
    checked: Omit<CheckedKey, 'itemId' | 'state'>,
    held: { readonly path: string; readonly sizeBytes?: number },
  ): Promise<void> {
    const itemId = this.deps.newId();
    const before = this.state.checked;
    this.held.set(itemId, { ...held, name: checked.name, isFolder: false });
    this.update({ checked: { ...checked, itemId, state: 'working' } });
    if (before) await this.forget(before.itemId);
    void this.check(itemId);
  }

  private builtFile(): { path: string; name: string; sizeBytes: number } {
    const { built } = this.state;
    if (!built?.path) throw fault('STATE_WRONG', { state: 'no key was built' });
    return { path: built.path, name: built.name, sizeBytes: built.plan.sizeBytes };
  }

  private async checkFor(words: string): Promise<void> {
    const { checked } = this.state;
    if (!checked) throw fault('STATE_WRONG', { state: 'nothing is checked' });
    const family = words.trim().toUpperCase();
    const { family: _, ...rest } = checked;
    this.update({ checked: { ...rest, ...(family === '' ? {} : { family }) } });
    await this.check(checked.itemId);
  }

  private async repair({ code, typedName }: PayloadOf<KeyContract, 'key/repair'>): Promise<void> {
    const { checked } = this.state;
    const held = checked && this.held.get(checked.itemId);
    if (checked?.driveId !== undefined && held && checked.state === 'done')
      return this.mendDrive(checked.driveId, held, { code, family: checked.family, repaired: checked.repaired, typedName });
    if (!checked || !held || checked.source !== 'image' || checked.state !== 'done')
      throw fault('STATE_WRONG', { state: 'no copy to mend' });
    await this.deps.workshop.repair(held.path, code, checked.family);
    const { savedAs: _, ...rest } = checked;
    this.update({ checked: { ...rest, repaired: [...checked.repaired, code] } });
    await this.check(checked.itemId);
  }

  private async saveRepaired(): Promise<void> {
    const { checked } = this.state;
    const held = checked && this.held.get(checked.itemId);
    if (!checked || !held || checked.repaired.length === 0) throw fault('STATE_WRONG', { state: 'nothing was mended' });
    const stem = checked.name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
    for (let turn = 1; turn < 100; turn++) {
      const path = join(this.deps.keyFolder, `${stem}-repaired${turn === 1 ? '' : `-${turn}`}.img`);
      try {
        await this.deps.items.copyTo(held.path, path);
        return this.change(checked.itemId, { savedAs: path });
      } catch (thrown) {
        if (!(thrown instanceof Fault) || !/EEXIST/.test(thrown.error.cause ?? '')) throw thrown;
      }
    }
    throw fault('DISK_IO', { path: this.deps.keyFolder, detail: 'too many files of one name' });
  }

  private async lookForDrives(): Promise<void> {
    const { drives: shelf } = this.deps;
    const { drives, error } = await shelf.list(undefined, this.sourceFiles());
    this.update({
      drives: { drives: [...drives], canWrite: shelf.canWrite, hasPractice: shelf.hasPractice, ...(error ? { error } : {}) },
    });
  }

  private sourceFiles(): string[] {
    return this.state.packages.flatMap(({ itemId }) => this.held.get(itemId)?.path ?? []);
  }

  private async plugPractice(isPlugged: boolean): Promise<void> {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    this.deps.drives.plugPractice(isPlugged);
    await this.lookForDrives();
  }

  private async spoil(driveId: string): Promise<void> {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    const { drives } = this.deps;
    const { driveWork: _, ...rest } = this.state;
    this.state = rest;
    able(drives.of(driveId).spoil, { id: driveId })(driveId);
    if (this.state.checked?.driveId === driveId) await this.checkDrive(driveId, [], this.state.checked.family);
  }

  private startBuild(destination: KeyDestination): string {
    const { packages, target, fit, mismatchConfirmed } = this.state;
    const usable = packages.filter(({ state }) => state === 'done');
    if (usable.length === 0 || !target) throw fault('STATE_WRONG', { state: 'no package or no machine' });
    if (fit?.fit === 'no' && !mismatchConfirmed) throw fault('SAFETY_REFUSED', { problem: 'the package is for another machine' });
    if (destination.kind === 'file' && destination.folder !== undefined && !isAbsolute(destination.folder))
      throw fault('INPUT_INVALID', { detail: 'the folder is not a whole path' });
    const toDrive = destination.kind === 'drive';
    const phases = toDrive ? keyToDrivePhases(destination.testsSize === true) : filePhases;
    return this.startJob('build', phases, toDrive ? 'file-then-drive' : 'file', async (job) => {
      const { buildError: _error, built: _built, stick: _stick, driveWork: _work, ...rest } = this.state;
      this.state = rest;
      try {
        this.update({ built: await this.build(job, usable, target, destination) });
      } catch (thrown) {
        const { error, stick } = outcomeOf(thrown, job.signal, this.state.drives?.drives);
        this.update({ buildError: error, ...(stick ? { stick } : {}) });
      }
    });
  }

  private async makeNormal({ driveId, ...said }: PayloadOf<KeyContract, 'key/make-normal'>): Promise<string> {
    const order = await this.orderFor(driveId, said);
    const makeNormal = able(this.deps.drives.of(driveId).makeNormal, order.drive);
    return this.startDriveJob('normal', order, async ({ progress, signal }) => {
      await makeNormal(order, progress.tell, signal);
      const { built, checked, ...rest } = this.state;
      // What was found on it is gone.
      const isGone = (id: string | undefined): boolean => id === driveId;
      this.state = {
        ...rest,
        ...(built && !isGone(built.driveId) ? { built } : {}),
        ...(checked && !isGone(checked.driveId) ? { checked } : {}),
      };
    });
  }

  private async mendDrive(
    driveId: string,
    held: { readonly path: string; readonly sizeBytes?: number },
    { code, family, repaired, typedName }: MendWish,
  ): Promise<void> {
    const order = await this.orderFor(driveId, typedName === undefined ? {} : { typedName });
    const mend = able(this.deps.drives.of(driveId).mend, order.drive);
    const { path, sizeBytes } = held;
    const asked = { path, isFolder: false, ...(sizeBytes === undefined ? {} : { sizeBytes }), ...(family === undefined ? {} : { family }) };
    const changes = await this.deps.workshop.planRepair(asked, code);
    this.startDriveJob('mend', order, async ({ progress, signal }) => {
      await mend({ ...order, changes }, progress.tell, signal);
      await this.checkDrive(driveId, [...repaired, code], family);
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
      const { driveWork: _, ...rest } = this.state;
      this.state = rest;
      this.changeJob({ driveName: name, isOnDrive: true });
      try {
        await work(job);
        this.update({ driveWork: { kind, driveId, name } });
      } catch (thrown) {
        this.update({ driveWork: { kind, driveId, name, ...outcomeOf(thrown, job.signal, [drive]) } });
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
    this.update({ job: { operationId, kind, phases: [...phases], phase: first, fraction: 0, isOnDrive: false, isCancelling: false } });
    const progress = new BuildProgress(place, (told) => this.changeJob(told));
    const ended = work({ operationId, progress, signal: abort.signal }).finally(() => {
      this.running = undefined;
      const { job: _job, ...without } = this.state;
      this.state = without;
      this.announce();
    });
    this.running = { operationId, abort, ended };
    return operationId;
  }

  private changeJob(change: Partial<KeyJob>): void {
    if (this.state.job) this.update({ job: { ...this.state.job, ...change } });
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
      const packages = rows.flatMap(({ itemId }) => this.held.get(itemId) ?? []).map(({ path, name }) => ({ path, name }));
      const isPractice = rows.some((row) => row.isPractice);
      const mostBytes = order ? { mostBytes: order.drive.sizeBytes } : {};
      const outcome = await workshop.build(
        { packages, target, fileSystem: this.state.fileSystem, isPractice, folder, ...mostBytes },
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

  private async cancel(operationId: string): Promise<void> {
    if (this.running?.operationId !== operationId) return;
    const { job } = this.state;
    if (job) this.update({ job: { ...job, isCancelling: true } });
    this.running.abort.abort();
    await this.running.ended;
  }

  private async remove(itemId: string): Promise<void> {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    const { checked, ...rest } = this.state;
    if (checked?.itemId === itemId) this.state = rest;
    this.update({ packages: this.state.packages.filter((row) => row.itemId !== itemId), mismatchConfirmed: false });
    await this.forget(itemId);
  }

  private async restart(): Promise<void> {
    if (this.running) throw fault('STATE_WRONG', { state: 'a key is being built' });
    const { packages, checked, drives, seq } = this.state;
    this.state = { ...blank(this.deps.keyFolder), seq, ...(checked ? { checked } : {}), ...(drives ? { drives } : {}) };
    this.announce();
    for (const { itemId } of packages) await this.forget(itemId);
  }

  private async forget(itemId: string): Promise<void> {
    this.held.delete(itemId);
    this.incoming.delete(itemId);
    if (this.held.size === 0) this.heldBytes = 0;
    await this.deps.items.remove(itemId);
  }

  /** Of a package or of what is checked; one that was removed stays removed. */
  private change(itemId: string, change: Partial<KeyPackageRow> & Partial<KeyState['checked']>): void {
    const { checked, packages } = this.state;
    const clean = <T extends { receivedBytes?: unknown; error?: unknown }>(row: T): T => {
      const { receivedBytes: _received, error: _error, ...rest } = row;
      return { ...(change.state === undefined ? row : (rest as T)), ...change };
    };
    if (checked?.itemId === itemId) return this.update({ checked: clean(checked) });
    this.update({ packages: packages.map((row) => (row.itemId === itemId ? clean(row) : row)) });
  }

  private update(change: Partial<KeyState>): void {
    const { fit: _, ...next } = { ...this.state, ...change };
    const fit = fitOf(next);
    this.state = { ...next, ...(fit ? { fit } : {}) };
    this.announce();
  }

  /** Many changes within one turn are one event. */
  private announce(): void {
    this.state = { ...this.state, seq: this.state.seq + 1 };
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      for (const listener of [...this.listeners]) listener(this.state);
    });
  }
}

/** Work in hand. */
interface Job {
  readonly operationId: string;
  readonly progress: BuildProgress;
  readonly signal: AbortSignal;
}

interface MendWish {
  readonly code: string;
  readonly family: string | undefined;
  readonly repaired: readonly string[];
  readonly typedName: string | undefined;
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

/** All packages together against the machine that was named. */
function fitOf({ packages, target }: Pick<KeyState, 'packages' | 'target'>): PackageFit | undefined {
  const reports = packages.flatMap(({ report }) => report ?? []);
  if (!target || reports.length === 0) return undefined;
  const words = target.kind === 'crisis' ? target.machine : target.words;
  if (words.trim() === '') return undefined;
  const images = reports.flatMap((report) => report.images);
  const family = reports.find((report) => report.family !== undefined)?.family;
  return fitPackage({ images, models: reports.flatMap(({ models }) => models), ...(family ? { family } : {}) }, words);
}

async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    throw diskFault(thrown, folder);
  }
}
