// The start: what to do, and the cases to resume. Without a programmer, practice comes first.
import { useTranslation } from 'react-i18next';
import { send } from '../../api/actions';
import { StepPage } from '../../frame/StepPage';
import { useApp } from '../../stores/app';
import { useView } from '../../stores/view';
import { CaseList } from './CaseList';
import { TaskCard } from './TaskCard';
import styles from './StartScreen.module.css';

export function StartScreen() {
  const { t } = useTranslation();
  const programmers = useApp((state) => state.snapshot?.programmers);
  const go = useView((state) => state.go);
  const isBusy = useView((state) => state.running.has('case/create'));
  const real = programmers?.find((programmer) => programmer.kind !== 'simulated');
  const recover = (
    <TaskCard
      key="recover"
      art="recover"
      title={t('start.recover')}
      detail={t('start.recoverDetail')}
      isFirst={real !== undefined}
      isDisabled={isBusy}
      onPress={() => void send('case/create', {})}
    />
  );
  const practice = (
    <TaskCard
      key="practice"
      art="practice"
      title={t('start.practice')}
      detail={t('start.practiceDetail')}
      isFirst={real === undefined}
      onPress={() => go('practice')}
    />
  );
  const check = <TaskCard key="check" art="check" title={t('start.check')} detail={t('start.checkDetail')} onPress={() => go('check')} />;
  const later = [
    check,
    <TaskCard key="key" art="key" title={t('start.key')} detail={t('start.keyDetail')} onPress={() => go('key-build')} />,
  ];
  return (
    <StepPage title={t('start.title')} lead={real ? t('start.leadReady', { name: real.name }) : t('start.leadNone')}>
      <div className={styles.tasks}>{real ? [recover, ...later, practice] : [practice, recover, ...later]}</div>
      <CaseList />
    </StepPage>
  );
}
