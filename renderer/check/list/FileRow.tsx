// One file in the table. Drawn again only when something of it changes: hundreds stand under each other.
import { memo, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { formatBytes } from '../../format';
import { useLook } from '../look';
import { bootBlockOf, sentenceOf, splitName } from '../row-words';
import { VerdictMark } from '../VerdictMark';
import styles from './FileTable.module.css';

export interface FileRowProps {
  readonly row: CheckRow;
  /** Counted from 0, in the order shown. */
  readonly index: number;
  readonly isSelected: boolean;
  /** The one row that Tab goes to. */
  readonly isStop: boolean;
  readonly sameAs: string | undefined;
}

export const FileRow = memo(function FileRow({ row, index, isSelected, isStop, sameAs }: FileRowProps) {
  const { t } = useTranslation();
  const { fileId, name } = row;
  const open = () => useLook.getState().look({ kind: 'file', fileId });
  const toggle = () => useLook.getState().toggle(fileId);
  const press = (event: KeyboardEvent) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    toggle();
  };
  const pressRow = (event: MouseEvent) => {
    // Words that are being marked to copy are not a press.
    if (getSelection()?.isCollapsed === false || (event.target as HTMLElement).closest('input, button, label')) return;
    if (row.state === 'done') open();
  };
  const { folder, file } = splitName(name);
  return (
    <tr
      className={styles.row}
      // The head of the table is its first row.
      aria-rowindex={index + 2}
      data-file={fileId}
      data-selected={isSelected}
      data-state={row.state}
      onClick={pressRow}
      data-testid="check-row"
    >
      <td className={styles.tick}>
        <label>
          <input type="checkbox" checked={isSelected} onChange={toggle} tabIndex={-1} aria-label={t('check.selectNamed', { name })} />
        </label>
      </td>
      <th scope="row" className={styles.name}>
        <button
          type="button"
          className={styles.open}
          data-open
          tabIndex={isStop ? 0 : -1}
          aria-label={name}
          onClick={row.state === 'done' ? open : undefined}
          onKeyDown={press}
          onFocus={() => useLook.getState().atRow(fileId)}
          title={name}
        >
          {folder ? <span className={styles.folder}>{folder}</span> : null}
          <span>{file}</span>
        </button>
        <span className={styles.size}>{formatBytes(row.sizeBytes)}</span>
      </th>
      <td className={styles.verdict}>
        <VerdictMark row={row} />
        <p className={styles.sentence}>
          {sentenceOf(t, row)}
          {sameAs ? <span className={styles.same}> {t('check.sameAs', { name: splitName(sameAs).file })}.</span> : null}
        </p>
      </td>
      <Fact value={row.family} />
      <Fact value={row.biosVersion} />
      <Fact value={bootBlockOf(row)} detail={row.bootBlockClass && row.bootBlockClass !== 'other' ? row.bootBlockDate : undefined} />
      <Fact value={row.meVersion} detail={row.meState ? t(`check.meShort.${row.meState}`) : undefined} />
      <Fact value={row.macKind ? t(`check.macShort.${row.macKind}`) : undefined} />
    </tr>
  );
});

function Fact({ value, detail }: { readonly value: string | undefined; readonly detail?: string | undefined }) {
  const { t } = useTranslation();
  if (value === undefined && detail === undefined)
    return (
      <td className={styles.fact}>
        <span className={styles.absent} aria-label={t('check.noneMeaning')} role="img">
          {t('check.none')}
        </span>
      </td>
    );
  return (
    <td className={styles.fact}>
      {value}
      {detail ? <span className={styles.detail}>{detail}</span> : null}
    </td>
  );
}
