// Step 5: the two hashes, the differences if any, the first boot, the report.
import { useTranslation } from 'react-i18next';
import type { VerificationView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { BlockGrid } from '../../components/BlockGrid';
import { Button } from '../../components/Button';
import { ProgressPanel } from '../../components/ProgressPanel';
import { StepPage } from '../../frame/StepPage';
import { useRegions } from '../../machine-regions';
import { useApp } from '../../stores/app';
import { FirstBoot } from './FirstBoot';
import { Hashes } from './Hashes';
import { SaveReport } from './SaveReport';
import styles from './VerifyStep.module.css';

export function VerifyStep() {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const regions = useRegions();
  const open = snapshot?.openCase;
  if (!open) return null;
  const isRunning = snapshot.operation?.kind === 'verify';
  const { verification } = open;
  const kind = isRunning ? 'Running' : kindOf(verification);
  const isGood = kind === 'Ok' || kind === 'Quick';
  return (
    <StepPage title={t(`verify.title${kind}`)} lead={t(`verify.lead${kind === 'Running' ? 'None' : kind}`)}>
      {isRunning ? (
        <BlockGrid regions={regions}>
          <ProgressPanel />
        </BlockGrid>
      ) : (
        <>
          {verification ? <Hashes verification={verification} regions={regions} /> : null}
          <div className={styles.again}>
            <Button isDisabled={snapshot.operation !== undefined} onPress={() => void send('verify/start', { mode: 'full' })}>
              {verification ? t('verify.again') : t('verify.full')}
            </Button>
          </div>
          {isGood ? <FirstBoot machineId={open.machineId} /> : null}
          {isGood ? null : <BlockGrid regions={regions} />}
          <SaveReport />
        </>
      )}
    </StepPage>
  );
}

function kindOf(verification: VerificationView | undefined): 'Ok' | 'Quick' | 'Differs' | 'None' {
  if (!verification) return 'None';
  if (!verification.equal) return 'Differs';
  return verification.mode === 'full' ? 'Ok' : 'Quick';
}
