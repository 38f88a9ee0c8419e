// The files a person brought to a case: kept in it, judged by size and content, told what they can fill.
import { join } from 'node:path';
import { appError, fault, toAppError, Fault, type AppError } from '../../shared/model/errors';
import { identifyFile, type FileIdentity } from '../../shared/firmware/identify-file';
import { machineById, type ImageLayout, type Machine } from '../../shared/machines';
import type { SourceView } from '../../shared/ipc/views';
import type { CaseFile } from './case-file';
import type { Disk } from './files';
import { sha256Aside } from './hash';
import { hintsOf, type Inspect } from './inspector';
import { layoutFor } from './layout';

export type SourceRecord = CaseFile['sources'][number];

export interface Sources {
  readonly views: readonly SourceView[];
  /** Makes the views anew from the record; a file that is gone or altered is shown with its problem. */
  restore(records: readonly SourceRecord[], machineId: string | undefined): Promise<void>;
  /** Saved and read back before it is listed. */
  add(sourceId: string, name: string, bytes: Uint8Array, machineId: string | undefined): Promise<SourceRecord>;
  remove(sourceId: string): Promise<void>;
  /** Throws BACKUP_ALTERED where the file is not what was added. */
  load(sourceId: string): Promise<Uint8Array>;
}

export function openSources(disk: Disk, folder: string, inspect: Inspect): Sources {
  let views: readonly SourceView[] = [];
  let known: readonly SourceRecord[] = [];
  const pathOf = (sourceId: string) => join(folder, `${sourceId}.bin`);

  const loadRecord = async ({ sourceId, sha256 }: SourceRecord): Promise<Uint8Array> => {
    const bytes = await disk.read(pathOf(sourceId));
    if ((await sha256Aside(bytes)) !== sha256) throw fault('BACKUP_ALTERED', { path: pathOf(sourceId) });
    return bytes;
  };

  return {
    get views() {
      return views;
    },
    async restore(records, machineId) {
      known = records;
      // All at once: each waits for the disk, and then for a thread.
      views = await Promise.all(
        records.map(async (record) => {
          const bytes = await loadRecord(record).catch((thrown: unknown) =>
            thrown instanceof Fault ? thrown.error : toAppError(thrown, 'untouched'),
          );
          return bytes instanceof Uint8Array ? judgeSource(record, bytes, machineId, inspect) : unusable(record, bytes);
        }),
      );
    },
    async add(sourceId, name, bytes, machineId) {
      const record: SourceRecord = { sourceId, name, sizeBytes: bytes.length, sha256: await sha256Aside(bytes) };
      await disk.ensureFolder(folder);
      await disk.write(pathOf(sourceId), bytes);
      await loadRecord(record);
      const view = await judgeSource(record, bytes, machineId, inspect);
      known = [...known, record];
      views = [...views, view];
      return record;
    },
    async remove(sourceId) {
      await disk.remove(pathOf(sourceId));
      known = known.filter((record) => record.sourceId !== sourceId);
      views = views.filter((view) => view.sourceId !== sourceId);
    },
    async load(sourceId) {
      const record = known.find((candidate) => candidate.sourceId === sourceId);
      if (!record) throw fault('INPUT_INVALID', { detail: 'no such source' });
      return loadRecord(record);
    },
  };
}

const unusable = (record: SourceRecord, problem: AppError): SourceView => ({ ...record, regions: [], kind: 'unusable', problem });

/** What a file can fill on this machine, or what stands in the way. */
export async function judgeSource(
  record: SourceRecord,
  bytes: Uint8Array,
  machineId: string | undefined,
  inspect: Inspect,
): Promise<SourceView> {
  const machine = machineId === undefined ? undefined : machineById(machineId);
  if (!machine) return judgeUnknown(record, bytes, inspect);
  const { layout } = machine;
  const identity = identifyFile(bytes, layout);
  const problem = problemOf(identity, bytes, layout, machine);
  const report = bytes.length > 0 ? { report: await inspect(bytes, hintsOf(machine.id)) } : {};
  if (problem) return { ...unusable(record, problem), ...report };
  const kind = identity.kind === 'full' ? 'full-image' : 'region';
  return { ...record, kind, regions: regionsFilled(identity, layout), ...report };
}

function problemOf(identity: FileIdentity, bytes: Uint8Array, layout: ImageLayout, machine: Machine): AppError | undefined {
  if (identity.kind === 'unknown') {
    if (identity.reason === 'empty') return appError('IMAGE_EMPTY');
    if (identity.reason === 'content') return appError('IMAGE_FOREIGN', { reason: 'content' });
    return appError('IMAGE_WRONG_SIZE', { size: bytes.length, expected: layout.sizeBytes });
  }
  if (!identity.fits) {
    const expected = identity.kind === 'full' ? layout.sizeBytes : spanOf(identity.kind, layout).length;
    return appError('IMAGE_WRONG_SIZE', { size: bytes.length, expected });
  }
  if (identity.family !== undefined && identity.family !== machine.family.value)
    return appError('IMAGE_WRONG_FAMILY', { expected: machine.family.value, found: identity.family });
  return undefined;
}

const spanOf = (kind: string, layout: ImageLayout) =>
  kind === 'bios-region'
    ? layout.biosRegion
    : (layout.regions.find(({ name }) => name === kind) ?? { offset: 0, length: layout.sizeBytes });

function regionsFilled(identity: FileIdentity, layout: ImageLayout): string[] {
  if (identity.kind === 'unknown') return [];
  const span = identity.kind === 'full' ? { offset: 0, length: layout.sizeBytes } : spanOf(identity.kind, layout);
  return layout.regions
    .filter(({ offset, length }) => offset >= span.offset && offset + length <= span.offset + span.length)
    .map(({ name }) => name);
}

/** A machine whose map is not known: only whole images, by the regions of their descriptor. */
async function judgeUnknown(record: SourceRecord, bytes: Uint8Array, inspect: Inspect): Promise<SourceView> {
  if (bytes.length === 0) return unusable(record, appError('IMAGE_EMPTY'));
  const report = await inspect(bytes, {});
  if (report.verdict === 'not-an-image') return { ...unusable(record, appError('IMAGE_FOREIGN', { reason: 'content' })), report };
  return { ...record, kind: 'full-image', regions: layoutFor(undefined, bytes.length, report).regions.map(({ name }) => name), report };
}
