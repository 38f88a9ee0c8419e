// The key desk: packages come in, the person names the machine, a key is built and checked. Outlives its pages: a reloaded page finds all
// as it was. Knows no face; drives are handed in.
import { join } from 'node:path';
import { keyContract, type KeyContract } from '../../shared/ipc/key-contract';
import type { Handlers, PayloadOf, Port } from '../../shared/ipc/contract-kit';
import { MAX_KEY_IMAGE_BYTES, MAX_PACKAGE_BYTES, MOST_PACKAGES, type CheckedKey } from '../../shared/ipc/key-views';
import { servePeer } from '../../shared/ipc/peer';
import type { KeyKind } from '../../shared/keys/types';
import { appError, Fault, fault, settle, toAppError } from '../../shared/model/errors';
import { shownName } from '../inspection/file-names';
import { practicePackage } from '../keys/practice/practice-files';
import { blankState, DeskState } from './desk-state';
import { able } from './drive-shelf';
import { safeRelative } from './held-items';
import { KeyJobs, type KeyJobsDeps, type MendWish } from './key-jobs';
import { packageView } from './package-view';
import type { HeldPackage } from './workshop';

export type KeyDeskDeps = Omit<KeyJobsDeps, 'heldOf'>;

interface Incoming {
  readonly itemId: string;
  readonly purpose: 'package' | 'check';
  /** Absolute paths by their place in the announcement. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
  receivedBytes: number;
}

/** Of all that pages brought, as far as it is not zeros. */
const MOST_HELD_BYTES = 4 * 1024 ** 3;

export class KeyDesk {
  private readonly state: DeskState;
  private readonly jobs: KeyJobs;
  private readonly held = new Map<string, HeldPackage & { readonly isFolder: boolean; readonly sizeBytes?: number }>();
  private readonly incoming = new Map<string, Incoming>();
  private heldBytes = 0;

  private constructor(private readonly deps: KeyDeskDeps) {
    this.state = new DeskState(blankState(deps.keyFolder));
    this.jobs = new KeyJobs(this.state, { ...deps, heldOf: (itemId) => this.held.get(itemId) });
  }

  /** What an earlier program left behind is removed; where it cannot be, the first file will say so. */
  static async open(deps: KeyDeskDeps): Promise<KeyDesk> {
    await deps.items.clear().catch(() => undefined);
    return new KeyDesk(deps);
  }

  /** Nothing of what was brought is left afterwards. */
  async close(): Promise<void> {
    await this.jobs.stop();
    await this.deps.workshop.close();
    await this.deps.items.clear();
  }

