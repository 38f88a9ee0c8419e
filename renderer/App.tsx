// The application: the frame, and in it the place that is looked at.
import { useTranslation } from 'react-i18next';
import { CheckScreen } from './check/CheckScreen';
import { Frame } from './frame/Frame';
import { BuildScreen } from './keys/build/BuildScreen';
import { KeyCheckScreen } from './keys/check/KeyCheckScreen';
import { BackupStep } from './steps/backup/BackupStep';
import { ConnectStep } from './steps/connect/ConnectStep';
import { DiagnoseStep } from './steps/diagnose/DiagnoseStep';
import { FlashStep } from './steps/flash/FlashStep';
import { PracticeScreen } from './steps/practice/PracticeScreen';
import { RegionsStep } from './steps/regions/RegionsStep';
import { StartScreen } from './steps/start/StartScreen';
import { VerifyStep } from './steps/verify/VerifyStep';
import { isWizardPlace, type Place } from './frame/places';
import { useApp } from './stores/app';
import { useView } from './stores/view';
import styles from './App.module.css';

export function App() {
  const { t } = useTranslation();
  const isReady = useApp((state) => state.snapshot !== undefined);
  const hasCase = useApp((state) => state.snapshot?.openCase !== undefined);
  const place = useView((state) => state.place);
  if (!isReady)
    return (
      <p className={styles.loading} role="status">
        {t('app.loading')}
      </p>
    );
  const shown: Place = isWizardPlace(place) && !hasCase ? 'start' : place;
  return (
    <Frame place={shown}>
      <Screen place={shown} key={shown} />
    </Frame>
  );
}

function Screen({ place }: { readonly place: Place }) {
  switch (place) {
    case 'start':
      return <StartScreen />;
    case 'practice':
      return <PracticeScreen />;
    case 'check':
      return <CheckScreen />;
    case 'key-build':
      return <BuildScreen />;
    case 'key-check':
      return <KeyCheckScreen />;
    case 'diagnose':
      return <DiagnoseStep />;
    case 'connect':
      return <ConnectStep />;
    case 'backup':
      return <BackupStep />;
    case 'region-select':
      return <RegionsStep />;
    case 'flash':
      return <FlashStep />;
    case 'verify':
      return <VerifyStep />;
  }
}
