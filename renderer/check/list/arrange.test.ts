import { expect, test } from 'vitest';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { arrange, countGroups } from './arrange';

const row = (name: string, more: Partial<CheckRow> = {}): CheckRow => ({ fileId: name, name, sizeBytes: 1, state: 'done', ...more });
const rows = [
  row('read10.bin', { verdict: 'damaged', family: 'J63' }),
  row('read2.bin', { verdict: 'good', family: 'J61' }),
  row('huge.img', { state: 'refused', refusal: 'too-large' }),
  row('notes.txt', { verdict: 'not-an-image' }),
];
const names = (column: Parameters<typeof arrange>[2]['column'], descending = false, filter: Parameters<typeof arrange>[1] = 'all') =>
  arrange(rows, filter, { column, descending }).map(({ name }) => name);

test('rows stand as they came until they are sorted', () => {
  expect(names('added')).toEqual(['read10.bin', 'read2.bin', 'huge.img', 'notes.txt']);
});
test('names are sorted as people count: read2 before read10', () => {
  expect(names('name')).toEqual(['huge.img', 'notes.txt', 'read2.bin', 'read10.bin']);
});
test('by verdict the good ones come first, or last', () => {
  expect(names('verdict')).toEqual(['read2.bin', 'read10.bin', 'notes.txt', 'huge.img']);
  expect(names('verdict', true)).toEqual(['huge.img', 'notes.txt', 'read10.bin', 'read2.bin']);
});
test('what has no value stands last, whichever way', () => {
  expect(names('family')).toEqual(['read2.bin', 'read10.bin', 'huge.img', 'notes.txt']);
  expect(names('family', true)).toEqual(['read10.bin', 'read2.bin', 'huge.img', 'notes.txt']);
});
test('a filter shows one verdict, and what was not checked counts apart', () => {
  expect(names('added', false, 'damaged')).toEqual(['read10.bin']);
  expect(countGroups(rows)).toEqual({ good: 1, usable: 0, damaged: 1, 'not-an-image': 1, other: 1 });
});
