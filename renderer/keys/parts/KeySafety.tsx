// The safety line on the key screens: what is true of the drive. A board with a half-written chip stays in sight.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { driveStateText } from '../../../shared/messages/drives.en';
import { SafetyBar, type SafetyBarProps } from '../../frame/SafetyBar';
import { keySafetyOf, type KeySafety } from '../key-safety';
import { useKeys } from '../key-store';

/** `chip`: a warning about a chip that outranks all that is said of drives in passing. */
export function KeySafetyLine({ place, chip }: { readonly place: 'key-build' | 'key-check'; readonly chip: string | undefined }) {
  const { t } = useTranslation();
  const desk = useKeys((state) => state.desk);
  const { tone, icon, title, detail } = wordsOf(t, desk ? keySafetyOf(desk, place) : { kind: 'none' });
  return <SafetyBar tone={chip ? 'modified' : tone} icon={icon} title={title} detail={chip ? [detail, chip].join(' ') : detail} />;
}

function wordsOf(t: TFunction, safety: KeySafety): SafetyBarProps {
  switch (safety.kind) {
    case 'none':
      return { tone: 'untouched', icon: 'lock', title: t('key.safety.none'), detail: t('key.safety.noneDetail') };
    case 'reading':
      return { tone: 'untouched', icon: 'lock', title: t('key.safety.reading'), detail: t('key.safety.readingDetail') };
    case 'preparing':
      return { tone: 'untouched', icon: 'lock', title: t('key.safety.preparing'), detail: t('key.safety.preparingDetail') };
    case 'working':
      return {
        tone: 'modified',
        icon: 'alert',
        title: t('key.safety.working'),
        detail: t('key.safety.workingDetail', { name: safety.name }),
      };
    case 'file':
      return { tone: 'verified', icon: 'check', title: t('key.safety.file'), detail: t('key.safety.fileDetail', { name: safety.name }) };
    case 'ready':
      return { tone: 'verified', icon: 'check', title: t('key.safety.ready'), detail: t('key.safety.readyDetail', { name: safety.name }) };
    case 'mended':
      return { tone: 'verified', icon: 'check', title: t('key.safety.mended'), detail: t('key.normal.mended', { name: safety.name }) };
    case 'normal':
      return { tone: 'verified', icon: 'check', title: t('key.safety.normal'), detail: t('key.normal.done', { name: safety.name }) };
    case 'failed': {
      const isUntouched = safety.stick === 'untouched';
      return {
        tone: isUntouched ? 'untouched' : safety.stick === 'unknown' ? 'unknown' : 'modified',
        icon: isUntouched ? 'lock' : 'alert',
        title: t(`key.safety.${safety.stick}`),
        detail: driveStateText[safety.stick],
      };
    }
  }
}
