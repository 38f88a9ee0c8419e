import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault } from '../../shared/model/errors';
import type { JournalEntry } from '../../shared/model/journal';
import { CASE_VERSION } from './case-file';
import { caseStore, freeCaseId } from './case-store';
import { nodeDisk, type Disk } from './files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = new Date('2026-11-21T08:00:00Z');
const halfWritten: JournalEntry[] = [
  { kind: 'start', chip: { jedec: 'ef4018' }, desiredSha256: 'a', units: [{ offset: 0, length: 4096 }] },
  { kind: 'begin', unit: 0 },
];
const lines = (entries: readonly JournalEntry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('the folder of cases', () => {
  it('lists a case that cannot be read with its problem, and the others beside it', async () => {
    const store = caseStore(nodeDisk, folder);
    const { caseId } = await store.create({ title: 'Good' }, at);
    const torn = await store.create({ title: 'Torn' }, at);
    const newer = await store.create({ title: 'Newer' }, at);
    await writeFile(join(store.folderOf(torn.caseId), 'case.json'), '{"version": 1, "caseId"');
    await writeFile(join(store.folderOf(newer.caseId), 'case.json'), JSON.stringify({ version: CASE_VERSION + 1 }));
    const listed = new Map((await store.list()).map((summary) => [summary.caseId, summary]));
    expect(listed.get(caseId)?.problem).toBeUndefined();
    expect(listed.get(torn.caseId)).toMatchObject({ problem: { code: 'CASE_UNREADABLE' }, chipState: 'unknown', halfWritten: false });
    expect(listed.get(newer.caseId)?.problem?.params).toMatchObject({ version: CASE_VERSION + 1 });
    await expect(store.load(torn.caseId)).rejects.toMatchObject({ error: { code: 'CASE_UNREADABLE' } });
  });

  it('puts a half-written case first, also where its record cannot be read', async () => {
    const store = caseStore(nodeDisk, folder);
    const old = await store.create({ title: 'Old' }, new Date('2025-01-01T00:00:00Z'));
    await store.create({ title: 'New' }, at);
    await writeFile(join(store.folderOf(old.caseId), 'journal.ndjson'), lines(halfWritten));
    expect((await store.list())[0]).toMatchObject({ caseId: old.caseId, halfWritten: true, chipState: 'modified' });
    await writeFile(join(store.folderOf(old.caseId), 'case.json'), '');
    expect((await store.list())[0]).toMatchObject({ caseId: old.caseId, halfWritten: true, problem: { code: 'CASE_UNREADABLE' } });
  });

  it('says which folder it is that was moved away or cannot be written', async () => {
    const store = caseStore(nodeDisk, folder);
    const record = await store.create({ title: 'Moved' }, at);
    await rename(store.folderOf(record.caseId), join(folder, '..', `${record.caseId}-moved`));
    await expect(store.load(record.caseId)).rejects.toMatchObject({
      error: { code: 'DISK_NOT_FOUND', params: { path: store.folderOf(record.caseId) } },
    });
    await expect(store.save(record)).rejects.toMatchObject({ error: { code: 'DISK_NOT_FOUND' } });
    expect(await store.list()).toEqual([]);
    await rm(join(folder, '..', `${record.caseId}-moved`), { recursive: true });

    const readOnly: Disk = { ...nodeDisk, write: (path) => Promise.reject(fault('DISK_READ_ONLY', { path })) };
    await expect(caseStore(readOnly, folder).create({ title: 'No' }, at)).rejects.toMatchObject({ error: { code: 'DISK_READ_ONLY' } });
  });

  it('lets no name lead out of the folder', async () => {
    const store = caseStore(nodeDisk, folder);
    for (const name of ['..', '../etc', '/etc', 'a/b', '.hidden', ''])
      await expect(store.load(name)).rejects.toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });

  it('finds a free name for any title', () => {
    expect(freeCaseId('Größe: Z620 / dark!', at, [])).toBe('2026-11-21-gro-e-z620-dark');
    expect(freeCaseId('Dark', at, ['2026-11-21-dark', '2026-11-21-DARK-2'])).toBe('2026-11-21-dark-3');
    expect(freeCaseId('電源', at, [])).toBe('2026-11-21-case');
  });
});
