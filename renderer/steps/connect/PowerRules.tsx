// The power rules to tick off before a clip is powered, and what is known of this board.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import type { Machine } from '../../../shared/machines';
import { checklistIds, type ChecklistId } from '../../../shared/model/recovery';
import { send } from '../../api/actions';
import { Fold } from '../../components/Fold';
import { KnownList } from '../../components/KnownList';
import { Tick } from '../../components/Tick';
import styles from './PowerRules.module.css';

interface PowerRulesProps {
  readonly open: CaseView;
  readonly machine: Machine | undefined;
  readonly isSimulated: boolean;
}

export function PowerRules({ open, machine, isSimulated }: PowerRulesProps) {
  const { t } = useTranslation();
  // What was ticked stands at once; main's answer then takes its place.
  const [asked, setAsked] = useState<Partial<Record<ChecklistId, boolean>>>({});
  const isTicked = (id: ChecklistId) => asked[id] ?? open.checklist.includes(id);
  const tick = async (id: ChecklistId, done: boolean) => {
    setAsked((before) => ({ ...before, [id]: done }));
    await send('case/checklist', { id, done });
    setAsked(({ [id]: _answered, ...rest }) => rest);
  };
  return (
    <section className={styles.section} aria-labelledby="power-title">
      <h2 id="power-title">{t('connect.powerTitle')}</h2>
      <p className="soft">{isSimulated ? t('connect.powerPractice') : t('connect.powerHint')}</p>
      <div>
        {checklistIds.map((id) => (
          <Tick
            key={id}
            isSelected={isTicked(id)}
            onChange={(done) => void tick(id, done)}
            {...(isTicked(id) ? {} : { detail: t(`checklist.${id}.why`) })}
          >
            {t(`checklist.${id}.rule`)}
          </Tick>
        ))}
      </div>
      {machine ? (
        <Fold title={t('connect.moreRules')}>
          <KnownList
            facts={[
              { ...machine.flash.place, value: t('connect.place', { place: machine.flash.place.value }) },
              ...machine.powerRules,
              ...machine.clipRules,
            ]}
          />
        </Fold>
      ) : null}
    </section>
  );
}
