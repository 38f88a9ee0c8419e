import { describe, expect, it } from 'vitest';
import { w25q128, w25q128LowVoltage, w25q256, w25q256FourByteOpcodes, mx25l128, type NorProfile } from '../simulator/nor-profile';
import { composed, firmwareLike, makeBench, memoryJournal, planFor, recorder, unwrap, type Bench, type Recorder } from './test-bench';
import type { WriteParams } from './device-session';

const MIB = 1024 * 1024;
const old = firmwareLike(16 * MIB, 1);
const fresh = firmwareLike(16 * MIB, 2);
const bootBlock = [{ offset: 0xff0000, length: 0x10000 }];

async function prepare(profile: NorProfile = w25q128, ranges = bootBlock, before = old, source = fresh) {
  const bench = await makeBench(profile, before);
  const chip = unwrap(await bench.session.identify(recorder()));
  const desired = composed(before, source, ranges);
  const plan = planFor(chip, before, desired, ranges);
  const journal = memoryJournal();
  const params: WriteParams = { chip, plan, desired, known: before, unknown: [], journal: journal.write };
  return { bench, chip, desired, plan, journal, params };
}

const same = (bench: Bench, image: Uint8Array): boolean => Buffer.compare(bench.chip.content, image) === 0;

function expectCleanTrace({ chip }: Bench): void {
  const { ignoredWhileBusy, withoutWriteEnable, badLength, badProgramBits, erasesChip } = chip.counters;
  expect({ ignoredWhileBusy, withoutWriteEnable, badLength, badProgramBits, erasesChip }).toEqual({
    ignoredWhileBusy: 0,
    withoutWriteEnable: 0,
    badLength: 0,
    badProgramBits: 0,
    erasesChip: 0,
  });
}

function expectHonestProgress({ events, runs }: Recorder): void {
  for (const [index, event] of events.entries()) expect(event.fraction).toBeGreaterThanOrEqual(events[index - 1]?.fraction ?? 0);
  expect(events.at(-1)).toMatchObject({ fraction: 1, chipState: 'verified' });
  expect(runs.length).toBeGreaterThan(0);
}

