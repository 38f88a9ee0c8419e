// What was read: the card of the image, its findings, and blocks that were unsteady.
import { useTranslation } from 'react-i18next';
import type { BackupView } from '../../../shared/ipc/views';
import { BLOCK_BYTES } from '../../../shared/model/blocks';
import type { ByteRange } from '../../../shared/model/plan';
import { send } from '../../api/actions';
import { saveFile } from '../../api/save-file';
import { Button } from '../../components/Button';
import { Findings } from '../../components/Findings';
import { ImageCard } from '../../components/ImageCard';
import { formatDate, formatRange } from '../../format';
import { regionAt, useRegions } from '../../machine-regions';
import { useApp } from '../../stores/app';
import styles from './BackupReport.module.css';

export function BackupReport({ backup, others }: { readonly backup: BackupView; readonly others: readonly BackupView[] }) {
  const { t } = useTranslation();
  const baseId = useApp((state) => state.snapshot?.openCase?.baseBackupId);
  const save = async () => {
    const result = await send('backup/bytes', { backupId: backup.backupId });
    if (result.ok) saveFile(result.value.name, 'application/octet-stream', result.value.bytes);
  };
  return (
    <div className={styles.report}>
      <div className={styles.columns}>
        <section className={styles.section}>
          <h2>{t('backup.result')}</h2>
          <ImageCard report={backup.report} />
        </section>
        <section className={styles.section}>
          <h2>{t('backup.file')}</h2>
          <dl className={styles.facts}>
            <dt>{t('backup.file')}</dt>
            <dd>{backup.fileName}</dd>
            <dt>{t('backup.taken')}</dt>
            <dd>
              {formatDate(backup.takenAt)},{' '}
              {t(backup.unstable.length > 0 ? 'backup.readsUneven' : 'backup.readsOf', { reads: backup.reads })}
            </dd>
            <dt>{t('backup.chip')}</dt>
            <dd>{`${backup.chip.name} · ${backup.chip.jedec}`}</dd>
            <dt>{t('backup.hash')}</dt>
            <dd className={styles.hash}>{backup.sha256}</dd>
          </dl>
          <div>
            <Button onPress={() => void save()}>{t('backup.save')}</Button>
          </div>
        </section>
      </div>
      {backup.unstable.length > 0 ? (
        <Ranges title={t('backup.unstableTitle')} text={t('backup.unstable')} ranges={backup.unstable} />
      ) : null}
      {backup.settled.length > 0 ? (
        <Ranges title={t('backup.settledTitle')} text={t('backup.settled', { count: blocksOf(backup.settled) })} ranges={backup.settled} />
      ) : null}
      <section className={styles.section}>
        <h2>{t('backup.findings')}</h2>
        <Findings findings={backup.report.findings} />
      </section>
      {others.length > 0 ? (
        <section className={styles.section}>
          <h2>{t('backup.all')}</h2>
          <ul className={styles.all}>
            {[backup, ...others].map((each) => (
              <li key={each.backupId}>
                <span>{each.fileName}</span> <span className="soft">{formatDate(each.takenAt)}</span>{' '}
                {each.backupId === baseId ? <strong>{t('backup.base')}</strong> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

const blocksOf = (ranges: readonly ByteRange[]) => ranges.reduce((sum, range) => sum + Math.ceil(range.length / BLOCK_BYTES), 0);

function Ranges({ title, text, ranges }: { readonly title: string; readonly text: string; readonly ranges: readonly ByteRange[] }) {
  const regions = useRegions();
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      <p>{text}</p>
      <ul className={styles.ranges}>
        {ranges.map((range) => (
          <li key={range.offset}>
            <span className="hex">{formatRange(range.offset, range.length)}</span>{' '}
            <span className="soft">{regionAt(regions, range.offset)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
