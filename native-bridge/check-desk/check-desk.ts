// The check desk: takes files in by pieces, has them inspected a few at a time, and answers questions about them. Outlives its pages: a
// reloaded page finds the list as it was. Owns the folder of held bytes; knows no face.
import { checkContract, type CheckContract } from '../../shared/ipc/check-contract';
import type { CheckRow, CheckSet, ComparisonView, Refusal } from '../../shared/ipc/check-views';
import type { EventOf, Handlers, PayloadOf, Port, ValueOf } from '../../shared/ipc/contract-kit';
import { servePeer } from '../../shared/ipc/peer';
import { Fault, fault, settle, toAppError } from '../../shared/model/errors';
import { isCompanion, shownName } from '../inspection/file-names';
import { maskInspection } from '../inspection/mask-inspection';
import type { FileInspection } from '../../shared/model/file-inspection';
import { rowOfInspection } from './check-row';
import { DeskRows } from './desk-rows';
import type { HeldFiles } from './held-files';
import { refusalOf, type HeavyWork, type Room, type UnpackedMember } from './heavy-work';
import type { Export, Inspector, SetJoiner } from './inspector';

export interface DeskLimits {
  readonly maxFiles: number;
  /** Of all files together, on disk. */
  readonly maxHeldBytes: number;
}

export interface CheckDeskDeps {
  readonly files: HeldFiles;
  readonly inspector: Inspector;
  readonly heavy: HeavyWork;
  readonly exportAs: Export;
  readonly sets: SetJoiner;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly limits?: DeskLimits;
}

/** Some hundred images of 16 MiB, as a support desk has them. */
const usualLimits: DeskLimits = { maxFiles: 3000, maxHeldBytes: 16 * 1024 ** 3 };

const ANNOUNCE_EVERY_MS = 100;

type Changed = EventOf<CheckContract, 'check/changed'>;

export class CheckDesk {
  private readonly rows = new DeskRows(() => this.announce());
  private readonly listeners = new Set<(event: Changed) => void>();
  private readonly working = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  private seq = 0;
  private isDue = false;
  private toldAtMs = -Infinity;

  private constructor(private readonly deps: CheckDeskDeps) {}

  /** What an earlier program left behind is removed; where it cannot be, the first file will say so. */
  static async open(deps: CheckDeskDeps): Promise<CheckDesk> {
    await deps.files.clear().catch(() => undefined);
    return new CheckDesk(deps);
  }

  /** Nothing of the files is left afterwards. */
  async close(): Promise<void> {
    await this.deps.heavy.close();
    await this.stop();
    await this.deps.inspector.close();
    await this.deps.files.clear();
  }

  /** Serves a page on a port until that is closed. What a page that leaves was bringing does not come any more. */
  serve(port: Port): void {
    const own = new Set<string>();
    const served = servePeer(port, checkContract, this.handlers(own));
    const listen = (event: Changed) => served.emit('check/changed', event);
    this.listeners.add(listen);
    port.onClose(() => {
      this.listeners.delete(listen);
      for (const fileId of own) this.abandon(fileId, 'cannot-be-read');
    });
  }

  /** `own`: files that this page is bringing. */
  handlers(own: Set<string> = new Set()): Handlers<CheckContract> {
    return {
      'check/list': () => settle(async () => ({ seq: this.seq, rows: [...this.rows.all], sets: this.sets() })),
      'check/begin': (payload) =>
        settle(async () => {
          const answer = await this.begin(payload);
          if (answer.outcome === 'taken') own.add(answer.fileId);
          return answer;
        }),
      'check/piece': (payload) =>
        settle(async () => {
          if (await this.piece(payload)) own.delete(payload.fileId);
          return null;
        }),
      'check/abandon': ({ fileId, why }) =>
        settle(async () => {
          own.delete(fileId);
          this.abandon(fileId, why);
          return null;
        }),
      'check/stop': () => settle(() => this.stop()),
      'check/resume': () => settle(async () => this.resume()),
      'check/remove': ({ fileIds }) => settle(() => this.remove(fileIds)),
      'check/clear': () => settle(() => this.remove(this.rows.all.map(({ fileId }) => fileId))),
      'check/report': ({ fileId, identity }) => settle(() => this.report(fileId, identity)),
      'check/bytes': ({ fileId, offset, length }) =>
        settle(async () => ({ bytes: await this.deps.files.slice(this.require(fileId).fileId, offset, length) })),
      'check/compare': ({ fileIds }) => settle(async () => this.compare(fileIds)),
      'check/export': (payload) => settle(() => this.export(payload)),
      'check/join': ({ fileIds }) => settle(() => this.join(fileIds)),
    };
  }

