// Back and Continue. What cannot be done yet says why.
import { useTranslation } from 'react-i18next';
import { send } from '../api/actions';
import { Button } from '../components/Button';
import { useApp } from '../stores/app';
import { planFigures } from '../plan-figures';
import { useView } from '../stores/view';
import { blockerOf, nextPlace, previousPlace, type WizardPlace } from './places';
import styles from './NavButtons.module.css';

export function NavButtons({ place }: { readonly place: WizardPlace }) {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const go = useView((state) => state.go);
  if (!snapshot) return null;
  const blocker = blockerOf(place, snapshot);
  const next = nextPlace(place, snapshot.openCase?.halfWritten ?? false);
  const previous = previousPlace(place);
  const plan = snapshot.openCase?.plan;
  return (
    <div className={styles.nav}>
      <span className={styles.why} id="continue-why">
        {place === 'region-select' && blocker === 'nothing' && plan ? t('nav.planMade', planFigures(plan)) : t(`nav.blocker.${blocker}`)}
      </span>
      <Button onPress={() => go(previous ?? 'start')}>{t('nav.back')}</Button>
      {next ? (
        <Button kind="primary" onPress={() => go(next)} isDisabled={blocker !== 'nothing'} aria-describedby="continue-why">
          {t('nav.continue')}
        </Button>
      ) : (
        <Button kind="primary" onPress={() => void send('case/close', {})} isDisabled={blocker !== 'nothing'}>
          {t('nav.finish')}
        </Button>
      )}
    </div>
  );
}
