// Cases to resume: a half-written chip first and loud, then the newest.
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/ipc/views';
import type { DiagnosisAnswers } from '../../../shared/model/diagnosis';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { ErrorCard } from '../../components/ErrorCard';
import { Icon } from '../../components/Icon';
import { formatDate } from '../../format';
import { placeOfCase } from '../../frame/places';
import { useApp } from '../../stores/app';
import { useView } from '../../stores/view';
import styles from './CaseList.module.css';

export function CaseList() {
  const { t } = useTranslation();
  const cases = useApp((state) => state.snapshot?.cases);
  const folder = useApp((state) => state.snapshot?.casesFolder);
  const sorted = [...(cases ?? [])].sort((a, b) => Number(b.halfWritten) - Number(a.halfWritten) || b.changedAt.localeCompare(a.changedAt));
  return (
    <section className={styles.section} aria-labelledby="cases-title">
      <h2 id="cases-title">{t('start.cases')}</h2>
      {sorted.length === 0 ? <p className="soft">{t('start.noCases')}</p> : null}
      <ul className={styles.list}>
        {sorted.map((each) => (
          <CaseRow key={each.caseId} summary={each} />
        ))}
      </ul>
      {folder ? <p className={styles.folder}>{t('start.folder', { folder })}</p> : null}
    </section>
  );
}

function CaseRow({ summary }: { readonly summary: CaseSummary }) {
  const { t } = useTranslation();
  const open = useApp((state) => state.snapshot?.openCase);
  const session = useApp((state) => state.snapshot?.session);
  const go = useView((state) => state.go);
  const isOpening = useView((state) => state.running.has('case/open'));
  const isCurrent = open?.caseId === summary.caseId;
  const press = () => {
    if (isCurrent) go(placeOfCase(open, session));
    else void send('case/open', { caseId: summary.caseId });
  };
  return (
    <li className={styles.row} data-half={summary.halfWritten} data-testid="case-row">
      <div className={styles.words}>
        <p className={styles.title}>
          <strong>{summary.title}</strong>
          {summary.practice ? <span className={styles.tag}>{t('app.practiceTag')}</span> : null}
          {summary.machineId ? <span className="soft">{t(`machine.${summary.machineId as DiagnosisAnswers['machineId']}`)}</span> : null}
        </p>
        {summary.halfWritten ? (
          <p className={styles.half}>
            <Icon name="alert" />
            <span>
              <strong>{t('start.half')}.</strong> {t('start.halfDetail')}
            </span>
          </p>
        ) : null}
        <p className="soft">
          {t('start.atStep', { step: t(`step.${summary.step}`), state: t(`state.${summary.state}`) })} ·{' '}
          {t('start.changed', { date: formatDate(summary.changedAt) })}
        </p>
        {summary.problem ? <ErrorCard error={summary.problem} /> : null}
      </div>
      <Button
        kind={summary.halfWritten ? 'primary' : 'plain'}
        isDisabled={isOpening || summary.problem !== undefined}
        onPress={press}
        aria-label={t('start.openNamed', { title: summary.title })}
      >
        {summary.halfWritten || isCurrent ? t('start.goOn') : t('start.open')}
      </Button>
    </li>
  );
}
