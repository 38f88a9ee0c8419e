// What to do at the machine now, as a list to tick. Ticks live on this page only.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { machineById } from '../../../shared/machines';
import { CertaintyMark } from '../../components/CertaintyMark';
import { Tick } from '../../components/Tick';
import styles from './FirstBoot.module.css';

export function FirstBoot({ machineId }: { readonly machineId: string | undefined }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const known = machineById(machineId ?? '')?.firstBoot;
  const other = t('verify.firstBootOther', { returnObjects: true });
  const steps = known ?? other.map((value) => ({ value, certainty: undefined, source: undefined }));
  const toggle = (index: number, selected: boolean) => {
    const next = new Set(done);
    if (selected) next.add(index);
    else next.delete(index);
    setDone(next);
  };
  return (
    <section className={styles.section} aria-labelledby="first-boot-title">
      <h2 id="first-boot-title">{t('verify.firstBoot')}</h2>
      <p className="soft">{t('verify.firstBootHint')}</p>
      <ol>
        {steps.map((step, index) => (
          <li key={step.value} className={styles.row}>
            <Tick isSelected={done.has(index)} onChange={(selected) => toggle(index, selected)}>
              {step.value}
            </Tick>
            {step.certainty ? <CertaintyMark certainty={step.certainty} source={step.source} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
