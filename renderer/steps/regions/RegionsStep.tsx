// Step 3: the recipe and the plan that follows from it; below, what the plan is made of: map, edits, files.
import { useTranslation } from 'react-i18next';
import { StepPage } from '../../frame/StepPage';
import { useRegions } from '../../machine-regions';
import { useApp } from '../../stores/app';
import { EditsSection } from './EditsSection';
import { Recipes } from './Recipes';
import { RegionMap } from './RegionMap';
import { SourceFiles } from './SourceFiles';
import { TargetPlan } from './TargetPlan';
import styles from './RegionsStep.module.css';

export function RegionsStep() {
  const { t } = useTranslation();
  const open = useApp((state) => state.snapshot?.openCase);
  const regions = useRegions();
  if (!open) return null;
  return (
    <StepPage title={t('regions.title')} lead={t('regions.lead')}>
      <Recipes recipes={open.recipes} chosen={open.recipe} />
      <TargetPlan open={open} regions={regions} />
      <section className={styles.section} aria-labelledby="map-title">
        <h2 id="map-title">{t('regions.map')}</h2>
        {regions.length > 0 ? <RegionMap open={open} regions={regions} /> : <p className="soft">{t('regions.noBackup')}</p>}
      </section>
      {open.baseBackupId !== undefined || open.backupOverride ? <EditsSection open={open} /> : null}
      <SourceFiles sources={open.sources} regions={regions} />
    </StepPage>
  );
}
