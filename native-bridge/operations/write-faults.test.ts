import { describe, expect, it } from 'vitest';
import { journalState, type JournalEntry } from '../../shared/model/journal';
import type { ByteRange } from '../../shared/model/plan';
import { mergeRanges } from '../../shared/firmware/ranges';
import { BLOCK_BYTES, BlockState, applyRuns } from '../../shared/model/blocks';
import { w25q128, type NorProfile } from '../simulator/nor-profile';
import type { Fault, FaultKind } from '../simulator/faults';
import { composed, firmwareLike, makeBench, memoryJournal, planFor, recorder, type Bench, type Recorder } from './test-bench';

const MIB = 1024 * 1024;
/** A small part keeps the many runs short; times and commands are the large one's. */
const small: NorProfile = { ...w25q128, name: 'W25Q32', sizeBytes: 4 * MIB, jedec: [0xef, 0x40, 0x16], electronicId: 0x15 };
const old = firmwareLike(4 * MIB, 1);
const fresh = firmwareLike(4 * MIB, 2);
/** A large erase, small ones, and one with something to put back. */
const ranges: ByteRange[] = [
  { offset: 0x108000, length: 0xa800 },
  { offset: 0x3ff000, length: 0x1000 },
];
const desired = composed(old, fresh, ranges);

const inAny = (offset: number, list: readonly ByteRange[]): boolean =>
  list.some((range) => offset >= range.offset && offset < range.offset + range.length);

/** What the journal says of each unit is true of the chip, and all else is as it was. */
function expectTruth(bench: Bench, entries: readonly JournalEntry[], known: Uint8Array, context: Recorder): void {
  const { oldUnits, newUnits, unknownUnits } = journalState(entries);
  const { content } = bench.chip;
  const slices = ({ offset, length }: ByteRange) =>
    [content, known, desired].map((image) => image.subarray(offset, offset + length)) as [Uint8Array, Uint8Array, Uint8Array];
  for (const range of newUnits) {
    const [found, , wanted] = slices(range);
    expect(Buffer.compare(found, wanted), `new at ${range.offset}`).toBe(0);
  }
  for (const range of oldUnits) {
    const [found, before] = slices(range);
    expect(Buffer.compare(found, before), `old at ${range.offset}`).toBe(0);
  }
  expect(unknownUnits.length).toBeLessThanOrEqual(1);
  const outside = composed(content, known, [...newUnits, ...unknownUnits]);
  expect(Buffer.compare(outside, known), 'all else as it was').toBe(0);
  const touched = [...newUnits, ...unknownUnits];
  const map = new Uint8Array(content.length / BLOCK_BYTES);
  for (const runs of context.runs) applyRuns(map, runs);
  for (let offset = 0; offset < content.length; offset += BLOCK_BYTES) {
    const state = map[offset / BLOCK_BYTES];
    if (inAny(offset, unknownUnits)) continue;
    if (state === BlockState.keep && !inAny(offset, ranges)) continue;
    const [found, before, wanted] = slices({ offset, length: BLOCK_BYTES });
    if (!inAny(offset, touched)) expect(Buffer.compare(found, before), `untouched at ${offset}`).toBe(0);
    if (state === BlockState.proven) expect(Buffer.compare(found, wanted), `map says proven at ${offset}`).toBe(0);
    if (state === BlockState.keep || state === BlockState.old) expect(Buffer.compare(found, before), `map says old at ${offset}`).toBe(0);
  }
}

interface Attempt {
  readonly code: string;
  readonly entries: JournalEntry[];
}

async function attempt(
  bench: Bench,
  known: Uint8Array,
  unknown: readonly ByteRange[],
): Promise<Attempt & { context: Recorder; chipState: string }> {
  const context = recorder();
  const journal = memoryJournal();
  const identified = await bench.session.identify(recorder());
  if (!identified.ok) return { code: identified.error.code, entries: [], context, chipState: identified.error.chipState };
  // What an unknown unit had to put back is unknown too: it is written again with the rest, out of the backup.
  const plan = planFor(identified.value, known, desired, mergeRanges([...ranges, ...unknown]), unknown);
  const result = await bench.session.write({ chip: identified.value, plan, desired, known, unknown, journal: journal.write }, context);
  return {
    code: result.ok ? 'ok' : result.error.code,
    chipState: result.ok ? 'verified' : result.error.chipState,
    entries: journal.entries,
    context,
  };
}