describe('a write', () => {
  it('changes the chosen range, proves it, and leaves the rest', async () => {
    const { bench, desired, journal, params } = await prepare();
    const context = recorder();
    const startMs = bench.clock.now();
    expect(unwrap(await bench.session.write(params, context))).toMatchObject({ proven: true, retries: 0 });
    expect(same(bench, desired)).toBe(true);
    expectCleanTrace(bench);
    expectHonestProgress(context);
    expect(bench.clock.now() - startMs).toBeLessThan(2000);
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['start', 'begin', 'proven', 'end']);
  });

  it('costs a CH341A at most twelve IN transfers a page, proof and sample apart', async () => {
    const { bench, plan, params } = await prepare();
    const before = { ...bench.usb.counters };
    unwrap(await bench.session.write(params, recorder()));
    const pages = plan.bytesProgrammed / 256;
    const proof = Math.ceil(65_536 / 31) + 8;
    const sample = 64 * 9;
    expect(bench.usb.counters.inTransfers - before.inTransfers).toBeLessThanOrEqual(pages * 12 + proof + sample + 40);
    // One transfer a page, two for every third, and a few around each submission.
    expect(bench.usb.counters.outTransfers - before.outTransfers).toBeLessThan(pages * 1.6);
  });

  it('works on a slow Macronix part without its own description', async () => {
    const { bench, desired, params } = await prepare(mx25l128);
    unwrap(await bench.session.write(params, recorder()));
    expect(same(bench, desired)).toBe(true);
    expectCleanTrace(bench);
  });

  it('reaches the upper half of a 32 MiB part and leaves it in three-byte mode', async () => {
    const [low, high] = [firmwareLike(32 * MIB, 3), firmwareLike(32 * MIB, 4)];
    const { bench, desired, params } = await prepare(w25q256, [{ offset: 0x1ff0000, length: 0x10000 }], low, high);
    unwrap(await bench.session.write(params, recorder()));
    expect(same(bench, desired)).toBe(true);
    expect(bench.chip.statusRegister(2) & 1).toBe(0);
  });

  it('needs no four-byte mode on a 32 MiB part with opcodes of its own for that', async () => {
    const ranges = [
      { offset: 0xff0000, length: 0x20000 },
      { offset: 0x1ff0000, length: 0x10000 },
    ];
    const [low, high] = [firmwareLike(32 * MIB, 3), firmwareLike(32 * MIB, 4)];
    const { bench, desired, params } = await prepare(w25q256FourByteOpcodes, ranges, low, high);
    expect(params.chip.fourByte).toBe('opcodes');
    let modeSwitches = 0;
    bench.flash.arm({ what: { kind: 'call', act: () => modeSwitches++ }, when: { on: 'frame', opcode: 0xb7, nth: 1 } });
    unwrap(await bench.session.write(params, recorder()));
    expect(same(bench, desired)).toBe(true);
    expectCleanTrace(bench);
    const range = { offset: 0xff8000, length: 0x10000 };
    const read = unwrap(await bench.session.read({ chip: params.chip, range }, recorder()));
    expect(Buffer.compare(read, desired.subarray(range.offset, range.offset + range.length))).toBe(0);
    expect(modeSwitches).toBe(0);
    expect(bench.chip.statusRegister(2) & 1).toBe(0);
  });

  it('refuses a 1.8 V part before anything is sent that writes', async () => {
    const { bench, params } = await prepare(w25q128LowVoltage);
    expect(await bench.session.write(params, recorder())).toMatchObject({ error: { code: 'CHIP_LOW_VOLTAGE', chipState: 'untouched' } });
    expect(bench.chip.counters.writeEnables).toBe(0);
  });

  it('refuses a chip that no longer holds what the plan was made from, with nothing written', async () => {
    const { bench, params } = await prepare();
    bench.chip.content.set(firmwareLike(MIB, 9), 0x200000);
    const journal = memoryJournal();
    const result = await bench.session.write({ ...params, journal: journal.write }, recorder());
    expect(result).toMatchObject({ error: { code: 'WRITE_CONTENTS_CHANGED', chipState: 'untouched' } });
    expect(journal.entries).toEqual([]);
    expect(bench.chip.counters.writeEnables).toBe(0);
  });

  it('notices one changed byte in what it would have to put back', async () => {
    const { bench, params } = await prepare(w25q128, [{ offset: 0xff0000, length: 0x9800 }]);
    const preserved = params.plan.units.flatMap(({ preserve }) => preserve)[0]!;
    bench.chip.content[preserved.offset + 5]! ^= 1;
    const result = await bench.session.write(params, recorder());
    expect(result).toMatchObject({ error: { code: 'WRITE_CONTENTS_CHANGED', params: { offset: preserved.offset + 5 } } });
  });

  it('refuses another chip of the same kind', async () => {
    const { bench, params } = await prepare();
    const chip = { ...params.chip, uniqueId: '0011223344556677' };
    expect(await bench.session.write({ ...params, chip }, recorder())).toMatchObject({
      error: { code: 'CHIP_CHANGED', chipState: 'untouched' },
    });
  });

  it('refuses a plan with an erase the chip does not have', async () => {
    const { bench, params } = await prepare();
    const [unit] = params.plan.units;
    const range = { offset: 0, length: 0x20000 };
    const plan = { ...params.plan, units: [{ ...unit!, range, erase: range }] };
    expect(await bench.session.write({ ...params, plan }, recorder())).toMatchObject({
      error: { code: 'INPUT_INVALID', chipState: 'untouched' },
    });
  });

  it('lifts block protection for the write and puts it back', async () => {
    const { bench, desired, journal, params } = await prepare();
    bench.chip.setStatus(0, 0x04);
    bench.chip.setStatus(1, 0x02);
    unwrap(await bench.session.write(params, recorder()));
    expect(same(bench, desired)).toBe(true);
    expect([bench.chip.statusRegister(0), bench.chip.statusRegister(1)]).toEqual([0x04, 0x02]);
    expect(journal.entries[1]).toEqual({ kind: 'protection', registers: [0x04, 0x02, 0x60] });
  });

  it('says so when protection cannot be lifted, and writes nothing', async () => {
    const { bench, journal, params } = await prepare();
    bench.flash.arm({ what: { kind: 'write-protected', sr1: 0x84, pinLow: true }, when: { on: 'now' } });
    const result = await bench.session.write(params, recorder());
    expect(result).toMatchObject({ error: { code: 'CHIP_PROTECTED', chipState: 'untouched' } });
    expect(same(bench, old)).toBe(true);
    expect(journal.entries.at(-1)).toEqual({ kind: 'end', outcome: 'failed', code: 'CHIP_PROTECTED' });
  });

  it('does not even try protection that is locked until power is lost', async () => {
    const { bench, journal, params } = await prepare();
    bench.chip.setStatus(0, 0x04);
    bench.chip.setStatus(1, 0x01);
    const result = await bench.session.write(params, recorder());
    expect(result).toMatchObject({ error: { code: 'CHIP_PROTECTED', chipState: 'untouched', params: { lock: 'power' } } });
    expect(same(bench, old)).toBe(true);
    expect(bench.chip.counters).toMatchObject({ writeEnables: 0, statusWrites: 0 });
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['start', 'end']);
  });

  it('leaves protection alone that does not cover what is planned', async () => {
    const { bench, desired, params } = await prepare(w25q128, [{ offset: 0x100000, length: 0x10000 }]);
    bench.flash.arm({ what: { kind: 'write-protected', sr1: 0x84, pinLow: true }, when: { on: 'now' } });
    unwrap(await bench.session.write(params, recorder()));
    expect(same(bench, desired)).toBe(true);
    expect(bench.chip.counters.statusWrites).toBe(0);
  });

  it('stops between units when cancelled, and says what is old and new', async () => {
    const { bench, desired, journal, params } = await prepare(w25q128, [{ offset: 0x100000, length: 0x40000 }]);
    const context = recorder((event) => {
      if (event.phase === 'programming') context.stop.abort();
    });
    const result = await bench.session.write(params, context);
    expect(result).toMatchObject({ error: { code: 'CANCELLED', chipState: 'modified' } });
    expect(journal.entries.map(({ kind }) => kind)).toEqual(['start', 'begin', 'proven', 'end']);
    const [unit] = params.plan.units;
    const end = unit!.range.offset + unit!.range.length;
    expect(Buffer.compare(bench.chip.content.subarray(0, end), desired.subarray(0, end))).toBe(0);
    expect(Buffer.compare(bench.chip.content.subarray(end), old.subarray(end))).toBe(0);
  });

  it('touches nothing when the journal cannot be written', async () => {
    const { bench, params } = await prepare();
    const journal = () => Promise.reject(new Error('no space'));
    expect(await bench.session.write({ ...params, journal }, recorder())).toMatchObject({
      error: { code: 'DISK_IO', chipState: 'untouched' },
    });
    expect(same(bench, old)).toBe(true);
  });

  it('programs a page again whose write enable was lost', async () => {
    const { bench, desired, params } = await prepare();
    bench.flash.arm({ what: { kind: 'write-enable-lost', times: 1 }, when: { on: 'frame', opcode: 0x06, nth: 60 } });
    expect(unwrap(await bench.session.write(params, recorder()))).toMatchObject({ retries: 0 });
    expect(same(bench, desired)).toBe(true);
  });

  it('names the block when nothing it does is taken any more', async () => {
    const { bench, journal, params } = await prepare();
    bench.flash.arm({ what: { kind: 'write-enable-lost' }, when: { on: 'frame', opcode: 0x06, nth: 20 } });
    const result = await bench.session.write(params, recorder());
    expect(result).toMatchObject({ error: { code: 'WRITE_BLOCK_FAILED', chipState: 'modified' } });
    expect(journal.entries.filter(({ kind }) => kind === 'failed')).toHaveLength(1);
    expect(bench.chip.counters.erases64k).toBeLessThanOrEqual(1);
    expect(bench.chip.counters.erasesChip).toBe(0);
  });

  it('gives up on a chip that stays busy, within a bounded time', async () => {
    const { bench, params } = await prepare();
    bench.flash.arm({ what: { kind: 'busy-stuck' }, when: { on: 'erase', nth: 1 } });
    const startMs = bench.clock.now();
    expect(await bench.session.write(params, recorder())).toMatchObject({ error: { code: 'CHIP_STILL_BUSY', chipState: 'unknown' } });
    expect(bench.clock.now() - startMs).toBeLessThan(6000);
  });
});
