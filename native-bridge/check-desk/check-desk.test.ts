import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bareReport } from '../../shared/firmware/bare-report';
import { checkContract, type CheckContract } from '../../shared/ipc/check-contract';
import type { CheckRow } from '../../shared/ipc/check-views';
import type { Client } from '../../shared/ipc/contract-kit';
import { localPorts } from '../../shared/ipc/local-port';
import { connectPeer } from '../../shared/ipc/peer';
import { fault } from '../../shared/model/errors';
import { inspectSource } from '../inspection/inspect-source';
import { ReusedBuffer } from '../inspection/read-file';
import type { FileInspection } from '../../shared/model/file-inspection';
import { CheckDesk, type DeskLimits } from './check-desk';
import { heavyWorkHere } from './heavy-work';
import { holdFiles } from './held-files';
import type { Inspector } from './inspector';

let folder = '';
let desk: CheckDesk | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-desk-'));
});
afterEach(async () => {
  await desk?.close();
  desk = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Inspects in this thread; holds back what the test has not let go. */
class Bench implements Inspector {
  readonly width = 2;
  held = false;
  inWork = 0;
  mostInWork = 0;
  private release: (() => void)[] = [];

  async inspectFile(path: string, hints: object, signal: AbortSignal): Promise<FileInspection> {
    this.inWork++;
    this.mostInWork = Math.max(this.mostInWork, this.inWork);
    try {
      if (this.held)
        await new Promise<void>((resolve, reject) => {
          this.release.push(resolve);
          signal.addEventListener('abort', () => reject(fault('CANCELLED')), { once: true });
        });
      let found: FileInspection | undefined;
      inspectSource({ kind: 'file', path, alone: true }, hints, new ReusedBuffer(), (each) => (found ??= each));
      return found ?? { file: path, report: bareReport({ size: 0, verdict: 'good', summary: '', findings: [] }) };
    } finally {
      this.inWork--;
    }
  }
  letGo(): void {
    this.held = false;
    for (const go of this.release.splice(0)) go();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Page {
  readonly client: Client<CheckContract>;
  readonly leave: () => void;
}

async function openDesk(bench: Inspector = new Bench(), limits?: DeskLimits): Promise<CheckDesk> {
  let lastId = 0;
  const files = holdFiles(join(folder, '.checked'));
  const newId = () => `f${++lastId}`;
  desk = await CheckDesk.open({
    files,
    inspector: bench,
    heavy: heavyWorkHere(files, newId),
    exportAs: (format, inspections, identity) => ({
      mime: format,
      text: `${inspections.map(({ file }) => file).join()} ${identity ? 'with' : 'without'} identity`,
    }),
    sets: { find: () => [], join: () => undefined },
    newId,
    now: () => new Date('2026-11-21T08:00:00Z'),
    ...(limits ? { limits } : {}),
  });
  return desk;
}

function openPage(of: CheckDesk): Page {
  const [near, far] = localPorts();
  of.serve(far);
  return { client: connectPeer(near, checkContract), leave: () => near.close() };
}

async function bring({ client }: Page, name: string, bytes: Uint8Array, inFolder = false): Promise<string> {
  const begun = await client.call('check/begin', { name, sizeBytes: bytes.length, inFolder });
  if (!begun.ok) throw new Error(begun.error.code);
  const { fileId, outcome } = begun.value;
  const piece = 1000;
  if (outcome === 'taken')
    for (let offset = 0; offset < bytes.length; offset += piece)
      await client.call('check/piece', { fileId, offset, bytes: bytes.slice(offset, offset + piece) });
  return fileId;
}

async function rowsOf({ client }: Page): Promise<readonly CheckRow[]> {
  const answer = await client.call('check/list', {});
  return answer.ok ? answer.value.rows : [];
}
const untilDone = (page: Page): Promise<void> =>
  expect.poll(async () => (await rowsOf(page)).every(({ state }) => state !== 'waiting' && state !== 'inspecting')).toBe(true);
const told = async (page: Page) => (await rowsOf(page)).map(({ name, state }) => `${name}: ${state}`);
const text = new TextEncoder().encode('A note about a machine, and nothing else. '.repeat(60));

describe('the check desk', () => {
  it('takes files in by pieces, inspects them, and gives their bytes back by slice', async () => {
    const page = openPage(await openDesk());
    const fileId = await bring(page, 'notes.bin', text);
    await untilDone(page);
    expect(await rowsOf(page)).toMatchObject([{ name: 'notes.bin', state: 'done', verdict: 'not-an-image', sizeBytes: text.length }]);
    const slice = await page.client.call('check/bytes', { fileId, offset: 2, length: 4 });
    expect(slice).toEqual({ ok: true, value: { bytes: text.slice(2, 6) } });
    expect(await page.client.call('check/report', { fileId, identity: false })).toMatchObject({ ok: true, value: { file: 'notes.bin' } });
  });

  it('never works on more files at once than it has room for', async () => {
    const bench = new Bench();
    bench.held = true;
    const page = openPage(await openDesk(bench));
    for (let index = 0; index < 6; index++) await bring(page, `${index}.bin`, text);
    bench.letGo();
    await untilDone(page);
    expect(bench.mostInWork).toBe(2);
    expect(await told(page)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `${index}.bin: done`));
  });

  it('tells what an empty file is', async () => {
    const page = openPage(await openDesk());
    await bring(page, 'empty.bin', new Uint8Array(0));
    await untilDone(page);
    expect(await rowsOf(page)).toMatchObject([{ state: 'done', verdict: 'not-an-image', error: { code: 'IMAGE_EMPTY' } }]);
  });

  it('refuses a file of 4 GB before a byte of it comes, and says why', async () => {
    const page = openPage(await openDesk());
    const begun = await page.client.call('check/begin', { name: 'disk.img', sizeBytes: 4 * 1024 ** 3, inFolder: false });
    expect(begun).toMatchObject({ ok: true, value: { outcome: 'refused' } });
    expect(await rowsOf(page)).toMatchObject([{ name: 'disk.img', state: 'refused', refusal: 'too-large' }]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses what has no room, and takes it when there is room again', async () => {
    const page = openPage(await openDesk(new Bench(), { maxFiles: 10, maxHeldBytes: text.length + 10 }));
    const first = await bring(page, 'first.bin', text);
    await bring(page, 'second.bin', text);
    expect((await rowsOf(page))[1]).toMatchObject({ state: 'refused', refusal: 'desk-full' });
    await page.client.call('check/remove', { fileIds: [first] });
    await bring(page, 'third.bin', text);
    await untilDone(page);
    expect((await told(page)).at(-1)).toBe('third.bin: done');
  });

  it('refuses pieces out of order and beyond the announced size', async () => {
    const page = openPage(await openDesk());
    const begun = await page.client.call('check/begin', { name: 'a.bin', sizeBytes: 10, inFolder: false });
    const fileId = begun.ok ? begun.value.fileId : '';
    const refused = { ok: false, error: { code: 'INPUT_INVALID' } };
    expect(await page.client.call('check/piece', { fileId, offset: 5, bytes: new Uint8Array(5) })).toMatchObject(refused);
    expect(await page.client.call('check/piece', { fileId, offset: 0, bytes: new Uint8Array(11) })).toMatchObject(refused);
  });

  it('lists the members of a zip below it, without the notes beside them', async () => {
    const page = openPage(await openDesk());
    const zip = zipSync({ 'a/read1.bin': text, 'a/read1.json': text, 'read2.bin': text.slice(1) });
    await bring(page, 'before.bin', text);
    await bring(page, 'dumps.zip', zip);
    await bring(page, 'after.bin', text);
    await untilDone(page);
    expect(await told(page)).toEqual([
      'before.bin: done',
      'dumps.zip: done',
      'dumps.zip › a/read1.bin: done',
      'dumps.zip › read2.bin: done',
      'after.bin: done',
    ]);
  });

  it('passes over notes that came with a folder, and takes one that was chosen itself', async () => {
    const page = openPage(await openDesk());
    await bring(page, 'dumps/read1.bin.json', text, true);
    await bring(page, 'notes.txt', text);
    await untilDone(page);
    expect(await told(page)).toEqual(['notes.txt: done']);
  });

  it('stops what waits and what is in work, and goes on where it stopped', async () => {
    const bench = new Bench();
    bench.held = true;
    const page = openPage(await openDesk(bench));
    for (const name of ['a', 'b', 'c']) await bring(page, name, text);
    await page.client.call('check/stop', {});
    expect(await told(page)).toEqual(['a: stopped', 'b: stopped', 'c: stopped']);
    bench.letGo();
    await page.client.call('check/resume', {});
    await untilDone(page);
    expect(await told(page)).toEqual(['a: done', 'b: done', 'c: done']);
  });

  it('keeps the list for a page that is reloaded, without the file that was on its way', async () => {
    const of = await openDesk();
    const page = openPage(of);
    await bring(page, 'whole.bin', text);
    await page.client.call('check/begin', { name: 'half.bin', sizeBytes: 100, inFolder: false });
    page.leave();
    const next = openPage(of);
    await untilDone(next);
    expect(await rowsOf(next)).toMatchObject([
      { name: 'whole.bin', state: 'done' },
      { name: 'half.bin', state: 'refused', refusal: 'cannot-be-read' },
    ]);
  });

  it('leaves nothing on disk when the list is cleared, when it closes, and of a program that was killed', async () => {
    const page = openPage(await openDesk());
    await bring(page, 'a.bin', text);
    await untilDone(page);
    expect(await readdir(folder)).toEqual(['.checked']);
    await page.client.call('check/clear', {});
    expect(await readdir(folder)).toEqual([]);
    await bring(page, 'b.bin', text);
    await untilDone(page);
    await desk?.close();
    expect(await readdir(folder)).toEqual([]);
    await holdFiles(join(folder, '.checked')).write('left-over', text);
    await openDesk();
    expect(await readdir(folder)).toEqual([]);
  });

  it('forgets a file that is removed while it is inspected', async () => {
    const bench = new Bench();
    bench.held = true;
    const page = openPage(await openDesk(bench));
    const fileId = await bring(page, 'a.bin', text);
    await page.client.call('check/remove', { fileIds: [fileId] });
    expect(await rowsOf(page)).toEqual([]);
    expect(await page.client.call('check/bytes', { fileId, offset: 0, length: 1 })).toMatchObject({ ok: false });
  });

  it('saves reports of what is done, without identity unless it was asked for', async () => {
    const page = openPage(await openDesk());
    const a = await bring(page, 'a.bin', text);
    const b = await bring(page, 'b.bin', text);
    await untilDone(page);
    const saved = await page.client.call('check/export', { fileIds: [a, b, 'gone'], format: 'csv', identity: false });
    expect(saved).toEqual({
      ok: true,
      value: { name: 'rom-rescue-check-2026-11-21.csv', mime: 'csv', text: 'a.bin,b.bin without identity' },
    });
  });
});
