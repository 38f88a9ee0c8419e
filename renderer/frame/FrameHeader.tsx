// Name, machine and case, theme, help.
import { useState } from 'react';
import { Button as AriaButton, ToggleButton, ToggleButtonGroup, type Key } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { DiagnosisAnswers } from '../../shared/model/diagnosis';
import { Button } from '../components/Button';
import { Icon, type IconName } from '../components/Icon';
import { LogoMark } from '../drawings/LogoMark';
import { useApp } from '../stores/app';
import { themes, useView, type Theme } from '../stores/view';
import { HelpDialog } from './HelpDialog';
import styles from './FrameHeader.module.css';

const themeIcons: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' };
const themeKeys = { system: 'app.themeSystem', light: 'app.themeLight', dark: 'app.themeDark' } as const;

export function FrameHeader() {
  const { t } = useTranslation();
  const openCase = useApp((state) => state.snapshot?.openCase);
  const go = useView((state) => state.go);
  const theme = useView((state) => state.theme);
  const setTheme = useView((state) => state.setTheme);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const choose = (keys: Set<Key>) => {
    const chosen = themes.find((each) => keys.has(each));
    if (chosen) setTheme(chosen);
  };
  return (
    <header className={styles.header}>
      <AriaButton className={styles.home ?? ''} onPress={() => go('start')} aria-label={`${t('app.name')}: ${t('app.home')}`}>
        <LogoMark />
        <span>{t('app.name')}</span>
      </AriaButton>
      {openCase ? (
        <p className={styles.case}>
          {openCase.practice ? <span className={styles.tag}>{t('app.practiceTag')}</span> : null}
          <span className={styles.title}>
            {openCase.machineId
              ? t('app.caseTitle', { machine: t(`machine.${openCase.machineId as DiagnosisAnswers['machineId']}`), title: openCase.title })
              : openCase.title}
          </span>
        </p>
      ) : null}
      <div className={styles.tools}>
        <ToggleButtonGroup
          className={styles.themes ?? ''}
          aria-label={t('app.theme')}
          selectedKeys={[theme]}
          onSelectionChange={choose}
          selectionMode="single"
          disallowEmptySelection
        >
          {themes.map((each) => (
            <ToggleButton key={each} id={each} className={styles.theme ?? ''} aria-label={t(themeKeys[each])}>
              <Icon name={themeIcons[each]} />
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Button kind="quiet" icon="question" onPress={() => setHelpOpen(true)}>
          {t('app.help')}
        </Button>
      </div>
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </header>
  );
}
