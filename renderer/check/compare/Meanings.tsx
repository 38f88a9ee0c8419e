// What a difference means: the best explanation first and large, with how sure it is and what to do.
import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../../shared/ipc/check-views';
import { letterOf } from './Letter';
import styles from './Meanings.module.css';

const lettersOf = ({ files }: ComparisonView, fileIds: readonly string[]): string[] =>
  files.flatMap(({ fileId }, index) => (fileIds.includes(fileId) ? [letterOf(index)] : []));

/** Of some of the files only. */
function Of({ letters }: { readonly letters: readonly string[] }) {
  const { t } = useTranslation();
  return <span className={styles.of}>{t('check.compareOf', { letters: letters.join(', ') })} </span>;
}

export function Meanings({ comparison }: { readonly comparison: ComparisonView }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.meanings} data-testid="meaning">
      {comparison.meanings.map(({ code, certainty, message, next, evidence, fileIds }, index) => (
        <li key={index} className={styles.meaning} data-code={code} title={evidence}>
          <span className={styles.certainty} data-certainty={certainty}>
            {t(`check.compareCertainty.${certainty}`)}
          </span>
          <p>
            {fileIds.length < comparison.files.length ? <Of letters={lettersOf(comparison, fileIds)} /> : null}
            <span className={styles.message}>{message}</span> <span className="soft">{next}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