  /** Serves a page on a port until that is closed. What a page that leaves was bringing does not come any more. */
  serve(port: Port): void {
    const own = new Set<string>();
    const served = servePeer(port, keyContract, this.handlers(own));
    const deaf = this.state.listen((state) => served.emit('key/changed', state));
    port.onClose(() => {
      deaf();
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
      'key/state': () => settle(async () => this.state.now),
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
      'key/target': ({ target }) => done(() => this.state.update({ target, mismatchConfirmed: false })),
      'key/confirm': ({ confirmed }) => done(() => this.state.update({ mismatchConfirmed: confirmed })),
      'key/file-system': ({ fileSystem }) => done(() => this.state.update({ fileSystem })),
      'key/expect': ({ itemId, sha256 }) => done(() => this.expect(itemId, sha256)),
      'key/drives': () => done(() => this.jobs.lookForDrives()),
      'key/practice-drives': ({ isPlugged }) => done(() => this.plugPractice(isPlugged)),
      'key/practice-spoil': ({ driveId }) => done(() => this.spoil(driveId)),
      'key/make-normal': (payload) => settle(async () => ({ operationId: await this.jobs.makeNormal(payload) })),
      'key/build': ({ destination }) => settle(async () => ({ operationId: this.jobs.startBuild(destination) })),
      'key/cancel': ({ operationId }) => done(() => this.jobs.cancel(operationId)),
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
    if (purpose === 'package' && this.state.now.packages.length >= MOST_PACKAGES)
      throw fault('FILES_TOO_MANY', { path: name, limit: MOST_PACKAGES });
    this.jobs.requireIdle();
    const itemId = newId();
    const path = items.pathOf(itemId, name, isFolder);
    const placed = files.map((file) => ({ path: isFolder ? join(path, safeRelative(file.path)) : path, sizeBytes: file.sizeBytes }));
    if (new Set(placed.map((file) => file.path.toLowerCase())).size < placed.length) throw fault('PACKAGE_DUPLICATE_NAME', { name });
    for (const file of placed) await items.create(file.path, file.sizeBytes);
    this.held.set(itemId, { path, name: shownName(name), isFolder });
    this.incoming.set(itemId, { itemId, purpose, files: placed, receivedBytes: 0 });
    const row = { itemId, name: shownName(name), sizeBytes, state: 'receiving' as const, receivedBytes: 0 };
    if (purpose === 'package') this.state.update({ packages: [...this.state.now.packages, { ...row, isPractice: false }] });
    else {
      const before = this.state.now.checked;
      this.state.update({ checked: { ...row, source: isFolder ? 'folder' : 'image', repaired: [] } });
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
    this.state.change(itemId, { receivedBytes: incoming.receivedBytes });
  }

  private end(itemId: string): void {
    const incoming = this.incoming.get(itemId);
    if (!this.incoming.delete(itemId) || !incoming) throw fault('STATE_WRONG', { state: 'not on the desk' });
    if (incoming.purpose === 'package') void this.inspect(itemId);
    else void this.check(itemId);
  }

  private abandon(itemId: string): void {
    this.incoming.delete(itemId);
    this.state.change(itemId, { state: 'failed', error: appError('FILE_GONE', { path: this.held.get(itemId)?.name ?? '' }) });
    void this.deps.items.remove(itemId).catch(() => undefined);
  }

  private async practice(kind: KeyKind): Promise<string> {
    const { items, newId } = this.deps;
    this.jobs.requireIdle();
    await this.restart();
    this.deps.drives.plugPractice(true);
    const { name, bytes } = practicePackage(kind);
    const itemId = newId();
    const path = items.pathOf(itemId, name, false);
    this.held.set(itemId, { path, name, isFolder: false });
    this.state.update({ packages: [{ itemId, name, sizeBytes: bytes.length, isPractice: true, state: 'working' }] });
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
    const { expectedSha256 } = this.state.now.packages.find((row) => row.itemId === itemId) ?? {};
    this.state.change(itemId, { state: 'working' });
    try {
      const report = await this.deps.workshop.inspect(held, expectedSha256);
      this.state.change(itemId, { state: 'done', report: packageView(report) });
    } catch (thrown) {
      this.state.change(itemId, { state: 'failed', error: toAppError(thrown, 'untouched') });
    }
  }

  private async expect(itemId: string, sha256: string): Promise<void> {
    const row = this.state.now.packages.find((each) => each.itemId === itemId);
    this.jobs.requireIdle();
    if (row?.state !== 'done') throw fault('STATE_WRONG', { state: 'not on the desk' });
    const { expectedSha256: _, ...rest } = row;
    const next = sha256 === '' ? rest : { ...rest, expectedSha256: sha256 };
    this.state.update({ packages: this.state.now.packages.map((each) => (each === row ? next : each)) });
    await this.inspect(itemId);
  }

  private async check(itemId: string): Promise<void> {
    const held = this.held.get(itemId);
    const { checked } = this.state.now;
    if (!held || checked?.itemId !== itemId) return;
    const { path, isFolder, sizeBytes } = held;
    const family = checked.family === undefined ? {} : { family: checked.family };
    this.state.change(itemId, { state: 'working' });
    try {
      const check = await this.deps.workshop.check({ path, isFolder, ...family, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
      this.state.change(itemId, { state: 'done', check });
    } catch (thrown) {
      this.state.change(itemId, { state: 'failed', error: toAppError(thrown, 'untouched') });
    }
  }

  private async checkSource(source: PayloadOf<KeyContract, 'key/check'>['source']): Promise<void> {
    this.jobs.requireIdle();
    this.state.drop('driveWork');
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
    const before = this.state.now.checked;
    this.held.set(itemId, { ...held, name: checked.name, isFolder: false });
    this.state.update({ checked: { ...checked, itemId, state: 'working' } });
    if (before) await this.forget(before.itemId);
    void this.check(itemId);
  }

  private builtFile(): { path: string; name: string; sizeBytes: number } {
    const { built } = this.state.now;
    if (!built?.path) throw fault('STATE_WRONG', { state: 'no key was built' });
    return { path: built.path, name: built.name, sizeBytes: built.plan.sizeBytes };
  }

  private async checkFor(words: string): Promise<void> {
    const { checked } = this.state.now;
    if (!checked) throw fault('STATE_WRONG', { state: 'nothing is checked' });
    const family = words.trim().toUpperCase();
    const { family: _, ...rest } = checked;
    this.state.update({ checked: { ...rest, ...(family === '' ? {} : { family }) } });
    await this.check(checked.itemId);
  }

  private async repair({ code, typedName }: PayloadOf<KeyContract, 'key/repair'>): Promise<void> {
    const { checked } = this.state.now;
    const held = checked && this.held.get(checked.itemId);
    if (checked?.driveId !== undefined && held && checked.state === 'done')
      return this.mendDrive(checked.driveId, held, checked, { code, family: checked.family, typedName });
    if (!checked || !held || checked.source !== 'image' || checked.state !== 'done')
      throw fault('STATE_WRONG', { state: 'no copy to mend' });
    await this.deps.workshop.repair(held.path, code, checked.family);
    const { savedAs: _, ...rest } = checked;
    this.state.update({ checked: { ...rest, repaired: [...checked.repaired, code] } });
    await this.check(checked.itemId);
  }

  private async mendDrive(
    driveId: string,
    held: HeldPackage & { readonly sizeBytes?: number },
    { repaired }: CheckedKey,
    wish: MendWish,
  ): Promise<void> {
    await this.jobs.mendDrive(driveId, held, wish, () =>
      this.checkDrive(driveId, [...repaired, wish.code], wish.family).catch(() => undefined),
    );
  }

  private async saveRepaired(): Promise<void> {
    const { checked } = this.state.now;
    const held = checked && this.held.get(checked.itemId);
    if (!checked || !held || checked.repaired.length === 0) throw fault('STATE_WRONG', { state: 'nothing was mended' });
    const stem = checked.name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
    for (let turn = 1; turn < 100; turn++) {
      const path = join(this.deps.keyFolder, `${stem}-repaired${turn === 1 ? '' : `-${turn}`}.img`);
      try {
        await this.deps.items.copyTo(held.path, path);
        return this.state.change(checked.itemId, { savedAs: path });
      } catch (thrown) {
        if (!(thrown instanceof Fault) || !/EEXIST/.test(thrown.error.cause ?? '')) throw thrown;
      }
    }
    throw fault('DISK_IO', { path: this.deps.keyFolder, detail: 'too many files of one name' });
  }

  private async plugPractice(isPlugged: boolean): Promise<void> {
    this.jobs.requireIdle();
    this.deps.drives.plugPractice(isPlugged);
    await this.jobs.lookForDrives();
  }

  private async spoil(driveId: string): Promise<void> {
    this.jobs.requireIdle();
    const { drives } = this.deps;
    this.state.drop('driveWork');
    able(drives.of(driveId).spoil, { id: driveId })(driveId);
    if (this.state.now.checked?.driveId === driveId) await this.checkDrive(driveId, [], this.state.now.checked.family);
  }

  private async remove(itemId: string): Promise<void> {
    this.jobs.requireIdle();
    if (this.state.now.checked?.itemId === itemId) this.state.drop('checked');
    this.state.update({ packages: this.state.now.packages.filter((row) => row.itemId !== itemId), mismatchConfirmed: false });
    await this.forget(itemId);
  }

  private async restart(): Promise<void> {
    this.jobs.requireIdle();
    const { packages, checked, drives } = this.state.now;
    this.state.replace({ ...blankState(this.deps.keyFolder), ...(checked ? { checked } : {}), ...(drives ? { drives } : {}) });
    for (const { itemId } of packages) await this.forget(itemId);
  }

  private async forget(itemId: string): Promise<void> {
    this.held.delete(itemId);
    this.incoming.delete(itemId);
    if (this.held.size === 0) this.heldBytes = 0;
    await this.deps.items.remove(itemId);
  }
}
