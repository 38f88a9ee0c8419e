import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { applyRuns, BlockState } from '../../shared/model/blocks';
import { w25q128, type NorProfile } from '../simulator/nor-profile';
import type { FaultKind } from '../simulator/faults';
import { firmwareLike, makeBench, recorder, unwrap } from './test-bench';

const MIB = 1024 * 1024;
const small: NorProfile = { ...w25q128, name: 'W25Q32', sizeBytes: 4 * MIB, jedec: [0xef, 0x40, 0x16], electronicId: 0x15 };
const image = firmwareLike(4 * MIB, 1);

async function open(content: Uint8Array | undefined, fault?: FaultKind) {
  const bench = await makeBench(small, content);
  const chip = unwrap(await bench.session.identify(recorder()));
  if (fault) bench.flash.arm({ what: fault, when: { on: 'now' } });
  return { bench, chip };
}
const flaky = (offset: number, settlesAfter?: number): FaultKind => ({
  kind: 'flaky-reads',
  seed: 7,
  places: [{ offset, length: 4096, oneIn: 40, ...(settlesAfter === undefined ? {} : { settlesAfter }) }],
});

describe('a backup', () => {
  it('holds what is on the chip, every block agreed, with progress that never falls', async () => {
    const { bench, chip } = await open(image);
    const context = recorder();
    const outcome = unwrap(await bench.session.backup({ chip, reads: 2 }, context));
    expect(outcome).toMatchObject({ reads: 2, settled: [], unstable: [] });
    expect(Buffer.compare(outcome.bytes, image)).toBe(0);
    const map = new Uint8Array(1024);
    for (const runs of context.runs) applyRuns(map, runs);
    expect(map.every((state) => state === BlockState.agreed)).toBe(true);
    for (const [index, event] of context.events.entries())
      expect(event.fraction).toBeGreaterThanOrEqual(context.events[index - 1]?.fraction ?? 0);
    expect(context.events.at(-1)).toMatchObject({ fraction: 1, done: 8 * MIB, total: 8 * MIB });
    expect(context.events[Math.floor(context.events.length / 2)]?.etaMs).toBeGreaterThan(0);
    // At most ten a second, and the last of each phase.
    expect(context.events.length).toBeLessThan(bench.clock.now() / 100 + 10);
  });

  it('costs no more IN transfers than the bytes need', async () => {
    const { bench, chip } = await open(image);
    const before = bench.usb.counters.inTransfers;
    unwrap(await bench.session.backup({ chip, reads: 2 }, recorder()));
    expect(bench.usb.counters.inTransfers - before).toBeLessThan(((8 * MIB) / 31) * 1.002);
    expect(bench.usb.counters.deepestIn).toBeGreaterThanOrEqual(32);
  });

  it('settles a block that disagreed at first', async () => {
    const { bench, chip } = await open(image, flaky(0x123000, 1));
    const outcome = unwrap(await bench.session.backup({ chip, reads: 2 }, recorder()));
    expect(outcome).toMatchObject({ settled: [{ offset: 0x123000, length: 4096 }], unstable: [] });
    expect(Buffer.compare(outcome.bytes, image)).toBe(0);
  });

  it('names a block that never agrees', async () => {
    const { bench, chip } = await open(image, flaky(0x2a1000));
    const context = recorder();
    const outcome = unwrap(await bench.session.backup({ chip, reads: 3 }, context));
    expect(outcome).toMatchObject({ reads: 3, settled: [], unstable: [{ offset: 0x2a1000, length: 4096 }] });
    expect(context.events.at(-1)?.fraction).toBe(1);
  });

  it('refuses what agrees and is still nothing', async () => {
    const blank = await open(undefined);
    expect(await blank.bench.session.backup({ chip: blank.chip, reads: 2 }, recorder())).toMatchObject({ error: { code: 'READ_ALL_FF' } });
    const zero = await open(new Uint8Array(4 * MIB));
    expect(await zero.bench.session.backup({ chip: zero.chip, reads: 2 }, recorder())).toMatchObject({ error: { code: 'READ_ALL_00' } });
    const half = image.subarray(0, 2 * MIB);
    const twice = await open(Buffer.concat([half, half]));
    expect(await twice.bench.session.backup({ chip: twice.chip, reads: 2 }, recorder())).toMatchObject({
      error: { code: 'READ_MIRRORED' },
    });
  });

  it('ends with the reason when the plug is pulled or the clip comes off, however far it was', async () => {
    for (const count of [5_000, 3_000_000, 5_500_000, 8_380_000]) {
      for (const [kind, codes] of [
        ['unplugged', ['USB_UNPLUGGED', 'USB_UNPLUGGED_AT_POWER']],
        ['clip-off', ['BUS_LOST']],
      ] as const) {
        const { bench, chip } = await open(image);
        bench.flash.arm({ what: { kind }, when: { on: 'bytes', count } });
        const result = await bench.session.backup({ chip, reads: 2 }, recorder());
        expect(result).toMatchObject({ ok: false, error: { chipState: 'untouched' } });
        if (!result.ok) expect(codes).toContain(result.error.code);
      }
    }
  });

  it('never takes a line that went low for content', async () => {
    const { bench, chip } = await open(image);
    bench.flash.arm({ what: { kind: 'miso-stuck', level: 0 }, when: { on: 'bytes', count: 5_000_000 } });
    expect(await bench.session.backup({ chip, reads: 2 }, recorder())).toMatchObject({
      error: { code: 'BUS_ALL_00', chipState: 'untouched' },
    });
  });

  it('can be cancelled while it reads, and the adapter is fit for the next operation', async () => {
    const { bench, chip } = await open(image);
    const context = recorder((event) => {
      if (event.fraction > 0.3) context.stop.abort();
    });
    expect(await bench.session.backup({ chip, reads: 2 }, context)).toMatchObject({ error: { code: 'CANCELLED' } });
    expect(unwrap(await bench.session.identify(recorder())).jedec).toBe('ef4016');
  });
});

