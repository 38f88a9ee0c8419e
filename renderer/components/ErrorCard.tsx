// An error as four lines: what happened, is the chip safe, what to do now, details to copy.
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { AppError } from '../../shared/model/errors';
import { chipStateToTell } from '../frame/safety';
import { useApp } from '../stores/app';
import { Button } from './Button';
import { CopyBox } from './CopyBox';
import { Fold } from './Fold';
import { Icon } from './Icon';
import { describeError, errorDetails } from './describe-error';
import styles from './ErrorCard.module.css';

export interface ErrorCardProps {
  readonly error: AppError;
  readonly onDismiss?: () => void;
  /** What is safe, where it is no chip that is in work. */
  readonly safety?: string;
  /** Buttons that go on from here. */
  readonly children?: ReactNode;
}

export function ErrorCard({ error, onDismiss, safety: told, children }: ErrorCardProps) {
  const { t } = useTranslation();
  const open = useApp((state) => state.snapshot?.openCase);
  const chipState = chipStateToTell(error.chipState, open);
  const { what, safety, steps } = describeError(t, { ...error, chipState });
  const rule = error.params['udevRule'];
  const isLoud = chipState === 'modified' || chipState === 'unknown';
  return (
    <section className={styles.card} data-loud={isLoud && told === undefined} role="alert" data-testid="error-card" data-code={error.code}>
      <h2 className={styles.what}>
        <Icon name="alert" size={18} />
        {what}
      </h2>
      <p className={styles.safety}>{told ?? safety}</p>
      <div>
        <h3 className={styles.now}>{t('parts.whatNow')}</h3>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      {typeof rule === 'string' ? <CopyBox text={rule} label={t('connect.udevRule')} /> : null}
      <div className={styles.foot}>
        {children}
        {onDismiss ? (
          <Button kind="quiet" onPress={onDismiss}>
            {t('parts.dismiss')}
          </Button>
        ) : null}
      </div>
      <Fold title={t('parts.details')}>
        <CopyBox text={errorDetails(error)} label={t('parts.details')} />
      </Fold>
    </section>
  );
}
