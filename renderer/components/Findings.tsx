// What the inspection of an image found, worst first, with the place in hex.
import { useTranslation } from 'react-i18next';
import type { Finding, Severity } from '../../shared/firmware/report';
import { formatRange } from '../format';
import { Icon, type IconName } from './Icon';
import styles from './Findings.module.css';

const order: readonly Severity[] = ['fail', 'warn', 'note'];
const icons: Record<Severity, IconName> = { fail: 'cross', warn: 'alert', note: 'dot' };

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation();
  if (findings.length === 0) return <p className="soft">{t('parts.noFindings')}</p>;
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <ul className={styles.list} data-testid="findings">
      {sorted.map((finding, index) => (
        <li key={`${finding.code}-${index}`} className={styles.item} data-severity={finding.severity}>
          <span className={styles.severity}>
            <Icon name={icons[finding.severity]} size={14} />
            {t(`parts.severity.${finding.severity}`)}
          </span>
          <span className={styles.words}>
            <span>{finding.message}</span>
            {finding.next ? <span className="soft">{t('parts.nextStep', { next: finding.next })}</span> : null}
            <span className={styles.proof}>
              {finding.offset === undefined ? null : <span className="hex">{formatRange(finding.offset, finding.length ?? 1)}</span>}
              {finding.evidence ? <span className="hex">{finding.evidence}</span> : null}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
