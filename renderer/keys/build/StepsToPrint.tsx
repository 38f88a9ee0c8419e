// What to do at the machine: numbered, each with its weight and source in words, so that it is whole on paper.
import { useTranslation } from 'react-i18next';
import type { BuiltKey } from '../../../shared/ipc/key-views';
import { Button } from '../../components/Button';
import './print.css';
import styles from './StepsToPrint.module.css';

export interface StepsToPrintProps {
  readonly title: string;
  readonly note: string;
  readonly steps: BuiltKey['steps'];
}

export function StepsToPrint({ title, note, steps }: StepsToPrintProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.sheet} aria-labelledby="steps-title" data-testid="machine-steps">
      <div className={styles.head}>
        <div>
          <h2 id="steps-title">{title}</h2>
          <p className="soft">{note}</p>
        </div>
        <span data-print="no">
          <Button onPress={() => window.print()}>{t('key.done.print')}</Button>
        </span>
      </div>
      <ol className={styles.steps}>
        {steps.map(({ text, certainty, source }, index) => (
          <li key={text}>
            <span className={styles.box} aria-hidden="true" />
            <span className={styles.number}>{index + 1}</span>
            <span>
              {text}
              <span className={styles.source} data-certainty={certainty}>
                {t('key.done.source', { certainty: t(`certainty.${certainty}`), source })}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
