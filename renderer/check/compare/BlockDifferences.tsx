// 4 KiB blocks as a grid: how much of each differs, in shade and pattern. A press, or Enter, shows the bytes.
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { COMPARE_BLOCK_BYTES } from '../../../shared/ipc/check-views';
import { BlockState } from '../../../shared/model/blocks';
import type { ByteRange } from '../../../shared/model/plan';
import { BlockCanvas, BlockSwatch, BLOCKS_PER_ROW } from '../../components/BlockCanvas';
import { formatCount, formatRange } from '../../format';
import styles from './BlockDifferences.module.css';

/** Steps of main, drawn as the tiles that people know from a backup. */
const steps = [
  { name: 'equal', state: BlockState.keep },
  { name: 'few', state: BlockState.differing },
  { name: 'part', state: BlockState.unknown },
  { name: 'most', state: BlockState.failed },
  { name: 'missing', state: BlockState.old },
] as const;

const CELL = 5;

export function BlockDifferences({ blocks, onBlock }: { readonly blocks: Uint8Array; readonly onBlock: (range: ByteRange) => void }) {
  const { t } = useTranslation();
  const [pointed, setPointed] = useState<number>();
  const map = useMemo(() => blocks.map((step) => steps[step]?.state ?? BlockState.keep), [blocks]);
  const counts = steps.map((_, step) => blocks.reduce((sum, each) => sum + (each === step ? 1 : 0), 0));
  const present = steps.map((step, index) => ({ ...step, count: counts[index] ?? 0 })).filter(({ count }) => count > 0);
  const summary = present.map(({ name, count }) => `${t(`check.compareBlocks.${name}`)}: ${formatCount(count)}`).join('; ');
  const show = () => {
    if (pointed !== undefined) onBlock({ offset: pointed * COMPARE_BLOCK_BYTES, length: COMPARE_BLOCK_BYTES });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') show();
  };
  return (
    <section className={styles.section} aria-label={t('check.compareMap')}>
      <h2>{t('check.compareMap')}</h2>
      <div className={styles.canvas} onClick={show} onKeyDown={press} style={{ width: CELL * BLOCKS_PER_ROW }}>
        <BlockCanvas
          map={map}
          version={0}
          cell={CELL}
          label={t('check.compareMapLabel', { count: blocks.length, summary })}
          pointed={pointed}
          onPoint={setPointed}
        />
      </div>
      <p className={styles.pointed}>
        {pointed === undefined ? ' ' : <span className="hex">{formatRange(pointed * COMPARE_BLOCK_BYTES, COMPARE_BLOCK_BYTES)}</span>}
      </p>
      <ul className={styles.legend}>
        {present.map(({ name, state, count }) => (
          <li key={name}>
            <BlockSwatch state={state} />
            {t(`check.compareBlocks.${name}`)}
            <span className="soft">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
