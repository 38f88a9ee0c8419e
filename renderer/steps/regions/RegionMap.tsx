// Chip and image as two bars to scale; between them one row a region with its source, and lines from band to row to band.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CaseView, RegionChoice } from '../../../shared/ipc/views';
import { formatBytes, formatRange } from '../../format';
import type { NamedRegion } from '../../machine-regions';
import { ScaleBar } from './ScaleBar';
import { SourceSelect } from './SourceSelect';
import { nameOfChoice } from './choices';
import styles from './RegionMap.module.css';

/** CSS pixels of one row; bars and rows share the height. */
const ROW = 58;

export function RegionMap({ open, regions }: { readonly open: CaseView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const changed = new Set(open.target?.changedRegions ?? []);
  const choiceOf = (region: NamedRegion): RegionChoice => open.choices[region.name] ?? { kind: 'keep' };
  const summary = regions
    .map((region) =>
      changed.has(region.name)
        ? t('regions.mapChanges', { title: region.title, source: nameOfChoice(t, open, choiceOf(region)) })
        : t('regions.mapStays', { title: region.title }),
    )
    .join('; ');
  const height = regions.length * ROW;
  return (
    <div>
      <div className={styles.heads} aria-hidden="true">
        <span>{t('regions.chipNow')}</span>
        <span>{t('regions.image')}</span>
      </div>
      <div className={styles.map} data-testid="region-map">
        <ScaleBar
          regions={regions}
          changed={new Set()}
          lines={changed}
          rowHeight={ROW}
          height={height}
          side="left"
          label={t('regions.mapLabel', { summary })}
        />
        <ul className={styles.rows}>
          {regions.map((region) => (
            <li key={region.name} className={styles.row} data-changed={changed.has(region.name)} style={{ height: ROW }}>
              <div className={styles.words}>
                <span className={styles.title} title={region.explanation}>
                  <strong>{region.title}</strong>
                  <span className={styles.tag}>{stateOf(t, region, choiceOf(region), changed)}</span>
                </span>
                <span className={styles.place}>
                  <span className="hex">{formatRange(region.offset, region.length)}</span> {formatBytes(region.length)}
                  {region.perBoard === 'yes' ? <> · {t('regions.perBoard')}</> : null}
                </span>
              </div>
              <SourceSelect open={open} region={region} choice={choiceOf(region)} />
            </li>
          ))}
        </ul>
        <ScaleBar regions={regions} changed={changed} lines={changed} rowHeight={ROW} height={height} side="right" />
      </div>
    </div>
  );
}

function stateOf(t: TFunction, region: NamedRegion, choice: RegionChoice, changed: ReadonlySet<string>): string {
  if (changed.has(region.name)) return t('regions.changes');
  return choice.kind === 'keep' ? t('regions.stays') : t('regions.same');
}