  private async begin(payload: PayloadOf<CheckContract, 'check/begin'>): Promise<ValueOf<CheckContract, 'check/begin'>> {
    const { sizeBytes } = payload;
    if (payload.inFolder && isCompanion(payload.name)) return { fileId: '', outcome: 'passed-over' };
    const fileId = this.deps.newId();
    const name = shownName(payload.name);
    const refusal = refusalOf(sizeBytes, this.room());
    this.rows.add({ fileId, name, sizeBytes, ...(refusal ? { state: 'refused', refusal } : { state: 'receiving', receivedBytes: 0 }) });
    if (refusal) return { fileId, outcome: 'refused' };
    await this.guarded(fileId, () => this.deps.files.write(fileId, new Uint8Array(0)));
    if (sizeBytes === 0) this.queue(fileId);
    return { fileId, outcome: 'taken' };
  }

  private room(): Room {
    const { maxFiles, maxHeldBytes } = this.deps.limits ?? usualLimits;
    return { files: maxFiles - this.rows.size, bytes: maxHeldBytes - this.rows.heldBytes };
  }

  /** True with the last piece. Pieces of a file that was removed meanwhile are refused, which ends its way in. */
  private async piece({ fileId, offset, bytes }: PayloadOf<CheckContract, 'check/piece'>): Promise<boolean> {
    const row = this.require(fileId);
    if (row.state !== 'receiving' || offset !== row.receivedBytes || offset + bytes.length > row.sizeBytes)
      throw fault('INPUT_INVALID', { detail: 'the piece is not the next one' });
    await this.guarded(fileId, () => this.deps.files.append(fileId, bytes));
    const receivedBytes = offset + bytes.length;
    if (receivedBytes < row.sizeBytes) this.rows.update({ ...row, receivedBytes });
    else this.queue(fileId);
    return receivedBytes === row.sizeBytes;
  }

  private abandon(fileId: string, why: Refusal): void {
    const row = this.rows.get(fileId);
    if (row?.state !== 'receiving') return;
    this.rows.update(bare(row, { state: 'refused', refusal: why }));
    void this.deps.files.remove(fileId).catch(() => undefined);
  }

  private queue(fileId: string): void {
    const row = this.rows.get(fileId);
    if (row) this.rows.update(bare(row, { state: 'waiting' }));
    this.pump();
  }

  private pump(): void {
    while (this.working.size < this.deps.inspector.width) {
      const next = this.rows.first('waiting');
      if (!next) return;
      this.rows.update(bare(next, { state: 'inspecting' }));
      const abort = new AbortController();
      const ended = this.inspect(next.fileId, abort.signal).finally(() => {
        this.working.delete(next.fileId);
        this.pump();
      });
      this.working.set(next.fileId, { abort, ended });
    }
  }

  /** Never rejects: what went wrong stands in the row. */
  private async inspect(fileId: string, signal: AbortSignal): Promise<void> {
    const { files, inspector } = this.deps;
    try {
      const inspected = await inspector.inspectFile(files.pathOf(fileId), {}, signal);
      const row = this.rows.get(fileId);
      if (!row) return;
      const inspection: FileInspection = { ...inspected, file: row.name };
      await files.keepInspection(fileId, inspection);
      if (inspection.contains) await this.unpack(row, signal);
      this.rows.update(rowOfInspection(row, inspection));
    } catch (thrown) {
      const row = this.rows.get(fileId);
      if (!row) return;
      const isStopped = signal.aborted || (thrown instanceof Fault && thrown.error.code === 'CANCELLED');
      this.rows.update(bare(row, isStopped ? { state: 'stopped' } : { state: 'failed', error: toAppError(thrown, 'untouched') }));
    }
  }

  /** The members of an archive become files of their own, behind it. Stopping does not stop it half way; removing the archive does. */
  private async unpack({ fileId, name }: CheckRow, signal: AbortSignal): Promise<void> {
    const { files, heavy } = this.deps;
    const behind = [fileId];
    const unwanted = new AbortController();
    const look = () => this.rows.get(fileId) ?? unwanted.abort();
    const take = (member: UnpackedMember): void => {
      const { fileId: memberId, refusal, error } = member;
      if (!this.rows.get(fileId)) return void files.remove(memberId).catch(() => undefined);
      this.rows.add({ ...member, state: refusal ? 'refused' : error ? 'failed' : 'waiting' }, behind);
      behind.push(memberId);
    };
    signal.addEventListener('abort', look, { once: true });
    await heavy.unpack({ fileId, name, room: this.room() }, take, unwanted.signal).finally(() => signal.removeEventListener('abort', look));
  }

