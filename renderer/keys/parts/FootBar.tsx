// The way on at the foot of a question, with the reason where it is closed.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import styles from './FootBar.module.css';

export interface FootBarProps {
  readonly onBack?: () => void;
  readonly why: string | undefined;
  readonly go: string;
  readonly onGo: () => void;
  readonly isBusy?: boolean;
  readonly children?: ReactNode;
}

export function FootBar({ onBack, why, go, onGo, isBusy = false, children }: FootBarProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.bar}>
      {onBack ? <Button onPress={onBack}>{t('key.back')}</Button> : null}
      {children}
      <span className={styles.why} id="key-go-why">
        {why}
      </span>
      <Button kind="primary" onPress={onGo} isDisabled={why !== undefined || isBusy} aria-describedby="key-go-why">
        {go}
      </Button>
    </div>
  );
}
