// The five steps: done, now, later. A step that was reached can be looked at again.
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { steps, type Step } from '../../shared/model/recovery';
import { Icon } from '../components/Icon';
import { useApp } from '../stores/app';
import { useView } from '../stores/view';
import { isReachable, placeOfCase, stepOfPlace, type WizardPlace } from './places';
import styles from './StepRail.module.css';

export function StepRail({ place }: { readonly place: WizardPlace }) {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const go = useView((state) => state.go);
  const now = stepOfPlace(place);
  const done = snapshot?.openCase?.stepsDone ?? [];
  const target = (step: Step): WizardPlace =>
    step === 'backup' && snapshot?.openCase?.step === 'backup'
      ? placeOfCase({ ...snapshot.openCase, halfWritten: false }, snapshot.session)
      : step;
  return (
    <nav className={styles.rail} aria-label={t('rail.label')}>
      <ol>
        {steps.map((step, index) => {
          const status = step === now ? 'now' : done.includes(step) ? 'done' : 'later';
          return (
            <li key={step} data-status={status} aria-current={status === 'now' ? 'step' : undefined}>
              <Button
                className={styles.step ?? ''}
                onPress={() => go(target(step))}
                isDisabled={step !== now && !(snapshot && isReachable(target(step), snapshot))}
              >
                <span className={styles.disc} aria-hidden="true">
                  {done.includes(step) && status !== 'now' ? <Icon name="check" size={13} /> : index + 1}
                </span>
                <span className={styles.name}>{t(`step.${step}`)}</span>
                <span className="visually-hidden">{t(`rail.${status}`)}</span>
              </Button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
