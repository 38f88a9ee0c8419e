// What it is good for, then the findings, worst first; a press on one shows its bytes.
import { useTranslation } from 'react-i18next';
import type { Finding, Severity } from '../../../shared/firmware/report';
import { formatRange } from '../../format';
import { useLook } from '../look';
import { SeverityMark } from './SeverityMark';
import styles from './FindingsTab.module.css';

const order: readonly Severity[] = ['fail', 'warn', 'note'];

export interface FindingsTabProps {
  readonly findings: readonly Finding[];
  readonly uses: readonly string[];
}

export function FindingsTab({ findings, uses }: FindingsTabProps) {
  const { t } = useTranslation();
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <>
      {uses.length > 0 ? (
        <section className={styles.uses}>
          <h3>{t('check.uses')}</h3>
          <ul>
            {uses.map((use) => (
              <li key={use}>{use}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {sorted.length === 0 ? (
        <p className="soft">{t('check.findingsNone')}</p>
      ) : (
        <ul className={styles.list} data-testid="findings">
          {sorted.map((finding, index) => (
            <FindingItem key={`${finding.code}-${index}`} finding={finding} />
          ))}
        </ul>
      )}
    </>
  );
}

function FindingItem({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const { offset, length = 1, severity, message, next, evidence } = finding;
  const target = useLook((state) => state.target);
  const isShown = offset !== undefined && target?.offset === offset && target.length === length;
  return (
    <li className={styles.item} data-severity={severity} data-shown={isShown}>
      <span className={styles.severity}>
        <SeverityMark severity={severity} />
        {t(`parts.severity.${severity}`)}
      </span>
      <div className={styles.words}>
        <p>{message}</p>
        {next ? <p className="soft">{t('parts.nextStep', { next })}</p> : null}
        {evidence ? <p className={styles.evidence}>{evidence}</p> : null}
        {offset === undefined ? null : (
          <button
            type="button"
            className={styles.place}
            aria-label={t('check.showBytesOf', { range: formatRange(offset, length) })}
            onClick={() => useLook.getState().goTo({ offset, length })}
          >
            <span className="hex">{formatRange(offset, length)}</span> →
          </button>
        )}
      </div>
    </li>
  );
}