/** Writes with a fault, checks that what is said is true, mends, and goes on until it is done. */
async function breakAndResume(fault: Fault, allowed: readonly string[]): Promise<void> {
  const bench = await makeBench(small, old);
  bench.flash.arm(fault);
  const startMs = bench.clock.now();
  const first = await attempt(bench, old, []);
  expect(allowed, `${JSON.stringify(fault)} ended as`).toContain(first.code);
  expect(bench.clock.now() - startMs).toBeLessThan(60_000);
  expectTruth(bench, first.entries, old, first.context);
  if (first.code === 'ok') {
    expect(Buffer.compare(bench.chip.content, desired)).toBe(0);
    return;
  }
  const begun = first.entries.some(({ kind }) => kind === 'begin');
  const { newUnits, unknownUnits } = journalState(first.entries);
  if (!begun) expect(first.chipState).toBe('untouched');
  else expect(['modified', 'unknown', 'verified']).toContain(first.chipState);
  if (unknownUnits.length > 0 && first.code !== 'WRITE_BLOCK_FAILED') expect(first.chipState).toBe('unknown');

  await bench.reopen();
  const known = composed(old, desired, newUnits);
  const second = await attempt(bench, known, unknownUnits);
  expect(second.code).toBe('ok');
  expect(Buffer.compare(bench.chip.content, desired)).toBe(0);
  const { badLength, erasesChip } = bench.chip.counters;
  expect({ badLength, erasesChip }).toEqual({ badLength: 0, erasesChip: 0 });
}

const lost = [
  'ok',
  'USB_UNPLUGGED',
  'USB_UNPLUGGED_AT_POWER',
  'BUS_LOST',
  'BUS_ALL_FF',
  'CHIP_CHANGED',
  'BUS_UNSTABLE',
  'WRITE_CONTENTS_CHANGED',
  'WRITE_BLOCK_FAILED',
  'CHIP_UNKNOWN',
];

describe('a write that is disturbed', () => {
  const moments = [200, 3_000, 17_500, 19_500, 22_000, 28_001, 34_000, 41_000, 48_000, 55_000, 62_003, 70_000, 85_000, 100_000];
  const kinds: FaultKind[] = [{ kind: 'unplugged' }, { kind: 'clip-off' }];
  for (const what of kinds) {
    it(
      `by "${what.kind}" at any moment says exactly what is old, new and unknown, and a second write finishes it`,
      { timeout: 120_000 },
      async () => {
        for (const count of moments) await breakAndResume({ what, when: { on: 'bytes', count } }, lost);
        for (const nth of [1, 2, 3]) await breakAndResume({ what, when: { on: 'erase', nth } }, lost);
      },
    );
  }

  it('by a chip that stays busy gives up in time and can be finished after power was off', { timeout: 60_000 }, async () => {
    for (const nth of [1, 2, 3]) await breakAndResume({ what: { kind: 'busy-stuck' }, when: { on: 'erase', nth } }, ['CHIP_STILL_BUSY']);
    for (const count of [22_000, 41_000, 62_000])
      await breakAndResume({ what: { kind: 'busy-stuck' }, when: { on: 'bytes', count } }, [
        'CHIP_STILL_BUSY',
        'BUS_ALL_FF',
        'WRITE_CONTENTS_CHANGED',
        'WRITE_BLOCK_FAILED',
      ]);
  });

  it('by lost write enables ends equal or names the block', { timeout: 60_000 }, async () => {
    for (const nth of [1, 2, 5, 30, 130]) {
      await breakAndResume({ what: { kind: 'write-enable-lost', times: 1 }, when: { on: 'frame', opcode: 0x06, nth } }, ['ok']);
      await breakAndResume({ what: { kind: 'write-enable-lost' }, when: { on: 'frame', opcode: 0x06, nth } }, ['WRITE_BLOCK_FAILED']);
    }
  });

  it('by reads that flip a bit now and then still ends equal', { timeout: 60_000 }, async () => {
    for (const seed of [1, 2, 3]) {
      const places = [{ offset: 0, length: 4 * MIB, oneIn: 3_000 + seed * 1000 }];
      await breakAndResume({ what: { kind: 'flaky-reads', places, seed }, when: { on: 'now' } }, [
        'ok',
        'WRITE_CONTENTS_CHANGED',
        'WRITE_BLOCK_FAILED',
      ]);
    }
  });

  it('by MISO going low or high is never taken for success', { timeout: 60_000 }, async () => {
    for (const level of [0, 1] as const) {
      for (const count of [22_000, 41_000, 62_000])
        await breakAndResume({ what: { kind: 'miso-stuck', level }, when: { on: 'bytes', count } }, [
          'BUS_LOST',
          'BUS_ALL_FF',
          'BUS_ALL_00',
          'WRITE_BLOCK_FAILED',
          'WRITE_CONTENTS_CHANGED',
        ]);
    }
  });
});
