// After a fault: which blocks are old, new, unknown — in numbers, places and regions — and the way on.
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import { BlockState } from '../../../shared/model/blocks';
import type { ByteRange } from '../../../shared/model/plan';
import { mergeRanges } from '../../../shared/firmware/ranges';
import { BlockSwatch } from '../../components/BlockCanvas';
import { formatRange } from '../../format';
import { blocksIn } from '../../frame/safety';
import { regionAt, type NamedRegion } from '../../machine-regions';
import styles from './JournalState.module.css';

export function JournalState({
  journal,
  regions,
}: {
  readonly journal: NonNullable<CaseView['journal']>;
  readonly regions: readonly NamedRegion[];
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-labelledby="journal-title" data-testid="journal-state">
      <h2 id="journal-title">{t('flash.journal')}</h2>
      <ul className={styles.list}>
        <Kind state={BlockState.unknown} title={t('flash.unknown')} ranges={journal.unknownUnits} regions={regions} />
        <Kind state={BlockState.proven} title={t('flash.new')} ranges={journal.newUnits} regions={regions} />
        <Kind state={BlockState.old} title={t('flash.old')} ranges={journal.oldUnits} regions={regions} />
      </ul>
      <p>{t('flash.otherRegions')}</p>
      <p>{t('flash.onward')}</p>
    </section>
  );
}

interface KindProps {
  readonly state: BlockState;
  readonly title: string;
  readonly ranges: readonly ByteRange[];
  readonly regions: readonly NamedRegion[];
}

function Kind({ state, title, ranges, regions }: KindProps) {
  const { t } = useTranslation();
  return (
    <li>
      <BlockSwatch state={state} />
      <span>
        <strong>{title}</strong>
        <span className={styles.count}>{ranges.length > 0 ? t('flash.blocks', { count: blocksIn(ranges) }) : t('flash.none')}</span>
        <span className={styles.ranges}>
          {mergeRanges(ranges).map((range) => (
            <span key={range.offset}>
              <span className="hex">{formatRange(range.offset, range.length)}</span> {regionAt(regions, range.offset)}
            </span>
          ))}
        </span>
      </span>
    </li>
  );
}
