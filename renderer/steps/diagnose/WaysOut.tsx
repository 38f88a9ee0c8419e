// The ways out as ranked cards. The chosen one opens its guide.
import { useTranslation } from 'react-i18next';
import type { RankedWayOut } from '../../../shared/model/diagnosis';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { CertaintyMark } from '../../components/CertaintyMark';
import { Icon } from '../../components/Icon';
import { useView } from '../../stores/view';
import styles from './WaysOut.module.css';

export function WaysOut({ waysOut, chosen }: { readonly waysOut: readonly RankedWayOut[]; readonly chosen: string | undefined }) {
  const { t } = useTranslation();
  if (waysOut.length === 0) return <p>{t('diagnose.noWays')}</p>;
  return (
    <ol className={styles.list}>
      {[...waysOut]
        .sort((a, b) => a.rank - b.rank)
        .map((way) => (
          <WayOutCard key={way.id} way={way} isChosen={way.id === chosen} />
        ))}
    </ol>
  );
}

function WayOutCard({ way, isChosen }: { readonly way: RankedWayOut; readonly isChosen: boolean }) {
  const { t } = useTranslation();
  const isSending = useView((state) => state.running.has('diagnose/choose'));
  return (
    <li className={styles.card} data-chosen={isChosen} data-recommended={way.recommended} data-testid={`way-out-${way.id}`}>
      <span className={styles.rank} aria-label={t('diagnose.rank', { rank: way.rank })}>
        {way.rank}
      </span>
      <div className={styles.main}>
        <div className={styles.head}>
          <h2>{way.title}</h2>
          <CertaintyMark certainty={way.certainty} source={way.source} />
        </div>
        {way.recommended ? <p className={styles.recommended}>{t('diagnose.recommended')}</p> : null}
        <p className={styles.where}>{way.runsHere ? t('diagnose.runsHere') : t('diagnose.guideOnly')}</p>
        <ul className={styles.why} aria-label={t('diagnose.why')}>
          {way.why.map((reason) => (
            <li key={reason.id}>
              {reason.text} <CertaintyMark certainty={reason.certainty} source={reason.source} />
            </li>
          ))}
        </ul>
      </div>
      <dl className={styles.facts}>
        <dt>{t('diagnose.risks')}</dt>
        <dd>
          {way.risks.map((risk) => (
            <span key={risk.id} className={styles.risk}>
              {risk.text} <CertaintyMark certainty={risk.certainty} source={risk.source} />
            </span>
          ))}
        </dd>
        <dt>{t('diagnose.needs')}</dt>
        <dd>
          {way.needs.map((item) => (
            <span key={item} className={styles.need} data-missing={way.missing.includes(item)}>
              <Icon name={way.missing.includes(item) ? 'cross' : 'check'} size={13} />
              {way.missing.includes(item) ? t('diagnose.missing', { item: t(`item.${item}`) }) : t(`item.${item}`)}
            </span>
          ))}
        </dd>
        <dt>{t('diagnose.time')}</dt>
        <dd>
          {way.timeMinutes ? t('diagnose.timeRange', { from: way.timeMinutes[0], to: way.timeMinutes[1] }) : t('diagnose.timeUnknown')}
        </dd>
      </dl>
      <div className={styles.choose}>
        <Button
          kind={isChosen ? 'quiet' : 'plain'}
          {...(isChosen ? { icon: 'check' as const } : {})}
          isDisabled={isChosen || isSending}
          onPress={() => void send('diagnose/choose', { wayOut: way.id })}
          aria-label={t('diagnose.chooseNamed', { title: way.title })}
        >
          {isChosen ? t('diagnose.chosen') : t('diagnose.choose')}
        </Button>
      </div>
      {isChosen && way.guide.length > 0 ? <Guide way={way} /> : null}
    </li>
  );
}

function Guide({ way }: { readonly way: RankedWayOut }) {
  const { t } = useTranslation();
  return (
    <div className={styles.guide}>
      <h3>{t('diagnose.guide')}</h3>
      <ol className={styles.steps}>
        {way.guide.map((step) => (
          <li key={step.id}>
            <span>
              {step.text} <CertaintyMark certainty={step.certainty} source={step.source} />
            </span>
            {step.check ? <span className={styles.check}>{t('diagnose.check', { check: step.check })}</span> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
