// Name, verdict and the sentence; the way back and to the files beside it.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { Button } from '../../components/Button';
import { formatBytes } from '../../format';
import { ExportMenu } from '../ExportMenu';
import { useLook } from '../look';
import { sentenceOf, splitName } from '../row-words';
import { VerdictMark } from '../VerdictMark';
import type { Neighbours } from './FilePage';
import styles from './FileHead.module.css';

export interface FileHeadProps {
  readonly row: CheckRow;
  readonly neighbours: Neighbours;
}

export function FileHead({ row, neighbours }: FileHeadProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const look = useLook((state) => state.look);
  useEffect(() => heading.current?.focus(), []);
  const { folder, file } = splitName(row.name);
  const { previous, next, index, total } = neighbours;
  return (
    <div className={styles.head}>
      <Button kind="quiet" onPress={() => look({ kind: 'list' })}>
        <span aria-hidden="true">←</span> {t('check.back')}
      </Button>
      <div className={styles.what}>
        <h1 ref={heading} tabIndex={-1} className={styles.name}>
          {folder ? <span className={styles.folder}>{folder}</span> : null}
          {file}
        </h1>
        <VerdictMark row={row} large />
        <span className="soft">
          {formatBytes(row.sizeBytes)}
          {row.kind && row.kind !== 'unknown' ? ` · ${t(`check.kind.${row.kind}`)}` : null}
        </span>
      </div>
      <span className={styles.tools}>
        {index >= 0 && total > 1 ? (
          <span className={styles.turn}>
            <Button
              kind="quiet"
              aria-label={t('check.previous')}
              isDisabled={previous === undefined}
              onPress={() => previous && look({ kind: 'file', fileId: previous })}
            >
              ‹
            </Button>
            <span className="soft">{t('check.position', { index: index + 1, total })}</span>
            <Button
              kind="quiet"
              aria-label={t('check.next')}
              isDisabled={next === undefined}
              onPress={() => next && look({ kind: 'file', fileId: next })}
            >
              ›
            </Button>
          </span>
        ) : null}
        <ExportMenu fileIds={row.state === 'done' ? [row.fileId] : []} />
      </span>
      <p className={styles.sentence} data-testid="summary">
        {row.contains === undefined ? sentenceOf(t, row) : t('check.archiveCount', { count: row.contains })}
      </p>
    </div>
  );
}
