import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import type { FileInspection } from '../../shared/model/file-inspection';
import { openInspectionPool } from './inspection-pool';
import { inspectMany } from './inspect-many';
import type { Source } from './inspect-source';

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-pool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const image = sampleImage();
const path = join(folder, 'image.bin');
writeFileSync(path, image);

describe('inspecting on threads', () => {
  it('says of a file what inspecting it in this thread says', async () => {
    const [here, threads] = [openInspectionPool({ workers: 0 }), openInspectionPool({ workers: 2 })];
    const found = await threads.inspectFile(path, { machineId: 'z620' });
    expect(found).toEqual(await here.inspectFile(path, { machineId: 'z620' }));
    expect(found).toMatchObject({ file: path, size: 16 * 1024 * 1024, report: { kind: expect.anything() as unknown } });
    expect(await threads.inspectBytes('the same', image, { machineId: 'z620' })).toEqual({ ...found, file: 'the same' });
    expect(image.byteLength).toBe(16 * 1024 * 1024);
    await threads.close();
  });

  it('moves the bytes to the thread where the caller gives them away', async () => {
    const pool = openInspectionPool({ workers: 1 });
    const bytes = Uint8Array.from([1, 2, 3]);
    await pool.inspect({ kind: 'bytes', name: 'x', bytes, mayTake: true }, {}, () => undefined);
    expect(bytes.byteLength).toBe(0);
    await pool.close();
  });
});

/** Answers each file with its name, but ends at "crash", throws at "throw" and never answers "hang". */
const oddWorker = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ source }) => {
    if (source.name === 'crash') process.exit(3);
    if (source.name === 'throw') throw new Error('a bug');
    if (source.name === 'hoard') { const all = []; for (;;) all.push(new Array(1e5).fill(1.5)); }
    if (source.name === 'hang') return;
    parentPort.postMessage({ file: source.name });
    parentPort.postMessage(undefined);
  });`;
const startWorker = (): Worker => new Worker(oddWorker, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
const named = (name: string): Source => ({ kind: 'bytes', name, bytes: new Uint8Array() });
const all = async (answers: AsyncIterable<FileInspection>): Promise<FileInspection[]> => {
  const list: FileInspection[] = [];
  for await (const answer of answers) list.push(answer);
  return list;
};
const brief = ({ file, error }: FileInspection): string => (error ? `${file}: ${error.code} ${error.params.detail}` : file);

describe('a thread that fails', () => {
  it.each([
    ['crash', 'its thread ended with 3'],
    ['throw', 'a bug'],
    ['hoard', 'out of memory'],
  ])('costs one file its inspection, and no other (%s)', async (name, detail) => {
    const pool = openInspectionPool({ workers: 1, startWorker });
    const found = await all(inspectMany(pool, ['a', name, 'b', name, 'c'].map(named)));
    expect(found.map(brief)).toEqual(['a', `${name}: INSPECTION_LOST ${detail}`, 'b', `${name}: INSPECTION_LOST ${detail}`, 'c']);
    await pool.close();
  });

  it('that never answers is ended after the limit', async () => {
    const pool = openInspectionPool({ workers: 1, startWorker, limitMs: 50 });
    expect((await all(inspectMany(pool, ['hang'].map(named)))).map(brief)).toEqual(['hang: INSPECTION_LOST no end after 0 s']);
    await pool.close();
  });
});

describe('a batch', () => {
  it('answers in the order it was given, and takes in only a few files ahead', async () => {
    const pool = openInspectionPool({ workers: 2, startWorker });
    let taken = 0;
    function* names(): Generator<Source> {
      for (; taken < 100; taken++) yield named(`file ${taken}`);
    }
    const answers = inspectMany(pool, names());
    expect((await answers.next()).value).toEqual({ file: 'file 0' });
    expect(taken).toBeLessThan(10);
    expect((await all(answers)).map(({ file }) => file)).toEqual(Array.from({ length: 99 }, (_, index) => `file ${index + 1}`));
    await pool.close();
  });

  it('stops when it is cancelled, and the pool goes on for others', async () => {
    const pool = openInspectionPool({ workers: 1, startWorker });
    const stop = new AbortController();
    const answers = inspectMany(pool, ['a', 'hang', 'b'].map(named), {}, stop.signal);
    await answers.next();
    stop.abort();
    await expect(answers.next()).rejects.toMatchObject({ name: 'AbortError' });
    expect(await pool.inspectBytes('c', new Uint8Array(1))).toEqual({ file: 'c' });
    await pool.close();
  });

  it('that nobody takes further ends what it began', async () => {
    const pool = openInspectionPool({ workers: 1, startWorker });
    for await (const { file } of inspectMany(pool, ['a', 'hang'].map(named))) {
      expect(file).toBe('a');
      break;
    }
    expect(await pool.inspectBytes('c', new Uint8Array(1))).toEqual({ file: 'c' });
    await pool.close();
  });

  it('rejects what is in work and what waits when the pool is closed', async () => {
    const pool = openInspectionPool({ workers: 1, startWorker });
    const work = [pool.inspectBytes('hang', new Uint8Array(1)), pool.inspectBytes('b', new Uint8Array(1))];
    const outcomes = Promise.allSettled(work);
    await pool.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(pool.inspectBytes('c', new Uint8Array(1))).rejects.toMatchObject({ name: 'AbortError' });
  });
});
