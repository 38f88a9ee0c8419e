import { Worker } from 'node:worker_threads';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { JobThread } from './job-thread';

type Work = { readonly say: readonly string[] } | { readonly throw: string } | { readonly end: number } | { readonly wait: true };

const loader = createRequire(import.meta.url).resolve('tsx/cjs/api');
const source = fileURLToPath(new URL('./job-thread.ts', import.meta.url));
const program = `require(${JSON.stringify(loader)}).register();
const { serveJobs } = require(${JSON.stringify(source)});
serveJobs(require('node:worker_threads').parentPort, async (work, tell, signal) => {
  if (work.end !== undefined) process.exit(work.end);
  if (work.throw) throw new Error(work.throw);
  if (work.wait) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
  for (const word of work.say) tell(word);
  return work.say.length;
});`;

let started = 0;
const thread = new JobThread<Work, string>(() => {
  started++;
  return new Worker(program, { eval: true, execArgv: [] });
}, 'the work');

afterEach(() => thread.close());

describe('jobs in a thread', () => {
  it('answers each job with its own value, after what it said', async () => {
    const heard: string[] = [];
    const tell = (word: string) => heard.push(word);
    expect(await Promise.all([thread.run({ say: ['one', 'two'] }, { tell }), thread.run({ say: ['three'] }, { tell })])).toEqual([2, 1]);
    expect(heard).toEqual(['one', 'two', 'three']);
  });

  it('rejects a job that throws, and goes on with the next', async () => {
    await expect(thread.run({ throw: 'a bug' })).rejects.toMatchObject({ error: { code: 'INTERNAL' } });
    expect(await thread.run({ say: [] })).toBe(0);
  });

  it('rejects the jobs of a thread that ends, names what is lost, and starts another for the next', async () => {
    const before = started;
    await expect(thread.run({ end: 3 })).rejects.toMatchObject({
      error: { code: 'INSPECTION_LOST', params: { path: 'the work', detail: 'its thread ended with 3' } },
    });
    expect(await thread.run({ say: ['again'] })).toBe(1);
    expect(started).toBe(before + 2);
  });

  it('ends a job that is cancelled, and only that', async () => {
    const abort = new AbortController();
    const job = thread.run({ wait: true }, { signal: abort.signal });
    const other = thread.run({ say: ['on'] });
    abort.abort();
    await expect(job).rejects.toMatchObject({ error: { code: 'CANCELLED' } });
    expect(await other).toBe(1);
  });
});
