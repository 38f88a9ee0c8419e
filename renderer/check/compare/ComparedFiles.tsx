// The files compared: the first is what the others are held against, and one of the others stands beside it below.
import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../../shared/ipc/check-views';
import { Icon } from '../../components/Icon';
import { formatBytes, formatCount } from '../../format';
import { splitName } from '../row-words';
import styles from './ComparedFiles.module.css';

type Compared = ComparisonView['files'][number];
export interface ComparedFilesProps {
  readonly files: readonly Compared[];
  readonly beside: string;
  readonly onBeside: (fileId: string) => void;
}

export function ComparedFiles({ files, beside, onBeside }: ComparedFilesProps) {
  const { t } = useTranslation();
  const [base, ...others] = files;
  if (!base) return null;
  return (
    <div className={styles.files}>
      <p className={styles.base}>
        <span className={styles.letter}>A</span>
        <strong title={base.name}>{splitName(base.name).file}</strong> <span className="soft">{formatBytes(base.sizeBytes)}</span>{' '}
        <span className="soft">{t('check.compareBase')}</span>
      </p>
      <ul className={styles.others}>
        {others.map((file) => (
          <li key={file.fileId}>
            <label className={styles.other} data-chosen={file.fileId === beside}>
              {others.length > 1 ? (
                <input
                  type="radio"
                  name="beside"
                  checked={file.fileId === beside}
                  onChange={() => onBeside(file.fileId)}
                  aria-label={`${t('check.compareOther')}: ${file.name}`}
                />
              ) : null}
              <span className={styles.letter}>{file.fileId === beside ? 'B' : '·'}</span>
              <strong title={file.name}>{splitName(file.name).file}</strong> <span className="soft">{formatBytes(file.sizeBytes)}</span>
              <span className={styles.outcome} data-equal={file.equal}>
                <Icon name={file.equal ? 'check' : 'cross'} size={13} />
                {file.equal
                  ? t('check.compareEqual')
                  : t('check.compareDiffers', { bytes: formatCount(file.differingBytes), count: file.rangesInAll })}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
