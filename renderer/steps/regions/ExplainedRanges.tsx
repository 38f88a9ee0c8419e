// The composed image range by range: what comes from where, and by which rule. The same as a file to keep.
import { useTranslation } from 'react-i18next';
import { composeRules } from '../../../shared/firmware/compose';
import type { TargetView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { saveFile } from '../../api/save-file';
import { Button } from '../../components/Button';
import { formatBytes, formatRange } from '../../format';
import { titleOfRegion, type NamedRegion } from '../../machine-regions';
import { useView } from '../../stores/view';
import styles from './ExplainedRanges.module.css';

export function ExplainedRanges({ target, regions }: { readonly target: TargetView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const isSaving = useView((state) => state.running.has('regions/manifest'));
  const save = async () => {
    const result = await send('regions/manifest', {});
    if (result.ok) saveFile(result.value.name, result.value.mime, result.value.text);
  };
  return (
    <div className={styles.box}>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t('regions.explained')} data-testid="explained">
          <thead>
            <tr>
              <th scope="col">{t('regions.explainedWhere')}</th>
              <th scope="col">{t('regions.explainedRegion')}</th>
              <th scope="col">{t('regions.explainedWhy')}</th>
              <th scope="col">{t('regions.explainedFrom')}</th>
              <th scope="col">{t('regions.explainedChanged')}</th>
            </tr>
          </thead>
          <tbody>
            {target.explained.map(({ offset, length, region, rule, from, changedBytes }) => (
              <tr key={offset} data-rule={rule}>
                <th scope="row" className="hex">
                  {formatRange(offset, length)}
                </th>
                <td>{region ? titleOfRegion(regions, region) : ''}</td>
                <td>{composeRules[rule]}</td>
                <td className={styles.from}>{from ?? t('regions.explainedTyped')}</td>
                <td className={styles.number}>{changedBytes === 0 ? t('regions.explainedEqual') : formatBytes(changedBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.foot}>
        <Button icon="file" isDisabled={isSaving} onPress={() => void save()}>
          {t('regions.saveManifest')}
        </Button>
        <span className="soft">{t('regions.manifestHint')}</span>
      </div>
    </div>
  );
}
