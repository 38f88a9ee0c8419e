// The four questions of a key: done, now, later. Those that are done can be gone back to.
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon';
import { keySteps, useKeyLook, type KeyStep } from '../key-look';
import styles from './KeyRail.module.css';

export function KeyRail({ step, isLocked }: { readonly step: KeyStep; readonly isLocked: boolean }) {
  const { t } = useTranslation();
  const go = useKeyLook((state) => state.go);
  const now = keySteps.indexOf(step);
  return (
    <nav className={styles.rail} aria-label={t('key.rail')} data-print="no">
      <ol>
        {keySteps.map((each, index) => {
          const status = index < now ? 'done' : index === now ? 'now' : 'later';
          return (
            <li key={each} data-status={status}>
              <Button
                className={styles.step ?? ''}
                isDisabled={isLocked || status !== 'done' || step === 'done'}
                onPress={() => go(each)}
                {...(status === 'now' ? { 'aria-current': 'step' } : {})}
              >
                <span className={styles.disc} aria-hidden="true">
                  {status === 'done' ? <Icon name="check" size={12} /> : index + 1}
                </span>
                {t(`key.railStep.${each}`)}
                <span className="visually-hidden">{t(`rail.${status}`)}</span>
              </Button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
