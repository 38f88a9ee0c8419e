// What a difference means: the best explanation first and large, with how sure it is and what to do.
import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../../shared/ipc/check-views';
import styles from './Meanings.module.css';

export function Meanings({ comparison }: { readonly comparison: ComparisonView }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.meanings} data-testid="meaning">
      {comparison.meanings.map(({ code, certainty, message, next, evidence }, index) => (
        <li key={index} className={styles.meaning} data-code={code} title={evidence}>
          <span className={styles.certainty} data-certainty={certainty}>
            {t(`check.compareCertainty.${certainty}`)}
          </span>
          <p>
            <span className={styles.message}>{message}</span> <span className="soft">{next}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
