// Build a USB key: package, machine, where to, verified. What runs or was built is main's word; which question is looked at is the page's.
import { useTranslation } from 'react-i18next';
import type { KeyState } from '../../../shared/ipc/key-views';
import { KeyRail } from '../parts/KeyRail';
import { useKeyLook, type KeyStep } from '../key-look';
import { useKeys } from '../key-store';
import { DonePage } from './DonePage';
import { MachinePage } from './MachinePage';
import { PackagePage } from './PackagePage';
import { WherePage } from './WherePage';
import { WorkPage } from './WorkPage';
import styles from './BuildScreen.module.css';

export function BuildScreen() {
  const { t } = useTranslation();
  const desk = useKeys((state) => state.desk);
  const wanted = useKeyLook((state) => state.step);
  if (!desk) return <p role="status">{t('key.loading')}</p>;
  const step = stepShown(wanted, desk);
  return (
    <div className={styles.screen}>
      <KeyRail step={desk.job ? 'where' : step} isLocked={desk.job !== undefined} />
      {desk.job ? <WorkPage desk={desk} job={desk.job} /> : <Page step={step} desk={desk} />}
    </div>
  );
}

function Page({ step, desk }: { readonly step: KeyStep; readonly desk: KeyState }) {
  switch (step) {
    case 'package':
      return <PackagePage desk={desk} />;
    case 'machine':
      return <MachinePage desk={desk} />;
    case 'where':
      return <WherePage desk={desk} />;
    case 'done':
      return desk.built ? <DonePage desk={desk} built={desk.built} /> : null;
  }
}

/** A question whose answers before it are gone, as after a restart of the program, is not shown. */
function stepShown(step: KeyStep, { packages, target, built }: KeyState): KeyStep {
  if (step === 'done' && built) return 'done';
  if (!packages.some(({ state }) => state === 'done')) return 'package';
  if (step !== 'package' && !target) return 'machine';
  return step === 'done' ? 'where' : step;
}
