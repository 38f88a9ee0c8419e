// A running operation: phase, bar, what is done, rate and time left when they are known, and how to stop it.
import { ProgressBar } from 'react-aria-components';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Progress } from '../../shared/model/progress';
import { send } from '../api/actions';
import { formatBytes, formatDuration, formatPercent, formatRate } from '../format';
import { useApp } from '../stores/app';
import { useView } from '../stores/view';
import { Button } from './Button';
import { Track } from './Track';
import styles from './ProgressPanel.module.css';

export function ProgressPanel({ countsBytes = true }: { readonly countsBytes?: boolean }) {
  const { t } = useTranslation();
  const operation = useApp((state) => state.snapshot?.operation);
  const progress = useApp((state) => state.progress);
  const isCancelling = useView((state) => state.running.has('operation/cancel'));
  if (!operation) return null;
  const phase = progress ? t(`phase.${progress.phase}`) : t(`operation.${operation.kind}`);
  return (
    <section className={styles.panel} aria-label={t(`operation.${operation.kind}`)} data-testid="progress">
      <ProgressBar
        className={styles.progress ?? ''}
        aria-label={phase}
        isIndeterminate={!progress}
        value={(progress?.fraction ?? 0) * 100}
        valueLabel={formatPercent(progress?.fraction ?? 0)}
      >
        <span className={styles.head}>
          <strong>{phase}</strong>
          <span className={styles.percent}>{progress ? formatPercent(progress.fraction) : null}</span>
        </span>
        <Track fraction={progress?.fraction ?? 0} />
      </ProgressBar>
      <p className={styles.numbers}>
        {progress && countsBytes && progress.total !== undefined ? (
          <span>{t('progress.of', { done: formatBytes(progress.done), total: formatBytes(progress.total) })}</span>
        ) : null}
        {progress?.rateBytesPerSec === undefined ? null : <span>{t('progress.rate', { rate: formatRate(progress.rateBytesPerSec) })}</span>}
        <span>
          {progress?.etaMs === undefined ? t('progress.unknownLeft') : t('progress.left', { time: formatDuration(progress.etaMs) })}
        </span>
      </p>
      {progress?.stalled ? (
        <p className={styles.stalled} role="status">
          {t('progress.stalled')}
        </p>
      ) : null}
      <div className={styles.stop}>
        <Button
          onPress={() => void send('operation/cancel', { operationId: operation.operationId })}
          isDisabled={isCancelling || progress?.cancellable === 'no'}
        >
          {isCancelling ? t('progress.cancelling') : cancelLabel(t, progress)}
        </Button>
        <span className="soft">{cancelMeaning(t, progress, operation.kind === 'write')}</span>
      </div>
    </section>
  );
}

function cancelLabel(t: TFunction, progress: Progress | undefined): string {
  if (progress?.cancellable === 'afterBlock') return t('progress.cancelAfterBlock');
  return progress?.cancellable === 'no' ? t('progress.cancelNo') : t('progress.cancelNow');
}

function cancelMeaning(t: TFunction, progress: Progress | undefined, isWrite: boolean): string {
  if (progress?.cancellable === 'afterBlock') return t('progress.cancelAfterBlockMeaning');
  if (progress?.cancellable === 'no') return t('progress.cancelNoMeaning');
  return isWrite && progress?.chipState !== 'untouched' ? t('progress.cancelNowWrite') : t('progress.cancelNowRead');
}
