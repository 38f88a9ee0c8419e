// Step 4: preconditions, the sentence, the write; after a fault what the chip holds and the way on.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BlockState } from '../../../shared/model/blocks';
import { BlockGrid } from '../../components/BlockGrid';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { ProgressPanel } from '../../components/ProgressPanel';
import { formatDuration } from '../../format';
import { StepPage } from '../../frame/StepPage';
import { useRegions } from '../../machine-regions';
import { PlanSentence } from '../regions/PlanSentence';
import { useApp } from '../../stores/app';
import { useView } from '../../stores/view';
import { Checks } from './Checks';
import { ConfirmFlash } from './ConfirmFlash';
import { JournalState } from './JournalState';
import styles from './FlashStep.module.css';

export function FlashStep() {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const regions = useRegions();
  const [verify, setVerify] = useState<'full' | 'quick'>('full');
  const [isConfirming, setConfirming] = useState(false);
  const isStarting = useView((state) => state.running.has('flash/start'));
  const open = snapshot?.openCase;
  if (!open) return null;
  const isRunning = snapshot.operation?.kind === 'write';
  const isDone = !isRunning && !open.halfWritten && open.stepsDone.includes('flash');
  const isNothing = open.plan?.units.length === 0 && !open.halfWritten;
  const status = isRunning ? 'Running' : open.halfWritten ? 'Stopped' : isDone ? 'Done' : '';
  const isReady = open.checks.every((check) => check.ok) && open.sentence !== undefined && snapshot.operation === undefined;
  return (
    <StepPage title={t(`flash.title${status}`)} lead={t(`flash.lead${status}`)}>
      {!isRunning && open.halfWritten && open.journal ? <JournalState journal={open.journal} regions={regions} /> : null}
      {!isRunning && !isDone ? (
        <>
          {open.plan && open.plan.units.length > 0 ? <PlanSentence plan={open.plan} /> : null}
          {isNothing ? <p>{t('flash.nothing')}</p> : null}
          <div className={styles.columns}>
            <Checks checks={open.checks} />
            <div className={styles.right}>
              <Choice
                label={t('flash.verify')}
                value={verify}
                onChange={setVerify}
                options={[
                  {
                    value: 'full',
                    title: t('flash.full'),
                    detail: t('flash.fullDetail', { time: open.plan ? formatDuration(open.plan.predicted.fullVerifyMs) : '' }),
                  },
                  { value: 'quick', title: t('flash.quick'), detail: t('flash.quickDetail') },
                ]}
              />
              <div className={styles.start}>
                <Button kind="danger" isDisabled={!isReady || isStarting} onPress={() => setConfirming(true)}>
                  {open.halfWritten ? t('flash.goOn') : t('flash.start')}
                </Button>
                {isStarting ? (
                  <span role="status">{t('flash.starting')}</span>
                ) : isReady ? null : (
                  <span className="soft">{t('flash.openHint')}</span>
                )}
              </div>
            </div>
          </div>
        </>
      ) : null}
      <section aria-label={t('flash.map')}>
        <BlockGrid
          regions={regions}
          {...(isRunning ? { always: [BlockState.old, BlockState.erased, BlockState.programmed, BlockState.proven] } : {})}
        >
          {isRunning ? <ProgressPanel /> : null}
        </BlockGrid>
      </section>
      {open.sentence === undefined ? null : (
        <ConfirmFlash
          open={open}
          sentence={open.sentence}
          verify={verify}
          regions={regions}
          isOpen={isConfirming}
          onClose={() => setConfirming(false)}
        />
      )}
    </StepPage>
  );
}
