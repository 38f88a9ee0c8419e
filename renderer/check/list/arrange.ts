// Which rows are shown and in which order. Pure: rows in, rows out.
import type { CheckRow } from '../../../shared/ipc/check-views';
import type { Sorting } from '../look';

export const verdictGroups = ['good', 'usable', 'damaged', 'not-an-image', 'other'] as const;
export type VerdictGroup = (typeof verdictGroups)[number];

export const sortColumns = ['added', 'name', 'verdict', 'family', 'version', 'bootBlock', 'me', 'mac'] as const;
export type SortColumn = (typeof sortColumns)[number];

/** What is not inspected, or was not taken in, is 'other'. */
export const groupOf = (row: CheckRow): VerdictGroup => row.verdict ?? 'other';

export function countGroups(rows: readonly CheckRow[]): Record<VerdictGroup, number> {
  const counts = { good: 0, usable: 0, damaged: 0, 'not-an-image': 0, other: 0 };
  for (const row of rows) counts[groupOf(row)]++;
  return counts;
}

const keyOf: Record<Exclude<SortColumn, 'added'>, (row: CheckRow) => string> = {
  name: ({ name }) => name.toLowerCase(),
  verdict: (row) => String(verdictGroups.indexOf(groupOf(row))),
  family: ({ family }) => family ?? '',
  version: ({ biosVersion }) => biosVersion ?? '',
  bootBlock: ({ bootBlockClass, bootBlockDate }) => bootBlockClass ?? bootBlockDate ?? '',
  me: ({ meVersion, meState }) => `${meVersion ?? ''} ${meState ?? ''}`.trim(),
  mac: ({ macKind }) => macKind ?? '',
};
const collator = new Intl.Collator('en', { numeric: true });

/** What has no value stands last, whichever way it is sorted. */
export function arrange(rows: readonly CheckRow[], filter: VerdictGroup | 'all', { column, descending }: Sorting): CheckRow[] {
  const shown = rows.filter((row) => filter === 'all' || groupOf(row) === filter);
  if (column === 'added') return shown;
  const key = keyOf[column];
  return shown.sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (one === '' || other === '') return Number(one === '') - Number(other === '');
    return collator.compare(one, other) * (descending ? -1 : 1);
  });
}