describe('a verify', () => {
  it('answers the hash of the whole chip when all is equal', async () => {
    const { bench, chip } = await open(image);
    const outcome = unwrap(await bench.session.verify({ chip, expected: image, ranges: [{ offset: 0, length: 4 * MIB }] }, recorder()));
    expect(outcome).toEqual({ comparedBytes: 4 * MIB, differences: [], sha256: createHash('sha256').update(image).digest('hex') });
  });

  it('names what differs by 4 KiB, neighbours joined', async () => {
    const { bench, chip } = await open(image);
    bench.chip.content[0x10_0fff]! ^= 1;
    bench.chip.content[0x10_1000]! ^= 1;
    bench.chip.content[0x20_0000]! ^= 1;
    const ranges = [{ offset: 0x100000, length: 0x100001 }];
    const outcome = unwrap(await bench.session.verify({ chip, expected: image, ranges }, recorder()));
    expect(outcome).toEqual({
      comparedBytes: 0x100001,
      differences: [
        { offset: 0x100000, length: 0x2000 },
        { offset: 0x200000, length: 0x1000 },
      ],
    });
  });

  it('does not call a slip of the wire a difference', async () => {
    const { bench, chip } = await open(image, flaky(0x123000, 1));
    const context = recorder();
    const outcome = unwrap(await bench.session.verify({ chip, expected: image, ranges: [{ offset: 0, length: 4 * MIB }] }, context));
    expect(outcome).toMatchObject({ differences: [], sha256: createHash('sha256').update(image).digest('hex') });
    expect(context.codes).toContain('reread-agrees');
  });
});

describe('a read', () => {
  it('answers the bytes of the range, whatever its alignment', async () => {
    const { bench, chip } = await open(image);
    const range = { offset: 0x12345, length: 0x9001 };
    const bytes = unwrap(await bench.session.read({ chip, range }, recorder()));
    expect(Buffer.compare(bytes, image.subarray(range.offset, range.offset + range.length))).toBe(0);
  });
});
