// Always there: what is true of the chip, and what is backed up where.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ChipState } from '../../shared/model/chip-state';
import type { IconName } from '../components/Icon';
import { formatCount } from '../format';
import { useApp } from '../stores/app';
import { KeySafetyLine } from '../keys/parts/KeySafety';
import type { Place } from './places';
import { safetyOf, type Safety } from './safety';
import { SafetyBar, type SafetyBarProps } from './SafetyBar';

const icons: Record<ChipState, IconName> = { untouched: 'lock', modified: 'alert', verified: 'check', unknown: 'alert' };

/** `place`: on the key screens a drive is in work, and no chip. */
export function SafetyLine({ place }: { readonly place: Place }) {
  const { t } = useTranslation();
  const snapshot = useApp((state) => state.snapshot);
  const progress = useApp((state) => state.progress);
  if (!snapshot) return null;
  const safety = safetyOf(snapshot, progress);
  const words = wordsOf(t, safety);
  if (place !== 'key-build' && place !== 'key-check') return <SafetyBar {...words} />;
  const isChipInDanger = words.tone === 'modified' || words.tone === 'unknown';
  return <KeySafetyLine place={place} chip={isChipInDanger ? words.title : undefined} />;
}

function wordsOf(t: TFunction, safety: Safety): SafetyBarProps {
  switch (safety.kind) {
    case 'no-case':
      return { tone: 'none', icon: 'chip', title: t('safety.noCase'), detail: t('safety.noCaseDetail') };
    case 'half-elsewhere':
      return { tone: 'modified', icon: 'alert', title: t('safety.halfElsewhere', { title: safety.other.title }), detail: '' };
    case 'case': {
      const { chipState, open, blocks } = safety;
      const base = open.backups.find((backup) => backup.backupId === open.baseBackupId);
      const backup = base
        ? t('safety.backup', { count: open.backups.length, reads: base.reads, file: base.fileName })
        : open.backupOverride
          ? t('safety.override')
          : t('safety.noBackup');
      const half = blocks
        ? t('safety.halfDetail', { count: blocks.unknown, done: formatCount(blocks.done), old: formatCount(blocks.old) })
        : '';
      const practice = open.practice ? t('safety.practice') : '';
      return {
        tone: chipState,
        icon: icons[chipState],
        title: t(`chipState.${chipState}`),
        detail: [half, backup, practice].filter(Boolean).join(' '),
      };
    }
  }
}
