// What the inspection says of the composed image: failures and warnings in the open, to be read before it is written; notes behind a press.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Findings } from '../../components/Findings';
import { Fold } from '../../components/Fold';
import { Tick } from '../../components/Tick';
import styles from './TargetPlan.module.css';

/** `isPlanned`: without a plan there is nothing to go on to, and nothing to be ticked. */
export function TargetFindings({ target, isPlanned }: { readonly target: TargetView; readonly isPlanned: boolean }) {
  const { t } = useTranslation();
  const loud = target.report.findings.filter(({ severity }) => severity !== 'note');
  const notes = target.report.findings.filter(({ severity }) => severity === 'note');
  const warnings = loud.filter(({ severity }) => severity === 'warn').length;
  return (
    <div className={styles.findings}>
      <h3 className={styles.verdict}>
        {t('regions.imageReport')}: {t(`verdict.${target.report.verdict}`)}
      </h3>
      {loud.length > 0 ? <Findings findings={loud} /> : null}
      {warnings > 0 && isPlanned ? <ReadWarnings target={target} count={warnings} /> : null}
      {notes.length > 0 ? (
        <Fold title={t('regions.notes', { count: notes.length })} level={4}>
          <Findings findings={notes} />
        </Fold>
      ) : null}
    </div>
  );
}

function ReadWarnings({ target, count }: { readonly target: TargetView; readonly count: number }) {
  const { t } = useTranslation();
  // What was ticked stands at once; main's answer then takes its place.
  const [asked, setAsked] = useState(false);
  const isRead = target.warningsRead || asked;
  const read = async () => {
    setAsked(true);
    await send('regions/warnings-read', { sha256: target.sha256 });
    setAsked(false);
  };
  return (
    <div className={styles.read} data-open={!isRead} data-testid="warnings-read">
      <Tick isSelected={isRead} isDisabled={isRead} onChange={() => void read()}>
        {t('regions.warningsRead', { count })}
      </Tick>
    </div>
  );
}
