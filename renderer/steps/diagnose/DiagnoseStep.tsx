// Step 1: four questions, one at a time, then the ways out.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { StepPage } from '../../frame/StepPage';
import { useApp } from '../../stores/app';
import { useView } from '../../stores/view';
import { Questions } from './Questions';
import { WaysOut } from './WaysOut';

export function DiagnoseStep() {
  const { t } = useTranslation();
  const open = useApp((state) => state.snapshot?.openCase);
  const go = useView((state) => state.go);
  const [isAsking, setAsking] = useState(open?.answers === undefined);
  if (!open) return null;
  const asks = isAsking || open.answers === undefined;
  return (
    <StepPage title={asks ? t('diagnose.title') : t('diagnose.titleResult')} lead={asks ? t('diagnose.lead') : t('diagnose.leadResult')}>
      <Questions open={open} isAsking={asks} onAsk={() => setAsking(true)} onAnswered={() => setAsking(false)} />
      {asks ? null : <WaysOut waysOut={open.waysOut} chosen={open.chosenWayOut} />}
      <div>
        <Button kind="quiet" onPress={() => go('connect')}>
          {t('diagnose.skip')}
        </Button>
      </div>
    </StepPage>
  );
}
