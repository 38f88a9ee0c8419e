// Two ROMs in one server, drawn: one runs and is kept, the other is written.
import { useTranslation } from 'react-i18next';
import { redundantRom } from '../../../shared/machines/proliant';
import { Fold } from '../../components/Fold';
import { KnownList } from '../../components/KnownList';
import styles from './RedundantRom.module.css';

export function RedundantRom() {
  const { t } = useTranslation();
  return (
    <section className={styles.card} aria-labelledby="redundant-title">
      <h2 id="redundant-title">{t('key.machine.redundant')}</h2>
      <svg className={styles.drawing} viewBox="0 0 360 150" role="img" aria-label={t('key.machine.redundantLabel')}>
        <rect x="150" y="4" width="206" height="142" rx="8" fill="var(--board)" stroke="var(--board-line)" strokeWidth="1.5" />
        <g fontSize="14" fill="var(--ink)">
          <rect x="170" y="18" width="166" height="50" rx="4" fill="var(--chip-body)" />
          <text x="186" y="40" fill="var(--chip-ink)" fontWeight="650">
            ROM A
          </text>
          <text x="186" y="58" fill="var(--chip-ink)" fontSize="12.5">
            {t('key.machine.runs')}, {t('key.machine.keeps')}
          </text>
          <rect x="170" y="82" width="166" height="50" rx="4" fill="var(--chip-body)" stroke="var(--accent)" strokeWidth="3" />
          <text x="186" y="104" fill="var(--chip-ink)" fontWeight="650">
            ROM B
          </text>
          <text x="186" y="122" fill="var(--chip-ink)" fontSize="12.5">
            {t('key.machine.other')}, {t('key.machine.written')}
          </text>
        </g>
        <rect x="6" y="92" width="66" height="30" rx="5" fill="var(--surface)" stroke="var(--edge)" strokeWidth="2" />
        <rect x="72" y="97" width="22" height="20" fill="var(--metal)" stroke="var(--edge)" strokeWidth="2" />
        <path d="M16 101 h40 M16 107 h28 M16 113 h34" stroke="var(--accent)" strokeWidth="2" />
        <path d="M100 107 H158 M148 99 L160 107 L148 115" fill="none" stroke="var(--accent)" strokeWidth="3" />
      </svg>
      <Fold title={t('key.machine.more')}>
        <KnownList facts={redundantRom} />
      </Fold>
    </section>
  );
}