  private async stop(): Promise<null> {
    for (const row of this.rows.all) if (row.state === 'waiting') this.rows.update(bare(row, { state: 'stopped' }));
    const working = [...this.working.values()];
    for (const { abort } of working) abort.abort();
    await Promise.all(working.map(({ ended }) => ended));
    return null;
  }

  private resume(): null {
    for (const row of this.rows.all) if (row.state === 'stopped') this.rows.update(bare(row, { state: 'waiting' }));
    this.pump();
    return null;
  }

  private async remove(fileIds: readonly string[]): Promise<null> {
    const working = fileIds.flatMap((fileId) => this.working.get(fileId) ?? []);
    for (const fileId of fileIds) this.rows.remove(fileId);
    for (const { abort } of working) abort.abort();
    await Promise.all(working.map(({ ended }) => ended));
    if (this.rows.size === 0) await this.deps.files.clear();
    else for (const fileId of fileIds) await this.deps.files.remove(fileId);
    return null;
  }

  private async report(fileId: string, identity: boolean): Promise<FileInspection> {
    const row = this.require(fileId, 'done');
    const { files, inspector } = this.deps;
    const kept = await files.inspectionOf(fileId);
    if (!identity) return maskInspection(kept);
    const inspected = await inspector.inspectFile(files.pathOf(fileId), { withIdentity: true }, new AbortController().signal);
    return { ...kept, ...inspected, file: row.name };
  }

  private compare(fileIds: readonly string[]): Promise<ComparisonView> {
    return this.deps.heavy.compare(fileIds.map((fileId) => ({ fileId, name: this.require(fileId, 'done').name })));
  }

  private async export({ fileIds, format, identity }: PayloadOf<CheckContract, 'check/export'>) {
    const inspections = [];
    for (const fileId of fileIds) if (this.rows.get(fileId)?.state === 'done') inspections.push(await this.report(fileId, identity));
    const { mime, text } = this.deps.exportAs(format, inspections, identity);
    return { name: `rom-rescue-check-${this.deps.now().toISOString().slice(0, 10)}.${format}`, mime, text };
  }

  private async join(fileIds: readonly string[]): Promise<{ fileId: string }> {
    const { files, sets, newId } = this.deps;
    const parts = [];
    for (const fileId of fileIds) parts.push({ fileId, name: this.require(fileId, 'done').name, bytes: await files.read(fileId) });
    const joined = sets.join(parts);
    if (!joined) throw fault('INPUT_INVALID', { detail: 'the files are no whole set' });
    const fileId = newId();
    await files.write(fileId, joined.bytes);
    this.rows.add({ fileId, name: joined.name, sizeBytes: joined.bytes.length, state: 'waiting' }, fileIds);
    this.pump();
    return { fileId };
  }

  private sets(): CheckSet[] {
    return [...this.deps.sets.find(this.rows.all.filter(({ state }) => state === 'done'))];
  }

  private require(fileId: string, state?: CheckRow['state']): CheckRow {
    const row = this.rows.get(fileId);
    if (!row) throw fault('STATE_WRONG', { state: 'not on the desk' });
    if (state && row.state !== state) throw fault('STATE_WRONG', { state: row.state });
    return row;
  }

  /** A disk that refuses ends the way in of that file, and says so in its row. */
  private async guarded(fileId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const row = this.rows.get(fileId);
      if (row) this.rows.update(bare(row, { state: 'failed', error: toAppError(thrown, 'untouched') }));
      throw thrown;
    }
  }

  /** At once, and then what changed meanwhile at most so often: hundreds of small files are many changes a second. */
  private announce(): void {
    if (this.isDue) return;
    this.isDue = true;
    const waitMs = Math.max(0, this.toldAtMs + ANNOUNCE_EVERY_MS - performance.now());
    setTimeout(() => {
      this.isDue = false;
      this.toldAtMs = performance.now();
      const { rows, order } = this.rows.take();
      const event = { seq: ++this.seq, rows: [...rows], ...(order ? { order: [...order] } : {}), sets: this.sets() };
      for (const listener of [...this.listeners]) listener(event);
    }, waitMs).unref();
  }
}

/** The row without what belonged to the state that it leaves. */
const bare = ({ fileId, name, sizeBytes }: CheckRow, more: Pick<CheckRow, 'state' | 'refusal' | 'error'>): CheckRow => ({
  fileId,
  name,
  sizeBytes,
  ...more,
});
