// The table: a row a file. One stop for Tab; arrows move between rows, Space selects, Enter opens.
import { useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { Icon } from '../../components/Icon';
import { useLook } from '../look';
import { arrange, type SortColumn } from './arrange';
import { FileRow } from './FileRow';
import { useDrawnRows } from './use-drawn-rows';
import { useRowFocus } from './use-row-focus';
import styles from './FileTable.module.css';

/** Rows that Page up and Page down go. */
const PAGE = 10;
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
  const ids = useMemo(() => shown.map(({ fileId }) => fileId), [shown]);
  // The one row that Tab goes to: drawn wherever it is.
  const stopIndex = Math.max(atRow === undefined ? 0 : ids.indexOf(atRow), 0);
  const chosen = shown.filter(({ fileId }) => selected.has(fileId)).length;

  const drawn = useDrawnRows(host, ids, stopIndex);
  const focusOnRow = useRowFocus(host);

  const move = (event: KeyboardEvent) => {
    const own = (event.target as HTMLElement).closest('[data-open]') ? stopIndex : -1;
    const to = { ArrowDown: own + 1, ArrowUp: own - 1, PageDown: own + PAGE, PageUp: own - PAGE, Home: 0, End: ids.length - 1 }[event.key];
    if (own < 0 || to === undefined) return;
    event.preventDefault();
    focusOnRow(ids[Math.max(0, Math.min(ids.length - 1, to))]);
  };
  const selectAll = () => useLook.getState().select(chosen === shown.length ? [] : shown.map(({ fileId }) => fileId));

  return (
    <div className={styles.frame} ref={host} onKeyDown={move}>
      <table className={styles.table} aria-label={t('check.tableLabel')} aria-rowcount={shown.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
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
          {drawn.map((each) => {
            if (each.kind === 'gap') return <Gap key={`before ${each.before}`} px={each.px} />;
            const row = shown[each.index];
            return row ? (
              <FileRow
                key={row.fileId}
                row={row}
                index={each.index}
                isSelected={selected.has(row.fileId)}
                isStop={each.index === stopIndex}
                sameAs={copies.get(row.fileId)}
              />
            ) : null;
          })}
        </tbody>
      </table>
      {shown.length === 0 ? <p className={styles.none}>{t('check.filterNone')}</p> : null}
    </div>
  );
}

/** Holds the place of rows that are not drawn. */
function Gap({ px }: { readonly px: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns.length + 1} className={styles.gap} style={{ height: px }} />
    </tr>
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
