// What can be changed beyond the sources: three rows that say how it stands, each opened by a press. Nothing pressed: identity stays.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView, RegionChoice } from '../../../shared/ipc/views';
import { Fold } from '../../components/Fold';
import { baseReport, hasRecoveryVolume, nameOfChoice, nameOfFile } from './choices';
import { MacEdit } from './MacEdit';
import { MeDataEdit } from './MeDataEdit';
import { RecoveryEdit } from './RecoveryEdit';
import styles from './EditsSection.module.css';

export function EditsSection({ open }: { readonly open: CaseView }) {
  const { t } = useTranslation();
  const { mac, recovery } = open.edits;
  const me: RegionChoice = open.choices['me'] ?? { kind: 'keep' };
  const ownMac = baseReport(open)?.macKind === 'blank' ? undefined : baseReport(open)?.mac;
  const recoveryState = !recovery
    ? t('regions.edits.recoveryWithCode')
    : recovery.kind === 'keep'
      ? t('regions.edits.recoveryKept')
      : t('regions.edits.from', { file: nameOfFile(t, open, recovery) });
  return (
    <section className={styles.section} aria-labelledby="edits-title" data-testid="edits">
      <div>
        <h2 id="edits-title">{t('regions.edits.title')}</h2>
        <p className="soft">{t('regions.edits.lead')}</p>
      </div>
      <div className={styles.rows}>
        <Row
          title={t('regions.edits.mac')}
          state={mac ?? (ownMac === undefined ? t('regions.edits.macNone') : t('regions.edits.macStays', { mac: ownMac }))}
          isChanged={mac !== undefined}
        >
          <MacEdit open={open} ownMac={ownMac} />
        </Row>
        {hasRecoveryVolume(open) ? (
          <Row title={t('regions.edits.recovery')} state={recoveryState} isChanged={recovery !== undefined}>
            <RecoveryEdit open={open} />
          </Row>
        ) : null}
        {baseReport(open)?.meState === undefined && me.kind === 'keep' ? null : (
          <Row
            title={t('regions.edits.me')}
            state={me.kind === 'keep' ? t('regions.edits.meStays') : nameOfChoice(t, open, me)}
            isChanged={me.kind !== 'keep'}
          >
            <MeDataEdit open={open} choice={me} />
          </Row>
        )}
      </div>
    </section>
  );
}

interface RowProps {
  readonly title: string;
  readonly state: string;
  readonly isChanged: boolean;
  readonly children: ReactNode;
}

function Row({ title, state, isChanged, children }: RowProps) {
  return (
    <div className={styles.row} data-changed={isChanged}>
      <Fold
        title={
          <span className={styles.title}>
            <span>{title}</span>
            <span className={styles.state}>{state}</span>
          </span>
        }
      >
        <div className={styles.body}>{children}</div>
      </Fold>
    </div>
  );
}
