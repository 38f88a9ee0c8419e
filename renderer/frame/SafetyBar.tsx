// The line itself: a sign, a title, a detail. Knows no chip and no drive.
import { useTranslation } from 'react-i18next';
import type { ChipState } from '../../shared/model/chip-state';
import { Icon, type IconName } from '../components/Icon';
import styles from './SafetyLine.module.css';

export interface SafetyBarProps {
  readonly tone: ChipState | 'none';
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
}

export function SafetyBar({ tone, icon, title, detail }: SafetyBarProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.line} data-tone={tone} aria-label={t('safety.label')} data-testid="safety-line">
      <span className={styles.sign}>
        <Icon name={icon} size={20} />
      </span>
      <p className={styles.words}>
        <strong>{title}</strong>
        <span>{detail}</span>
      </p>
    </section>
  );
}
