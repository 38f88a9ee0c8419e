import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../shared/model/journal';
import { journalView, parseJournal } from './journal';

const K4 = 4096;
const units = [
  { offset: 0xff0000, length: K4 },
  { offset: 0xff4000, length: 4 * K4 },
  { offset: 0, length: 16 * K4 },
];
const start: JournalEntry = { kind: 'start', chip: { jedec: 'ef4018' }, desiredSha256: 'a', units };
const proof = (unit: number): JournalEntry[] => [
  { kind: 'begin', unit },
  { kind: 'proven', unit },
];
const whole: JournalEntry[] = [start, ...units.flatMap((_, unit) => proof(unit)), { kind: 'end', outcome: 'done' }];
const textOf = (entries: readonly JournalEntry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('what a journal proves', () => {
  it('is old before a block is begun, unknown until it is proven, then new', () => {
    const view = journalView([start, ...proof(0), { kind: 'begin', unit: 1 }]);
    expect(view).toEqual({
      open: true,
      touched: true,
      desiredSha256: 'a',
      newUnits: [units[0]],
      unknownUnits: [units[1]],
      oldUnits: [units[2]],
    });
  });

  it('leaves nothing open where no block was begun: the chip is as it was', () => {
    expect(journalView([start, { kind: 'end', outcome: 'failed', code: 'CHIP_PROTECTED' }])).toMatchObject({ open: false, touched: false });
  });

  it('keeps a block unknown over a resume that cuts it into other units, until that is proven', () => {
    const smaller = { offset: 0, length: 4 * K4 };
    const resumed: JournalEntry[] = [start, { kind: 'begin', unit: 2 }, { ...start, units: [smaller] }, ...proof(0)];
    expect(journalView(resumed)).toMatchObject({ newUnits: [smaller], unknownUnits: [{ offset: 4 * K4, length: 12 * K4 }] });
    expect(journalView([...resumed, { kind: 'end', outcome: 'done' }])).toMatchObject({ open: false, unknownUnits: [] });
  });

  it('does not take a block proven for one image as the new content of another', () => {
    expect(journalView([start, ...proof(0), { ...start, desiredSha256: 'b' }])).toMatchObject({ newUnits: [], unknownUnits: [units[0]] });
  });

  it('torn at any byte, says of no block more than was flushed before it', () => {
    const text = textOf(whole);
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.nat(bytes.length), (cut) => {
        const torn = new TextDecoder().decode(bytes.subarray(0, cut));
        const entries = parseJournal(torn);
        expect(entries).toEqual(whole.slice(0, entries.length));
        // Acknowledged lines are all there; at most the torn one may be missing.
        expect(entries.length).toBeGreaterThanOrEqual(torn.split('\n').length - 1);
        expect(parseJournal(`${torn}\n${textOf([start])}`).at(-1)).toEqual(start);
      }),
    );
  });
});
