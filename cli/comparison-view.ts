// A comparison as text: what it means first, then where, by region and by structure.
import type { Comparison, FileChange, MajorityView, Meaning, PairComparison } from '../shared/firmware/compare/types';
import { count, rangeText } from './wording';

const MAX_PARTS = 24;
const MAX_CHANGES = 24;
const MAX_RANGES = 16;

export function comparisonText(comparison: Comparison): string[] {
  const { meanings, pairs, majority, files } = comparison;
  return [
    ...meanings.flatMap(meaningLines),
    ...pairs.filter(({ total }) => total.bytes > 0).flatMap((pair) => ['', ...pairLines(pair, files)]),
    ...(majority ? ['', ...majorityLines(majority, files)] : []),
  ];
}

function meaningLines({ message, next, certainty, evidence }: Meaning, index: number): string[] {
  const doubt = certainty === 'certain' ? '' : ` (${certainty})`;
  return [...(index === 0 ? [] : ['']), `${message}${doubt}`, ...(evidence ? [`  ${evidence}`] : []), `  ${next}`];
}

function pairLines(pair: PairComparison, files: Comparison['files']): string[] {
  const { total, regions, ranges, rangesTotal, ignoredBytes } = pair;
  return [
    `${files[pair.left]!.name} against ${files[pair.right]!.name}: ${count(total.bytes, 'byte')} in ${count(total.blocks4k, 'block')} of 4 KiB; ` +
      `${count(total.cleared, 'bit')} from 1 to 0, ${count(total.set, 'bit')} from 0 to 1`,
    ...(ignoredBytes > 0 ? [`  ${count(ignoredBytes, 'byte')} more in what was left out`] : []),
    '',
    ...columns([
      ['where', 'range', 'bytes', '4 KiB'],
      ...regions.flatMap((region) => [
        [region.name || 'outside', rangeText(region), region.bytes.toLocaleString('en-GB'), region.blocks4k.toLocaleString('en-GB')],
        ...partsIn(pair, region),
      ]),
    ]),
    ...hiddenParts(pair),
    ...changeLines(pair),
    '',
    ...columns([
      ['first places', 'region', 'what'],
      ...ranges.slice(0, MAX_RANGES).map((range) => [rangeText(range), range.region || 'outside', kindText[range.kind]]),
    ]),
    ...(rangesTotal > MAX_RANGES ? [`  of ${count(rangesTotal, 'place')}; the list is in --json`] : []),
  ];
}

const shown = ({ structures }: PairComparison): PairComparison['structures'] =>
  structures.filter(({ path, kind }) => path.length > 1 || kind !== 'region').slice(0, MAX_PARTS);

function partsIn(pair: PairComparison, { offset, length }: { offset: number; length: number }): string[][] {
  return shown(pair)
    .filter((part) => part.first >= offset && part.first < offset + length)
    .map((part) => [`  ${part.path.at(-1) ?? ''}`, rangeText(part), part.bytes.toLocaleString('en-GB'), '']);
}

function hiddenParts(pair: PairComparison): string[] {
  const hidden = pair.structuresTotal - MAX_PARTS;
  return hidden > 0 ? [`  and ${count(hidden, 'part')} more`] : [];
}

function changeLines({ files }: PairComparison): string[] {
  if (!files) return [];
  const rows = [
    ...files.changed.map((file) => changeRow('changed', file)),
    ...files.added.map((file) => changeRow('added', file)),
    ...files.removed.map((file) => changeRow('removed', file)),
  ];
  if (rows.length === 0) return [];
  const more = rows.length > MAX_CHANGES ? [`  and ${count(rows.length - MAX_CHANGES, 'file')} more`] : [];
  return ['', 'Files of the BIOS:', ...columns(rows.slice(0, MAX_CHANGES)), ...more];
}

const changeRow = (word: string, { name, guid, inside }: FileChange): string[] => [`  ${word}`, name ?? '', guid, inside];

const kindText = {
  'only-left': 'only in the first',
  'only-right': 'only in the second',
  'ff-left': 'FF in the first',
  'ff-right': 'FF in the second',
  '00-left': '00 in the first',
  '00-right': '00 in the second',
  'bits-cleared': 'bits from 1 to 0',
  'bits-set': 'bits from 0 to 1',
  replaced: 'other content',
} as const;

function majorityLines({ oddBytes, undecidedBytes, everywhere }: MajorityView, files: Comparison['files']): string[] {
  return [
    `Byte by byte, more than half of the files agree ${everywhere ? 'everywhere' : `everywhere but at ${count(undecidedBytes, 'byte')}`} (a view, not a backup):`,
    ...columns(files.map(({ name }, index) => [`  ${name}`, `${count(oddBytes[index]!, 'byte')} against the others`])),
  ];
}

/** Columns under each other; numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  const isNumber = (cell: string): boolean => /^[\d,]+$/.test(cell);
  return rows.map((row) =>
    row
      .map((cell, index) => (isNumber(cell) ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!)))
      .join('  ')
      .trimEnd(),
  );
}
