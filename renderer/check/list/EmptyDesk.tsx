// The empty list: a drawn place to drop files, and what will be read then.
import { useTranslation } from 'react-i18next';
import { MAX_CHECKED_BYTES } from '../../../shared/ipc/check-views';
import { TickList } from '../../components/TickList';
import { formatBytes } from '../../format';
import { AddFiles } from './AddFiles';
import { DumpArt } from './DumpArt';
import styles from './EmptyDesk.module.css';

export function EmptyDesk() {
  const { t } = useTranslation();
  return (
    <div className={styles.desk}>
      <p className="lead">{t('check.lead')}</p>
      <div className={styles.drop} data-testid="drop-area">
        <DumpArt />
        <div className={styles.words}>
          <h2>{t('check.dropTitle')}</h2>
          <p className="soft">{t('check.dropHint', { size: formatBytes(MAX_CHECKED_BYTES) })}</p>
          <div className={styles.buttons}>
            <AddFiles isFirst />
          </div>
        </div>
      </div>
      <TickList title={t('check.whatIsTold')} lines={t('check.told', { returnObjects: true })} />
    </div>
  );
}
