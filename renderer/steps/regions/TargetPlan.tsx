// The plan in one sentence with its times, what stays, and the inspection of the composed image.
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import { Findings } from '../../components/Findings';
import { Fold } from '../../components/Fold';
import { formatBytes } from '../../format';
import { titleOfRegion, type NamedRegion } from '../../machine-regions';
import { useView } from '../../stores/view';
import { PlanSentence } from './PlanSentence';
import styles from './TargetPlan.module.css';

export function TargetPlan({ open, regions }: { readonly open: CaseView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const { plan, target } = open;
  const isComposing = useView((state) => ['regions/recipe', 'regions/choose', 'source/add'].some((command) => state.running.has(command)));
  const stays = regions.filter((region) => !target?.changedRegions.includes(region.name)).map((region) => region.title);
  const shared = plan?.units.filter((unit) => unit.preserve.length > 0).length ?? 0;
  const worst = target?.report.findings.some((finding) => finding.severity === 'fail') ?? false;
  return (
    <section className={styles.plan} aria-labelledby="plan-title" data-testid="plan">
      <h2 id="plan-title">{t('regions.plan')}</h2>
      {isComposing ? <p role="status">{t('regions.planComposing')}</p> : null}
      {plan && target ? (
        plan.units.length === 0 ? (
          <p>{t('regions.planEqual')}</p>
        ) : (
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
        )
      ) : (
        <p className="soft">{t('regions.planNone')}</p>
      )}
      {target ? (
        <Fold title={`${t('regions.imageReport')}: ${t(`verdict.${target.report.verdict}`)}`} open={worst}>
          <Findings findings={target.report.findings} />
        </Fold>
      ) : null}
    </section>
  );
}
