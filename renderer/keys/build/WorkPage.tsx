// The build while it runs: phases, how far, and how to stop it.
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { KeyJob, KeyState } from '../../../shared/ipc/key-views';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { Track } from '../../components/Track';
import { Icon } from '../../components/Icon';
import { StepPage } from '../../frame/StepPage';
import { formatBytes, formatPercent } from '../../format';
import styles from './WorkPage.module.css';

const countsBytes: ReadonlySet<KeyJob['phase']> = new Set(['writing', 'reading-back', 'testing-size']);

export function WorkPage({ desk, job }: { readonly desk: KeyState; readonly job: KeyJob }) {
  const { t } = useTranslation();
  const phases = job.phases.filter((phase) => phase !== 'asking' || job.phase === 'asking');
  const now = phases.indexOf(job.phase);
  const packages = desk.packages.map(({ name }) => name).join(', ');
  const lead = job.isOnDrive ? t('key.work.onDrive', { name: job.driveName ?? '' }) : job.kind === 'build' ? packages : undefined;
  return (
    <StepPage title={t(`key.work.title.${job.kind}`)} {...(lead ? { lead } : {})}>
      <ol className={styles.phases} aria-label={t('key.work.phases')}>
        {phases.map((phase, index) => (
          <li key={phase} data-status={index < now ? 'done' : index === now ? 'now' : 'later'}>
            <span className={styles.sign} aria-hidden="true">
              {index < now ? <Icon name="check" size={14} /> : null}
            </span>
            {t(`key.work.phase.${phase}`)}
            {index === now && countsBytes.has(phase) && job.total ? (
              <span className="soft">{t('progress.of', { done: formatBytes(job.done ?? 0), total: formatBytes(job.total) })}</span>
            ) : null}
          </li>
        ))}
      </ol>
      <ProgressBar className={styles.progress ?? ''} aria-label={t(`key.work.title.${job.kind}`)} value={job.fraction * 100}>
        <Track fraction={job.fraction} />
        <span>{formatPercent(job.fraction)}</span>
      </ProgressBar>
      <div className={styles.stop}>
        <Button isDisabled={job.isCancelling} onPress={() => void sendKey('key/cancel', { operationId: job.operationId })}>
          {job.isCancelling ? t('key.work.stopping') : t('key.work.stop')}
        </Button>
        <span className="soft">
          {t(job.kind === 'mend' ? 'key.work.stopMeaningMend' : job.isOnDrive ? 'key.work.stopMeaningDrive' : 'key.work.stopMeaning')}
        </span>
      </div>
    </StepPage>
  );
}
