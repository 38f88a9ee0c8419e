// Header, rail, main column, side panel, safety line: the same on every screen.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../stores/app';
import { useView } from '../stores/view';
import { Announcer } from './Announcer';
import { FrameHeader } from './FrameHeader';
import { NavButtons } from './NavButtons';
import { SafetyLine } from './SafetyLine';
import { SidePanel } from './SidePanel';
import { StepRail } from './StepRail';
import { isWizardPlace, type Place } from './places';
import styles from './Frame.module.css';

export function Frame({ place, children }: { readonly place: Place; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const link = useApp((state) => state.link);
  const panelOpen = useView((state) => state.panelOpen);
  const inWizard = isWizardPlace(place);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {t('app.skip')}
      </a>
      <FrameHeader />
      {link === 'lost' ? (
        <p className={styles.lost} role="alert">
          {t('app.lost')}
        </p>
      ) : null}
      {inWizard ? <StepRail place={place} /> : null}
      <div className={styles.body} data-panel={inWizard} data-panel-open={panelOpen}>
        <main id="main" className={styles.main} tabIndex={-1}>
          <div className={styles.column} data-wide={place === 'check'}>
            {children}
          </div>
        </main>
        {inWizard ? <SidePanel /> : null}
      </div>
      <footer className={styles.footer}>
        <SafetyLine place={place} />
        {inWizard ? <NavButtons place={place} /> : null}
      </footer>
      <Announcer />
    </div>
  );
}
