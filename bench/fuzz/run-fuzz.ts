// Runs inputs through the parsers and keeps them to their promises: no exception, bounded time, and one answer for the same bytes
// wherever in memory they lie. Every input is made again by its seed, target and number.
import { mutate, noiseOf } from './mutate';
import { randomOf } from './random';
import type { FuzzTarget } from './targets';

export interface FuzzOptions {
  readonly targets: readonly FuzzTarget[];
  /** In all; whichever of the two is reached first. */
  readonly inputs: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface FuzzFailure {
  readonly target: string;
  readonly input: number;
  readonly what: string;
}

export interface TargetTally {
  readonly name: string;
  inputs: number;
  /** Run a second time at another place in memory. */
  compared: number;
  totalMs: number;
  slowestMs: number;
  slowestInput: number;
}

export interface FuzzOutcome {
  readonly tallies: readonly TargetTally[];
  readonly failures: readonly FuzzFailure[];
  readonly inputs: number;
  readonly seconds: number;
  readonly peakRssBytes: number;
}

const MOST_FAILURES = 20;
const COMPARE_EVERY = 4;
/** Of inputs, this part is noise from nothing. */
const NOISE_EVERY = 16;

export function runFuzz({ targets, inputs, seconds, seed }: FuzzOptions): FuzzOutcome {
  const tallies = targets.map(({ name }): TargetTally => ({ name, inputs: 0, compared: 0, totalMs: 0, slowestMs: 0, slowestInput: 0 }));
  const failures: FuzzFailure[] = [];
  const started = performance.now();
  let [total, peakRssBytes] = [0, 0];
  while (total < inputs && performance.now() - started < seconds * 1000 && failures.length < MOST_FAILURES) {
    // Time is shared evenly, so that small parsers see many inputs; each target begins once.
    const index = tallies.reduce((least, tally, at) => (tally.totalMs < tallies[least]!.totalMs ? at : least), 0);
    const [target, tally] = [targets[index]!, tallies[index]!];
    const failure = runOne(target, tally, seed);
    if (failure) failures.push(failure);
    if (++total % 256 === 0) peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  }
  peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  return { tallies, failures, inputs: total, seconds: (performance.now() - started) / 1000, peakRssBytes };
}

/** The input itself, to look at a failure. */
export function inputOf(target: FuzzTarget, input: number, seed: number): Uint8Array {
  const random = randomOf(Math.imul(seed, 0x01000193) ^ Math.imul(input, 0x9e3779b1) ^ hashText(target.name));
  if (input < target.seeds.length) return target.seeds[input]!;
  const start = random.pick(target.seeds);
  return input % NOISE_EVERY === 0 && start.length < 0x100000
    ? noiseOf(random.below(4096), random)
    : mutate(start, random.pick(target.seeds), random);
}

function runOne(target: FuzzTarget, tally: TargetTally, seed: number): FuzzFailure | undefined {
  const input = tally.inputs++;
  const bytes = inputOf(target, input, seed);
  const failed = (what: string): FuzzFailure => ({ target: target.name, input, what });
  try {
    const [started, before] = [performance.now(), process.cpuUsage()];
    const answer = target.run(bytes);
    const tookMs = Math.min(performance.now() - started, cpuMsSince(before));
    tally.totalMs += Math.max(tookMs, 0.001);
    if (tookMs > tally.slowestMs) {
      tally.slowestMs = tookMs;
      tally.slowestInput = input;
    }
    if (tookMs > target.limitMs) return failed(`took ${Math.round(tookMs)} ms`);
    if (input % COMPARE_EVERY !== 0) return undefined;
    tally.compared++;
    const again = performance.now();
    const [second, untouched] = [elsewhere(bytes, input), elsewhere(bytes, input)];
    const same = sameValue(answer, target.run(second));
    tally.totalMs += performance.now() - again;
    if (Buffer.compare(second, untouched) !== 0) return failed('the bytes were changed by reading them');
    return same ? undefined : failed('another answer for the same bytes in other memory');
  } catch (thrown) {
    tally.totalMs += 1;
    return failed(thrown instanceof Error ? (thrown.stack ?? thrown.message).split('\n').slice(0, 4).join(' | ') : 'threw something');
  }
}

/** Whatever else the machine does meanwhile. */
function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The same bytes as a node Buffer inside a longer one that is full of something else, at an odd place. */
function elsewhere(bytes: Uint8Array, input: number): Buffer {
  const offset = 1 + (input % 7);
  const buffer = Buffer.alloc(bytes.length + offset + 64, 0x24 + (input % 0x80));
  buffer.set(bytes, offset);
  return buffer.subarray(offset, offset + bytes.length);
}

/** Plain data: numbers, texts, arrays, bytes by content, objects by their fields. */
function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (left instanceof Uint8Array || right instanceof Uint8Array)
    return left instanceof Uint8Array && right instanceof Uint8Array && Buffer.compare(left, right) === 0;
  const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameValue(a[key], b[key]));
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
