// The table: a row a file. One stop for Tab; arrows move between rows, Space selects, Enter opens.
import { useCallback, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { Icon } from '../../components/Icon';
import { useLook } from '../look';
import { arrange, type SortColumn } from './arrange';
import { FileRow } from './FileRow';
import styles from './FileTable.module.css';

const columns = ['name', 'verdict', 'family', 'version', 'bootBlock', 'me', 'mac'] as const;

export function FileTable({ rows }: { readonly rows: readonly CheckRow[] }) {
  const { t } = useTranslation();
  const filter = useLook((state) => state.filter);
  const sorting = useLook((state) => state.sorting);
  const selected = useLook((state) => state.selected);
  const atRow = useLook((state) => state.row);
  const host = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => arrange(rows, filter, sorting), [rows, filter, sorting]);
  const copies = useMemo(() => firstWithSameBytes(rows), [rows]);
  const stop = shown.some(({ fileId }) => fileId === atRow) ? atRow : shown[0]?.fileId;
  const chosen = shown.filter(({ fileId }) => selected.has(fileId)).length;

  const move = useCallback((event: KeyboardEvent) => {
    const opens = [...(host.current?.querySelectorAll<HTMLElement>('[data-open]') ?? [])];
    const at = opens.indexOf(event.target as HTMLElement);
    const page = 10;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: opens.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    opens[Math.max(0, Math.min(opens.length - 1, to))]?.focus();
  }, []);
  const selectAll = () => useLook.getState().select(chosen === shown.length ? [] : shown.map(({ fileId }) => fileId));

  return (
    <div className={styles.frame} ref={host} onKeyDown={move}>
      <table className={styles.table} aria-label={t('check.tableLabel')}>
        <thead>
          <tr>
            <th className={styles.tick} scope="col">
              <input
                type="checkbox"
                aria-label={t('check.selectAll')}
                checked={shown.length > 0 && chosen === shown.length}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < shown.length;
                }}
                onChange={selectAll}
              />
            </th>
            {columns.map((column) => (
              <ColumnHead key={column} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <FileRow
              key={row.fileId}
              row={row}
              isSelected={selected.has(row.fileId)}
              isStop={row.fileId === stop}
              sameAs={copies.get(row.fileId)}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className={styles.none}>{t('check.filterNone')}</p> : null}
    </div>
  );
}

function ColumnHead({ column }: { readonly column: Exclude<SortColumn, 'added'> }) {
  const { t } = useTranslation();
  const { column: sorted, descending } = useLook((state) => state.sorting);
  const sortBy = useLook((state) => state.sortBy);
  const isSorted = column === sorted;
  return (
    <th scope="col" className={styles[column]} aria-sort={isSorted ? (descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className={styles.sort} onClick={() => sortBy(column)} data-sorted={isSorted} data-descending={descending}>
        {t(`check.column.${column}`)}
        <Icon name="chevron" size={11} />
      </button>
    </th>
  );
}

/** Of files with equal bytes, the name of the one that came first. */
function firstWithSameBytes(rows: readonly CheckRow[]): Map<string, string> {
  const first = new Map<string, CheckRow>();
  const copies = new Map<string, string>();
  for (const row of rows) {
    if (row.sha256 === undefined || row.sizeBytes === 0) continue;
    const earlier = first.get(row.sha256);
    if (earlier) copies.set(row.fileId, earlier.name);
    else first.set(row.sha256, row);
  }
  return copies;
}
