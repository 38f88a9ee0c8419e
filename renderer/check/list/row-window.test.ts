import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawnRows, rowsBetween, rowTops, USUAL_ROW_PX } from './row-window';

const heights = fc.array(fc.option(fc.integer({ min: 20, max: 200 }), { nil: undefined }), { maxLength: 60 });

test('of a long table the rows in sight are drawn, and the row that the keyboard is at, with gaps between', () => {
  const tops = rowTops(new Array<undefined>(1000).fill(undefined));
  const span = rowsBetween(tops, 100 * USUAL_ROW_PX, 102 * USUAL_ROW_PX);
  expect(drawnRows(tops, span, 3)).toEqual([
    { kind: 'gap', before: 3, px: 3 * USUAL_ROW_PX },
    { kind: 'row', index: 3 },
    { kind: 'gap', before: 100, px: 96 * USUAL_ROW_PX },
    { kind: 'row', index: 100 },
    { kind: 'row', index: 101 },
    { kind: 'row', index: 102 },
    { kind: 'gap', before: 1000, px: 897 * USUAL_ROW_PX },
  ]);
});

test('a table of no rows draws none', () => {
  expect(drawnRows(rowTops([]), rowsBetween(rowTops([]), 0, 500), -1)).toEqual([]);
});

test('whatever is in sight, the table keeps its height, no row is drawn twice, and every row in sight is drawn', () => {
  fc.assert(
    fc.property(heights, fc.nat(6000), fc.nat(900), fc.integer({ min: -1, max: 70 }), (known, from, tall, kept) => {
      const tops = rowTops(known);
      const drawn = drawnRows(tops, rowsBetween(tops, from, from + tall), kept);
      const height = drawn.reduce((sum, each) => sum + (each.kind === 'gap' ? each.px : (known[each.index] ?? USUAL_ROW_PX)), 0);
      const rows = drawn.flatMap((each) => (each.kind === 'row' ? [each.index] : []));
      const inSight = known.flatMap((_, index) => (tops[index]! < from + tall && tops[index + 1]! > from ? [index] : []));
      expect(height).toBeCloseTo(tops.at(-1) ?? 0);
      expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
      expect(rows).toEqual(expect.arrayContaining(inSight));
      if (kept >= 0 && kept < known.length) expect(rows).toContain(kept);
    }),
  );
});
