// How much of the file any checksum could prove, by region; and the hashes of the whole.
import { useTranslation } from 'react-i18next';
import type { ImageReport } from '../../../shared/firmware/report';
import type { FileInspection } from '../../../shared/model/file-inspection';
import { CopyBox } from '../../components/CopyBox';
import { formatBytes, formatPercent } from '../../format';
import { titleOfSpan } from './region-titles';
import styles from './ProofTab.module.css';

export function ProofTab({ inspection, report }: { readonly inspection: FileInspection; readonly report: ImageReport }) {
  const { t } = useTranslation();
  const { programmedBytes, coveredBytes, regions } = report.coverage;
  const hashes = [
    ['SHA-256', inspection.sha256],
    ['MD5', inspection.md5],
    ['CRC-32', inspection.crc32],
  ].flatMap(([name, value]) => (value ? [`${name}  ${value}`] : []));
  return (
    <div className={styles.proof}>
      <p className="soft">{t('check.proofLead')}</p>
      {coveredBytes === 0 ? (
        <p>{t('check.proofNone')}</p>
      ) : (
        <>
          <div className={styles.whole}>
            <strong className={styles.share}>{formatPercent(coveredBytes / Math.max(1, programmedBytes))}</strong>
            <span>
              {t('check.proofShare', { share: formatBytes(coveredBytes), size: formatBytes(programmedBytes) })}
              <br />
              <span className="soft">{t('check.proofUncovered', { size: formatBytes(programmedBytes - coveredBytes) })}</span>
            </span>
          </div>
          <ul className={styles.regions}>
            {regions.map((region) => (
              <li key={region.name}>
                <span>{titleOfSpan(t, region)}</span>
                <span className={styles.bar} aria-hidden="true">
                  <span style={{ width: `${(region.coveredBytes / Math.max(1, region.programmedBytes)) * 100}%` }} />
                </span>
                <span className={styles.figure}>
                  {region.programmedBytes === 0 ? t('check.none') : formatPercent(region.coveredBytes / region.programmedBytes)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {hashes.length > 0 ? (
        <>
          <h3>{t('check.hashes')}</h3>
          <CopyBox text={hashes.join('\n')} label={t('check.hashes')} />
        </>
      ) : null}
    </div>
  );
}
