// Preconditions as a list; each that is open says where it is settled.
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import type { ProblemCode } from '../../../shared/model/recovery';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { WizardPlace } from '../../frame/places';
import { useView } from '../../stores/view';
import styles from './Checks.module.css';

const settledAt: Partial<Record<ProblemCode, WizardPlace>> = {
  ADAPTER_MISSING: 'connect',
  BOARD_NOT_ANSWERED: 'connect',
  CONTACT_NOT_PROVEN: 'connect',
  CHIP_NOT_IDENTIFIED: 'connect',
  CHIP_NOT_THE_ONE_BACKED_UP: 'connect',
  CHIP_LOW_VOLTAGE: 'connect',
  POWER_CHECKLIST_OPEN: 'connect',
  BACKUP_MISSING: 'backup',
  BACKUP_NOT_READ_BACK: 'backup',
  TARGET_MISSING: 'region-select',
  TARGET_UNSOUND: 'region-select',
  PLAN_MISSING: 'region-select',
};

export function Checks({ checks }: { readonly checks: CaseView['checks'] }) {
  const { t } = useTranslation();
  const go = useView((state) => state.go);
  return (
    <section className={styles.section} aria-labelledby="checks-title">
      <h2 id="checks-title">{t('flash.checks')}</h2>
      <ul className={styles.list} data-testid="flash-checks">
        {checks.map((check) => {
          const words = t(`problem.${check.code}.${check.ok ? 'ok' : 'open'}`);
          const place = check.ok ? undefined : settledAt[check.code];
          return (
            <li key={check.code} data-ok={check.ok}>
              <span className={styles.mark}>
                <Icon name={check.ok ? 'check' : 'cross'} size={13} />
              </span>
              <span>
                {words} <span className="visually-hidden">{t(check.ok ? 'flash.check.ok' : 'flash.check.open')}</span>
              </span>
              {place ? (
                <Button kind="quiet" onPress={() => go(place)} aria-label={t('flash.fixNamed', { problem: words })}>
                  {t('flash.fix')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
