// "Erase 64 KiB, write 20 KiB: about 1 s. Then verify …" — said the same wherever the plan is shown.
import { useTranslation } from 'react-i18next';
import type { WritePlan } from '../../../shared/model/plan';
import { formatDuration } from '../../format';
import { planFigures } from '../../plan-figures';
import styles from './TargetPlan.module.css';

export function PlanSentence({ plan }: { readonly plan: WritePlan }) {
  const { t } = useTranslation();
  return (
    <p className={styles.sentence}>
      {t('regions.planSentence', { ...planFigures(plan), verify: formatDuration(plan.predicted.fullVerifyMs) })}
    </p>
  );
}
