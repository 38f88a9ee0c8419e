// What an image is: verdict, family, versions, boot block, ME, network address (hidden until asked for).
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageReport } from '../../shared/firmware/report';
import { Button } from './Button';
import { Icon } from './Icon';
import styles from './ImageCard.module.css';

export function ImageCard({ report }: { readonly report: ImageReport }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const missing = t('backup.notFound');
  const isBad = report.verdict === 'damaged' || report.verdict === 'not-an-image';
  return (
    <dl className={styles.card} data-testid="image-card">
      <dt>{t('backup.verdict')}</dt>
      <dd className={styles.verdict} data-verdict={report.verdict}>
        <Icon name={isBad ? 'alert' : 'check'} /> {t(`verdict.${report.verdict}`)}
      </dd>
      <dt>{t('backup.family')}</dt>
      <dd>{report.machineFamily ?? missing}</dd>
      <dt>{t('backup.bios')}</dt>
      <dd>{report.biosVersion ?? missing}</dd>
      <dt>{t('backup.recovery')}</dt>
      <dd>{report.recoveryVersion ?? missing}</dd>
      <dt>{t('backup.bootBlock')}</dt>
      <dd>
        {report.bootBlockDate
          ? report.bootBlockClass
            ? t('backup.bootBlockOf', { date: report.bootBlockDate, class: report.bootBlockClass })
            : report.bootBlockDate
          : missing}
      </dd>
      <dt>{t('backup.me')}</dt>
      <dd>
        {report.meState
          ? report.meVersion
            ? t('backup.meOf', { version: report.meVersion, state: t(`meState.${report.meState}`) })
            : t(`meState.${report.meState}`)
          : (report.meVersion ?? missing)}
      </dd>
      <dt>{t('backup.mac')}</dt>
      <dd className={styles.mac}>
        {report.mac ? <span className="hex">{isShown ? report.mac : `${report.mac.slice(0, 8)}:··:··:··`}</span> : missing}
        {report.macKind ? <span className="soft">{t(`macKind.${report.macKind}`)}</span> : null}
        {report.mac ? (
          <Button
            kind="quiet"
            onPress={() => setShown(!isShown)}
            aria-label={`${isShown ? t('backup.macHide') : t('backup.macShow')}: ${t('backup.mac')}`}
          >
            {isShown ? t('backup.macHide') : t('backup.macShow')}
          </Button>
        ) : null}
      </dd>
    </dl>
  );
}
