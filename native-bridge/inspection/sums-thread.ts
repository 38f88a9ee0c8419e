// The sums of a large file in a thread of their own, while the caller's inspects: one file alone is told a fifth sooner.
import { Worker } from 'node:worker_threads';
import { crc32, sumsOf, type Sums } from './node-tools';

/** Below this a thread takes longer to start than the sums take. */
const WORTH_A_THREAD_BYTES = 4 * 1024 * 1024;
const LIMIT_MS = 10_000;
const [SHA256_BYTES, MD5_BYTES] = [32, 16];

/** Text, because a program of this size needs no file of its own in a package. Writes both hashes, then says so. */
const program = `
  const { workerData: { content, hashes, state } } = require('node:worker_threads');
  const { createHash } = require('node:crypto');
  hashes.set(createHash('sha256').update(content).digest());
  hashes.set(createHash('md5').update(content).digest(), ${SHA256_BYTES});
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
`;

function copyToShare(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** Begins at once. The answer waits for the thread, without the event loop, and makes the sums itself where none comes. */
export function startSums(bytes: Uint8Array): () => Sums {
  if (bytes.length < WORTH_A_THREAD_BYTES) return () => sumsOf(bytes);
  const content = bytes.buffer instanceof SharedArrayBuffer ? bytes : copyToShare(bytes);
  const hashes = new Uint8Array(new SharedArrayBuffer(SHA256_BYTES + MD5_BYTES));
  const state = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(program, { eval: true, execArgv: [], workerData: { content, hashes, state } });
  worker.on('error', () => undefined);
  worker.unref();
  return () => {
    const crc = crc32(bytes).toString(16).padStart(8, '0');
    Atomics.wait(state, 0, 0, LIMIT_MS);
    if (Atomics.load(state, 0) !== 1) return sumsOf(bytes);
    const hex = Buffer.from(hashes).toString('hex');
    return { sha256: hex.slice(0, SHA256_BYTES * 2), md5: hex.slice(SHA256_BYTES * 2), crc32: crc };
  };
}
