// First page of the backup step: adapter, 3.3 V, clip and power, contact test.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { machineById } from '../../../shared/machines';
import { boardIsSafe } from '../../../shared/model/programmer';
import { ClipDrawing } from '../../drawings/ClipDrawing';
import { packages, suspects, suspectsOfError, type PackageName } from '../../drawings/pinouts';
import { Choice } from '../../components/Choice';
import { StepPage } from '../../frame/StepPage';
import { useApp } from '../../stores/app';
import { AdapterSection } from './AdapterSection';
import { BoardQuestion } from './BoardQuestion';
import { ContactTest } from './ContactTest';
import { PowerRules } from './PowerRules';
import styles from './ConnectStep.module.css';

export function ConnectStep() {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const open = snapshot?.openCase;
  const session = snapshot?.session;
  const machine = machineById(open?.machineId ?? '');
  const [packageName, setPackage] = useState<PackageName>(machine?.flash.package.value ?? 'SOIC-8');
  if (!open) return null;
  const asksBoard = session !== undefined && session.boardQuestion && !boardIsSafe(session.board);
  const diagnosis = session?.contact?.diagnosis;
  const pins = diagnosis && diagnosis !== 'good' ? suspects[diagnosis] : open.lastError ? (suspectsOfError[open.lastError.code] ?? []) : [];
  return (
    <StepPage eyebrow={t('connect.eyebrow')} title={t('connect.title')} lead={t('connect.lead')}>
      <AdapterSection />
      {asksBoard ? <BoardQuestion key={session.programmer.id} answer={session.board} /> : null}
      <div className={styles.columns}>
        <section className={styles.clip} aria-labelledby="clip-title">
          <h2 id="clip-title">{t('connect.clipTitle')}</h2>
          <Choice
            label={t('connect.package')}
            hideLabel
            layout="row"
            value={packageName}
            onChange={setPackage}
            options={packages.map((name) => ({ value: name, title: name }))}
          />
          <ClipDrawing packageName={packageName} suspects={pins} />
          <p className={styles.note}>{t('connect.pinOne')}</p>
        </section>
        <div className={styles.right}>
          <PowerRules open={open} machine={machine} isSimulated={session?.programmer.kind === 'simulated'} />
          <ContactTest open={open} session={session} asksBoard={asksBoard} />
        </div>
      </div>
    </StepPage>
  );
}
