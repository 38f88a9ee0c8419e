// Practice: scenarios as cards, each saying before what will happen.
import { useTranslation } from 'react-i18next';
import { practiceFaults, practiceScenarios, type PracticeScenario } from '../../../shared/model/practice';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { StepPage } from '../../frame/StepPage';
import { useView } from '../../stores/view';
import styles from './PracticeScreen.module.css';

export function PracticeScreen() {
  const { t } = useTranslation();
  const go = useView((state) => state.go);
  return (
    <StepPage title={t('practice.title')} lead={t('practice.lead')}>
      <Group title={t('practice.imageGroup')} scenarios={practiceScenarios.filter((each) => practiceFaults[each] === 'image')} />
      <Group title={t('practice.deviceGroup')} scenarios={practiceScenarios.filter((each) => practiceFaults[each] === 'device')} />
      <div>
        <Button onPress={() => go('start')}>{t('practice.back')}</Button>
      </div>
    </StepPage>
  );
}

function Group({ title, scenarios }: { readonly title: string; readonly scenarios: readonly PracticeScenario[] }) {
  return (
    <section className={styles.group}>
      <h2>{title}</h2>
      <ul className={styles.cards}>
        {scenarios.map((scenario) => (
          <ScenarioCard key={scenario} scenario={scenario} />
        ))}
      </ul>
    </section>
  );
}

function ScenarioCard({ scenario }: { readonly scenario: PracticeScenario }) {
  const { t } = useTranslation();
  const isStarting = useView((state) => state.running.has('practice/start'));
  const title = t(`scenario.${scenario}.title`);
  return (
    <li className={styles.card}>
      <h3>{title}</h3>
      <p>{t(`scenario.${scenario}.story`)}</p>
      <p className={styles.happens}>
        <strong>{t('practice.happens')}</strong> {t(`scenario.${scenario}.happens`)}
      </p>
      <Button
        isDisabled={isStarting}
        onPress={() => void send('practice/start', { scenario })}
        aria-label={t('practice.beginNamed', { title })}
      >
        {t('practice.begin')}
      </Button>
    </li>
  );
}
