// The list: what to do with it above, what is going on, and the table. Without files: what this page is for.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { ErrorCard } from '../../components/ErrorCard';
import { useStepError } from '../../frame/use-step-error';
import { rowsInOrder, useDesk } from '../desk';
import { useLook } from '../look';
import { useUploads } from '../uploads';
import { EmptyDesk } from './EmptyDesk';
import { FileTable } from './FileTable';
import { ListBar } from './ListBar';
import { SetOffers } from './SetOffers';
import { VerdictFilter } from './VerdictFilter';
import { WorkProgress } from './WorkProgress';
import styles from './ListPage.module.css';

export function ListPage() {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const rows = useDesk(useShallow(rowsInOrder));
  const isBringing = useUploads((state) => state.isRunning);
  const shown = useStepError();
  // Back from a page of the list, the row takes the focus: see use-row-focus.ts.
  useEffect(() => {
    if (!useLook.getState().isBack) heading.current?.focus();
  }, []);
  const isEmpty = rows.length === 0 && !isBringing;
  return (
    <div className={styles.page} data-empty={isEmpty}>
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {t('check.title')}
        </h1>
        {isEmpty ? null : <ListBar rows={rows} />}
      </div>
      {shown ? <ErrorCard error={shown.error} {...(shown.dismiss ? { onDismiss: shown.dismiss } : {})} /> : null}
      {isEmpty ? (
        <EmptyDesk />
      ) : (
        <>
          <div className={styles.strip}>
            <VerdictFilter rows={rows} />
            <WorkProgress rows={rows} />
          </div>
          <SetOffers />
          <FileTable rows={rows} />
        </>
      )}
    </div>
  );
}
