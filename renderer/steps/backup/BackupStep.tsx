// Step 2: two reads that agree, saved and read back; then what was read.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BlockState } from '../../../shared/model/blocks';
import { send } from '../../api/actions';
import { BlockGrid } from '../../components/BlockGrid';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { ProgressPanel } from '../../components/ProgressPanel';
import { StepPage } from '../../frame/StepPage';
import { useRegions } from '../../machine-regions';
import { useApp } from '../../stores/app';
import { BackupReport } from './BackupReport';
import { OverrideSection } from './OverrideSection';
import styles from './BackupStep.module.css';

const always = [BlockState.unread, BlockState.readOnce, BlockState.agreed, BlockState.differing, BlockState.settled, BlockState.unstable];

export function BackupStep() {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const regions = useRegions();
  const open = snapshot?.openCase;
  if (!open) return null;
  const isRunning = snapshot.operation?.kind === 'backup' || snapshot.operation?.kind === 'read';
  const newest = [...open.backups].sort((a, b) => b.takenAt.localeCompare(a.takenAt))[0];
  const shown = open.backups.find((backup) => backup.backupId === open.baseBackupId) ?? newest;
  const isDone = shown !== undefined && shown.unstable.length === 0;
  const title = isRunning ? t('backup.titleRunning') : isDone ? t('backup.titleDone') : t('backup.title');
  return (
    <StepPage title={title} lead={!isRunning && isDone ? t('backup.leadDone', { reads: shown.reads }) : t('backup.lead')}>
      {isRunning || isDone ? null : <StartBackup />}
      {isRunning ? (
        <section aria-label={t('backup.map')}>
          <BlockGrid regions={regions} always={always}>
            <ProgressPanel />
          </BlockGrid>
        </section>
      ) : null}
      {!isRunning && shown ? <BackupReport backup={shown} others={open.backups.filter((backup) => backup !== shown)} /> : null}
      {!isRunning && !isDone ? (
        <section aria-label={t('backup.map')}>
          <BlockGrid regions={regions} />
        </section>
      ) : null}
      {!isRunning && isDone ? (
        <details className={styles.again}>
          <summary>{t('backup.again')}</summary>
          <StartBackup />
        </details>
      ) : null}
      {!isRunning && !isDone ? <OverrideSection open={open} /> : null}
    </StepPage>
  );
}

function StartBackup() {
  const { t } = useTranslation();
  const [reads, setReads] = useState<'2' | '3'>('2');
  const session = useApp((state) => state.snapshot?.session);
  const isBusy = useApp((state) => state.snapshot?.operation !== undefined);
  const isReady = session?.connection === 'open' && session.contact?.diagnosis === 'good' && session.chip !== undefined;
  return (
    <div className={styles.start}>
      <Choice
        label={t('backup.reads')}
        layout="row"
        value={reads}
        onChange={setReads}
        options={[
          { value: '2', title: t('backup.reads2'), detail: t('backup.reads2Detail') },
          { value: '3', title: t('backup.reads3'), detail: t('backup.reads3Detail') },
        ]}
      />
      <div className={styles.actions}>
        <Button kind="primary" isDisabled={!isReady || isBusy} onPress={() => void send('backup/start', { reads: Number(reads) })}>
          {t('backup.start')}
        </Button>
        {isReady ? null : <span className="soft">{t('backup.notConnected')}</span>}
      </div>
    </div>
  );
}
