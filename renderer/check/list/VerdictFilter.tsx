// Which verdicts are shown, with how many files have each.
import { ToggleButton, ToggleButtonGroup, type Key } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { formatCount } from '../../format';
import { useLook } from '../look';
import { MarkShape } from '../../components/Mark';
import { shapeOfGroup } from '../VerdictMark';
import { countGroups, verdictGroups } from './arrange';
import styles from './VerdictFilter.module.css';

const all = ['all', ...verdictGroups] as const;

export function VerdictFilter({ rows }: { readonly rows: readonly CheckRow[] }) {
  const { t } = useTranslation();
  const filter = useLook((state) => state.filter);
  const setFilter = useLook((state) => state.setFilter);
  const counts = { all: rows.length, ...countGroups(rows) };
  const choose = (keys: Set<Key>) => {
    const chosen = all.find((each) => keys.has(each));
    if (chosen) setFilter(chosen);
  };
  return (
    <ToggleButtonGroup
      className={styles.group ?? ''}
      aria-label={t('check.filter')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[filter]}
      onSelectionChange={choose}
    >
      {all.map((group) => (
        <ToggleButton key={group} id={group} className={styles.choice ?? ''} data-none={counts[group] === 0}>
          {group === 'all' ? null : <MarkShape shape={shapeOfGroup[group]} size={14} />}
          {group === 'all' ? t('check.filterAll') : t(`check.verdict.${group}`)}
          <span className={styles.count}>{formatCount(counts[group])}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
