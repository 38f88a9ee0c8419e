import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EraseType } from '../model/chip';
import type { ByteRange } from '../model/plan';
import { predictedWriteMs } from '../model/plan';
import { expectedContent } from './plan-pages';
import { applyPlan, freshRangesNeeded, planWrite, readsNeeded, type PlanRequest } from './plan-write';
import { endOf, intersect, mergeRanges, roundRanges, subtract } from './ranges';

const KIB = 1024;
const erase4k: EraseType = { sizeBytes: 4 * KIB, opcode: 0x20, typicalMs: 45, maxMs: 400 };
const erase32k: EraseType = { sizeBytes: 32 * KIB, opcode: 0x52, typicalMs: 120, maxMs: 1600 };
const erase64k: EraseType = { sizeBytes: 64 * KIB, opcode: 0xd8, typicalMs: 150, maxMs: 2000 };
const link = { byteUs: 7.5, roundTripUs: 120, unitBytes: 31 };
const chip = (sizeBytes: number, eraseTypes: readonly EraseType[] = [erase4k, erase32k, erase64k]): PlanRequest['chip'] => ({
  sizeBytes,
  eraseTypes,
  pageBytes: 256,
  pageTypicalMs: 0.4,
});

const SIZE = 256 * KIB;
/** Bytes of a few runs: blank, zero, steady, and noise from a small generator. */
function content(runs: readonly { at: number; length: number; kind: number }[], base = 0xff): Uint8Array {
  const bytes = new Uint8Array(SIZE).fill(base);
  for (const { at, length, kind } of runs) {
    let state = kind * 2654435761 + at;
    for (let offset = at; offset < Math.min(SIZE, at + length); offset++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      bytes[offset] = kind === 0 ? 0xff : kind === 1 ? 0 : kind === 2 ? 0x5a : state >>> 24;
    }
  }
  return bytes;
}
const runs = fc.array(
  fc.record({
    at: fc.nat(SIZE - 1),
    length: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 90_000 })),
    kind: fc.nat(5),
  }),
  { maxLength: 8 },
);
const ranges = fc
  .array(
    fc.oneof(
      fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 70_000 })),
      fc.tuple(
        fc.nat(15).map((n) => n * 16 * KIB),
        fc.integer({ min: 1, max: 8 }).map((n) => n * 16 * KIB),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((list): ByteRange[] => list.map(([offset, length]) => ({ offset, length: Math.min(length, SIZE - offset) })));
const eraseTypes = fc
  .record({ types: fc.subarray([erase4k, erase32k, erase64k], { minLength: 1 }), factor: fc.constantFrom(0.3, 1, 6) })
  .map(({ types, factor }) =>
    types.map((type) => ({ ...type, typicalMs: type.sizeBytes === erase4k.sizeBytes ? type.typicalMs * factor : type.typicalMs })),
  );
const request = fc.record({ current: runs, edits: runs, ranges, eraseTypes, same: fc.boolean() }).map((it): PlanRequest => {
  const current = content(it.current, it.same ? 0xff : 0xa7);
  const target = new Uint8Array(current);
  for (const { at, length, kind } of it.edits) target.set(content([{ at, length, kind }]).subarray(at, Math.min(SIZE, at + length)), at);
  return { current, target, ranges: it.ranges, regionNames: ['bios'], chip: chip(SIZE, it.eraseTypes), link };
});

describe('a plan', () => {
  it('leaves the chip with the target inside the chosen ranges and untouched elsewhere', () => {
    fc.assert(
      fc.property(request, (it) => {
        const plan = planWrite(it);
        const after = applyPlan(plan, it.current, it.target, it.ranges);
        const wanted = expectedContent(it.current, it.target, it.ranges);
        expect(Buffer.compare(after, wanted)).toBe(0);
        expect(plan.bytesChanged).toBe(wanted.reduce((count, byte, at) => count + (byte === it.current[at] ? 0 : 1), 0));
      }),
      { numRuns: 100 },
    );
  });

  it('has nothing left to do once it has run', () => {
    fc.assert(
      fc.property(request, (it) => {
        const after = applyPlan(planWrite(it), it.current, it.target, it.ranges);
        expect(planWrite({ ...it, current: after })).toMatchObject({ units: [], bytesErased: 0, bytesProgrammed: 0, bytesChanged: 0 });
      }),
      { numRuns: 80 },
    );
  });

  it('is never slower than one made of the smallest erases alone', () => {
    fc.assert(
      fc.property(request, (it) => {
        const smallest = it.chip.eraseTypes[0]!;
        const small = planWrite({ ...it, chip: { ...it.chip, eraseTypes: [smallest] } });
        expect(predictedWriteMs(planWrite(it))).toBeLessThanOrEqual(predictedWriteMs(small) + 1e-6);
      }),
      { numRuns: 120 },
    );
  });

  it('acts only inside the ranges rounded to the smallest erase, on disjoint units no larger than one erase block', () => {
    fc.assert(
      fc.property(request, (it) => {
        const smallest = it.chip.eraseTypes[0]!.sizeBytes;
        const largest = Math.max(64 * KIB, smallest);
        const allowed = roundRanges(it.ranges, smallest);
        const plan = planWrite(it);
        for (const unit of plan.units) {
          expect(subtract(unit.range, allowed)).toEqual([]);
          expect(unit.range.length).toBeLessThanOrEqual(largest);
          for (const run of unit.program) {
            expect([run.offset % 256, run.length % 256, subtract(run, [unit.range])]).toEqual([0, 0, []]);
          }
          if (unit.erase) {
            expect(it.chip.eraseTypes.map(({ sizeBytes }) => sizeBytes)).toContain(unit.erase.length);
            expect(unit.erase.offset % unit.erase.length).toBe(0);
            expect(unit.preserve).toEqual(subtract(unit.erase, mergeRanges(it.ranges)));
          }
        }
        const touched = plan.units.map(({ range }) => range);
        expect(touched.reduce((sum, { length }) => sum + length, 0)).toBe(
          mergeRanges(touched).reduce((sum, { length }) => sum + length, 0),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('writes unknown contents without assuming anything of them', () => {
    fc.assert(
      fc.property(request, fc.nat(SIZE - 1), (it, from) => {
        const known = [{ offset: 0, length: from }];
        fc.pre(readsNeeded({ ...it, currentKnown: known }).length === 0);
        const plan = planWrite({ ...it, currentKnown: known });
        const truth = new Uint8Array(it.current);
        for (const range of it.ranges) for (const part of subtract(range, known)) truth.fill(0x13, part.offset, endOf(part));
        const after = applyPlan(plan, truth, it.target, it.ranges);
        expect(Buffer.compare(after, expectedContent(truth, it.target, it.ranges))).toBe(0);
      }),
      { numRuns: 80 },
    );
  });
});

describe('writing part of a block', () => {
  const whole = { regionNames: ['gbe'], chip: chip(SIZE), link };
  it('puts back what shares the erase block, and asks for it to be read freshly', () => {
    const current = content([{ at: 0, length: SIZE, kind: 4 }]);
    const target = content([{ at: 0, length: SIZE, kind: 5 }]);
    const plan = planWrite({ ...whole, current, target, ranges: [{ offset: 0x1200, length: 0x200 }] });
    expect(plan.units).toEqual([
      {
        range: { offset: 0x1000, length: 0x1000 },
        erase: { offset: 0x1000, length: 0x1000 },
        program: [{ offset: 0x1000, length: 0x1000 }],
        preserve: [
          { offset: 0x1000, length: 0x200 },
          { offset: 0x1400, length: 0xc00 },
        ],
      },
    ]);
    expect(freshRangesNeeded(plan)).toEqual(plan.units[0]!.preserve);
  });

  it('refuses to plan around bytes nobody has read', () => {
    const blank = content([]);
    const request = {
      ...whole,
      current: blank,
      target: content([{ at: 0x1000, length: 0x300, kind: 1 }]),
      ranges: [{ offset: 0x1000, length: 0x200 }],
      currentKnown: [],
    };
    expect(readsNeeded(request)).toEqual([{ offset: 0x1200, length: 0xe00 }]);
    expect(() => planWrite(request)).toThrow(RangeError);
  });

  it('does not erase where bits only fall', () => {
    const current = content([]);
    const target = content([{ at: 0x2100, length: 0x80, kind: 4 }]);
    const plan = planWrite({ ...whole, current, target, ranges: [{ offset: 0, length: SIZE }] });
    expect(plan.units).toEqual([{ range: { offset: 0x2000, length: 0x1000 }, program: [{ offset: 0x2100, length: 0x100 }], preserve: [] }]);
    expect(freshRangesNeeded(plan)).toEqual([{ offset: 0x2000, length: 0x1000 }]);
  });
});

describe('a boot block among other changes', () => {
  it('is written last', () => {
    const current = content([{ at: 0, length: SIZE, kind: 1 }]);
    const target = content([{ at: 0, length: SIZE, kind: 4 }]);
    const last = { offset: 0x10000, length: 0x10000 };
    const plan = planWrite({ current, target, ranges: [{ offset: 0, length: SIZE }], regionNames: [], chip: chip(SIZE), link, last });
    const isLast = plan.units.map((unit) => intersect(unit.range, [last]).length > 0);
    expect(isLast.indexOf(true)).toBe(isLast.length - isLast.filter(Boolean).length);
  });

  it('takes small erases where a large one would read back mostly blank space', () => {
    const blockOf = (kind: number) =>
      content([
        { at: 0x30000, length: 0x1000, kind },
        { at: 0x3c000, length: 0x4000, kind },
      ]);
    const plan = planWrite({
      current: blockOf(4),
      target: blockOf(5),
      ranges: [{ offset: 0x30000, length: 0x10000 }],
      regionNames: ['bb'],
      chip: chip(SIZE),
      link,
    });
    expect(plan.units.map((unit) => unit.erase?.length)).toEqual(Array(5).fill(4 * KIB));
  });
});

describe('a whole 16 MiB chip', () => {
  it('is planned with large erases, pages counted once', () => {
    const size = 16 * KIB * KIB;
    const current = new Uint8Array(size).fill(0x11);
    const target = new Uint8Array(size).fill(0x22);
    target.fill(0xff, size / 2);
    const plan = planWrite({ current, target, ranges: [{ offset: 0, length: size }], regionNames: [], chip: chip(size), link });
    expect({ ...plan, units: plan.units.length, predicted: undefined }).toEqual({
      units: 256,
      regions: [],
      bytesErased: size,
      bytesProgrammed: size / 2,
      bytesChanged: size,
      predicted: undefined,
    });
  });
});
