// The newest log lines: time, code and what it is about.
import { useTranslation } from 'react-i18next';
import { formatClock } from '../format';
import { useLog } from '../stores/log';
import styles from './LogList.module.css';

const SHOWN = 60;

export function LogList() {
  const { t } = useTranslation();
  const lines = useLog((state) => state.lines);
  if (lines.length === 0) return <p className="soft">{t('panel.logEmpty')}</p>;
  return (
    <ol className={styles.log} tabIndex={0} aria-label={t('panel.log')}>
      {lines
        .slice(-SHOWN)
        .reverse()
        .map((line) => (
          <li key={line.seq}>
            <span className="soft">{formatClock(line.at)}</span> <code>{line.code}</code>
            <span className={styles.params}>
              {Object.entries(line.params)
                .map(([name, value]) => `${name} ${typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)}`)
                .join(', ')}
            </span>
          </li>
        ))}
    </ol>
  );
}
