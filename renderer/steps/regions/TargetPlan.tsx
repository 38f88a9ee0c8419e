// The plan in one sentence with its times, what becomes of the board's identity, what stays; then the composed image: what is found in it,
// and where each part of it is from.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CaseView, TargetView } from '../../../shared/ipc/views';
import { Fold } from '../../components/Fold';
import { Icon } from '../../components/Icon';
import { formatBytes } from '../../format';
import { titleOfRegion, type NamedRegion } from '../../machine-regions';
import { ExplainedRanges } from './ExplainedRanges';
import { PlanSentence } from './PlanSentence';
import { TargetFindings } from './TargetFindings';
import { useIsComposing } from './use-regions-busy';
import styles from './TargetPlan.module.css';

export function TargetPlan({ open, regions }: { readonly open: CaseView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const { target } = open;
  const isComposing = useIsComposing();
  return (
    <section className={styles.plan} aria-labelledby="plan-title" data-testid="plan" aria-busy={isComposing}>
      <div className={styles.head}>
        <h2 id="plan-title">{t('regions.plan')}</h2>
        {isComposing ? <span role="status">{t('regions.planComposing')}</span> : null}
      </div>
      <PlanWords open={open} regions={regions} />
      {target ? (
        <>
          {identityWords(t, target).map((words) => (
            <p key={words} className={styles.identity}>
              <Icon name="alert" size={16} />
              {words}
            </p>
          ))}
          <TargetFindings key={target.sha256} target={target} isPlanned={open.plan !== undefined} />
          <Fold title={t('regions.explained')}>
            <ExplainedRanges target={target} regions={regions} />
          </Fold>
        </>
      ) : null}
    </section>
  );
}

function PlanWords({ open, regions }: { readonly open: CaseView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const { plan, target, checks } = open;
  if (target && checks.some(({ code, ok }) => code === 'TARGET_UNSOUND' && !ok) && !plan)
    return <p className={styles.stopped}>{t('regions.planUnsound')}</p>;
  if (!plan || !target) return <p className="soft">{t('regions.planNone')}</p>;
  if (plan.units.length === 0) return <p>{t('regions.planEqual')}</p>;
  const stays = regions.filter((region) => !target.changedRegions.includes(region.name)).map((region) => region.title);
  const shared = plan.units.filter((unit) => unit.preserve.length > 0).length;
  return (
    <>
      <PlanSentence plan={plan} />
      <p>
        {t('regions.planChanged', {
          bytes: formatBytes(plan.bytesChanged),
          regions: target.changedRegions.map((name) => titleOfRegion(regions, name)).join(', '),
        })}{' '}
        {stays.length > 0 ? t('regions.planStays', { regions: stays.join(', ') }) : null}{' '}
        {shared > 0 ? t('regions.planPreserve', { count: shared }) : null}
      </p>
      <p className={styles.small}>{t('regions.planTimes')}</p>
    </>
  );
}

function identityWords(t: TFunction, { macChange, identityLost, report }: TargetView): string[] {
  const { from, to } = macChange ?? {};
  const isInBoth = report.gbe?.copies.every(({ sumIsGood, mac }) => sumIsGood && mac === to) ?? false;
  const sums = isInBoth ? t('regions.macInBoth') : t('regions.macNotInBoth');
  return [
    ...(from !== undefined && to !== undefined ? [`${t('regions.macChanges', { from, to })} ${sums}`] : []),
    ...(from !== undefined && to === undefined ? [t('regions.macLost', { from })] : []),
    ...(from === undefined && to !== undefined ? [`${t('regions.macGiven', { to })} ${sums}`] : []),
    ...(identityLost.length > 0 ? [t('regions.identityLost', { lost: identityLost.join('; ') })] : []),
  ];
}
