import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../shared/model/journal';
import { journalView } from '../recovery/journal';
import type { Fault } from '../simulator/faults';
import { mx25l128, n25q128, w25q128, type NorProfile } from '../simulator/nor-profile';
import { composed, firmwareLike, makeBench, memoryJournal, planFor, recorder, unwrap, type Bench } from './test-bench';

const MIB = 1024 * 1024;
const bootBlock = [{ offset: 0xff0000, length: 0x10000 }];
const old = firmwareLike(16 * MIB, 1);
const desired = composed(old, firmwareLike(16 * MIB, 2), bootBlock);
/** BP0-3, and on Macronix quad enable instead of BP3: what the parts are found with. */
const protectedSr1 = 0x5c;

const writeEnable = 0x06;
const writeStatus = 0x01;

async function run(bench: Bench, journalSoFar: JournalEntry[]) {
  const chip = unwrap(await bench.session.identify(recorder()));
  const { unknownUnits, restoreRegisters } = journalView(journalSoFar);
  const plan = planFor(chip, old, desired, bootBlock, unknownUnits);
  const journal = memoryJournal();
  const context = recorder();
  const result = await bench.session.write(
    { chip, plan, desired, known: old, unknown: unknownUnits, restoreRegisters, journal: journal.write },
    context,
  );
  journalSoFar.push(...journal.entries);
  return { code: result.ok ? 'ok' : result.error.code, log: context.codes };
}

async function protectedBench(profile: NorProfile): Promise<Bench> {
  const bench = await makeBench(profile, old);
  bench.chip.setStatus(0, protectedSr1);
  return bench;
}

const clipOff = (when: Fault['when']): Fault => ({ what: { kind: 'clip-off' }, when });

describe.each([mx25l128, n25q128])('protection of a $name that stays lifted through a power cycle', (profile) => {
  it('is put back by the run that goes on after a lost clip', async () => {
    const bench = await protectedBench(profile);
    const entries: JournalEntry[] = [];
    bench.flash.arm(clipOff({ on: 'pages', count: 20 }));
    expect((await run(bench, entries)).code).not.toBe('ok');
    await bench.reopen();
    const lifted = bench.chip.statusRegister(0);
    expect(lifted).not.toBe(protectedSr1);

    expect(await run(bench, entries)).toMatchObject({ code: 'ok' });
    expect(bench.chip.statusRegister(0)).toBe(protectedSr1);
    expect(Buffer.compare(bench.chip.content, desired)).toBe(0);
  });

  it('is put back after two faults, one of them before the first block', async () => {
    const bench = await protectedBench(profile);
    const entries: JournalEntry[] = [];
    bench.flash.arm(clipOff({ on: 'frame', opcode: writeEnable, nth: 2 }));
    expect((await run(bench, entries)).code).not.toBe('ok');
    await bench.reopen();
    expect(bench.chip.statusRegister(0)).not.toBe(protectedSr1);
    bench.flash.arm(clipOff({ on: 'pages', count: 3 }));
    expect((await run(bench, entries)).code).not.toBe('ok');
    await bench.reopen();

    expect(await run(bench, entries)).toMatchObject({ code: 'ok' });
    expect(bench.chip.statusRegister(0)).toBe(protectedSr1);
    expect(Buffer.compare(bench.chip.content, desired)).toBe(0);
  });

  it('is no longer owed once a write was done', async () => {
    const bench = await protectedBench(profile);
    const entries: JournalEntry[] = [];
    expect((await run(bench, entries)).code).toBe('ok');
    expect(bench.chip.statusRegister(0)).toBe(protectedSr1);
    expect(journalView(entries).restoreRegisters).toBeUndefined();
  });
});

describe('registers out of a journal', () => {
  it.each([
    { what: 'of another family', registers: [0x1c] },
    { what: 'out of range', registers: [0x11c, 0, 0] },
    { what: 'with a lock until power is lost', registers: [0x1c, 0x01, 0] },
    { what: 'with a lock for ever', registers: [0x9c, 0x01, 0] },
  ])('are not written where they are $what', async ({ registers }) => {
    const bench = await makeBench(w25q128, old);
    const chip = unwrap(await bench.session.identify(recorder()));
    const plan = planFor(chip, old, desired, bootBlock);
    const context = recorder();
    let statusWrites = 0;
    bench.flash.arm({ what: { kind: 'call', act: () => statusWrites++ }, when: { on: 'frame', opcode: writeStatus, nth: 1 } });
    const journal = memoryJournal().write;
    unwrap(await bench.session.write({ chip, plan, desired, known: old, unknown: [], restoreRegisters: registers, journal }, context));
    expect(statusWrites).toBe(0);
    expect(context.codes).toContain('protection-not-restored');
  });
});
