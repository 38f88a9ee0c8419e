// The files compared: the first is what the others are held against, and one of the others stands beside it below.
import { useTranslation } from 'react-i18next';
import type { ComparedFile } from '../../../shared/ipc/check-views';
import { Icon } from '../../components/Icon';
import { formatBytes, formatCount } from '../../format';
import { splitName } from '../row-words';
import { Letter } from './Letter';
import styles from './ComparedFiles.module.css';

export interface ComparedFilesProps {
  readonly files: readonly ComparedFile[];
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
        <Letter index={0} />
        <strong title={base.name}>{splitName(base.name).file}</strong> <span className="soft">{formatBytes(base.sizeBytes)}</span>{' '}
        <span className="soft">{t('check.compareBase')}</span>
      </p>
      <ul className={styles.others}>
        {others.map((file, index) => (
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
              <Letter index={index + 1} />
              <strong title={file.name}>{splitName(file.name).file}</strong> <span className="soft">{formatBytes(file.sizeBytes)}</span>
              <Outcome file={file} />
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome({ file }: { readonly file: ComparedFile }) {
  const { t } = useTranslation();
  const { equal, differingBytes, rangesInAll, bitsCleared, bitsSet, onlyBytes, shift } = file;
  if (equal)
    return (
      <span className={styles.outcome} data-equal>
        <Icon name="check" size={13} />
        {t('check.compareEqual')}
      </span>
    );
  const only = onlyBytes > 0 ? t('check.compareOnly', { size: formatBytes(onlyBytes) }) : '';
  const differs = differingBytes > 0 ? t('check.compareDiffers', { bytes: formatCount(differingBytes), count: rangesInAll }) : only;
  const more = [
    ...(differingBytes > 0
      ? [t('check.compareBits', { cleared: formatCount(bitsCleared), set: formatCount(bitsSet) }), only]
      : [t('check.compareEqualShared')]),
    shift !== 0 ? t('check.compareShift', { bytes: formatCount(shift) }) : '',
  ].filter(Boolean);
  return (
    <>
      <span className={styles.outcome}>
        <Icon name="cross" size={13} />
        {differs}
      </span>
      <span className="soft">{more.join(' · ')}</span>
    </>
  );
}
