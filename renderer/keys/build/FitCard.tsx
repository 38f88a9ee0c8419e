// Whether the package is for the machine that was named, with the weight of the answer. What does not fit is confirmed by a person.
import { useTranslation } from 'react-i18next';
import type { PackageFit } from '../../../shared/keys/fit-package';
import { sendKey } from '../../api/actions';
import { CertaintyMark } from '../../components/CertaintyMark';
import { Tick } from '../../components/Tick';
import { KeyMark, type Tone } from '../parts/KeyMark';
import styles from './FitCard.module.css';

const tones: Record<PackageFit['fit'], Tone> = { yes: 'good', no: 'bad', unknown: 'unsure' };

export function FitCard({ fit, isConfirmed }: { readonly fit: PackageFit | undefined; readonly isConfirmed: boolean }) {
  const { t } = useTranslation();
  return (
    <section className={styles.card} data-fit={fit?.fit} aria-labelledby="fit-title" data-testid="fit">
      <h2 id="fit-title">{t('key.machine.fitTitle')}</h2>
      <div role="status" className={styles.words}>
        {fit ? (
          <>
            <KeyMark tone={tones[fit.fit]}>{t(`key.machine.fit.${fit.fit}`)}</KeyMark>
            <p>
              {fit.sentence} <CertaintyMark certainty={fit.certainty} source={fit.source} />
            </p>
          </>
        ) : (
          <p className="soft">{t('key.machine.fitNone')}</p>
        )}
      </div>
      {fit?.fit === 'no' ? (
        <Tick isSelected={isConfirmed} onChange={(confirmed) => void sendKey('key/confirm', { confirmed })}>
          {t('key.machine.confirm')}
        </Tick>
      ) : null}
    </section>
  );
}
