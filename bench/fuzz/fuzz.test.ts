import { describe, expect, it } from 'vitest';
import { runFuzz } from './run-fuzz';
import { fuzzTargets } from './targets';

const targets = fuzzTargets();

describe('any bytes', () => {
  it('are answered by every parser without an exception, in bounded time, and by nothing but the bytes themselves', () => {
    const outcome = runFuzz({ targets, inputs: 3000, seconds: 15, seed: 20240102 });
    expect(outcome.failures).toEqual([]);
    expect(outcome.tallies.filter(({ inputs }) => inputs === 0)).toEqual([]);
  }, 90_000);

  it('of which an answer depends on memory around them are told, so that the test can fail', () => {
    const peeking = {
      name: 'peeking',
      seeds: [new Uint8Array(8)],
      limitMs: 1000,
      run: (bytes: Uint8Array) => new Uint8Array(bytes.buffer)[0],
    };
    const throwing = {
      ...peeking,
      name: 'throwing',
      run: (): never => {
        throw new Error('no');
      },
    };
    expect(runFuzz({ targets: [peeking], inputs: 8, seconds: 5, seed: 1 }).failures.length).toBeGreaterThan(0);
    expect(runFuzz({ targets: [throwing], inputs: 8, seconds: 5, seed: 1 }).failures.length).toBe(8);
  });
});
