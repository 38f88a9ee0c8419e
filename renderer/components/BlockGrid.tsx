// The chip as a grid of 4 KiB blocks with offsets, regions beside it, and a legend in words with counts.
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BLOCK_BYTES, type BlockState } from '../../shared/model/blocks';
import type { RegionSpan } from '../../shared/firmware/report';
import { formatBytes, formatCount, formatOffset, formatRange } from '../format';
import { useBlocks } from '../stores/blocks';
import { blockStateNames } from './block-tiles';
import { BLOCKS_PER_ROW, BlockCanvas, BlockSwatch } from './BlockCanvas';
import styles from './BlockGrid.module.css';

const AXIS_ROWS = 8;
/** Room for the frame, the title and the progress above the grid, in CSS pixels. */
const RESERVED_HEIGHT = 318;
const SMALLEST_CELL = 5;
const LARGEST_CELL = 14;

export interface BlockGridProps {
  readonly regions?: readonly (RegionSpan & { readonly title: string })[];
  /** Legend entries shown even when no block is in that state. */
  readonly always?: readonly BlockState[];
  /** Stands above the legend, beside the grid: what runs now. */
  readonly children?: ReactNode;
}

export function BlockGrid({ regions = [], always = [], children }: BlockGridProps) {
  const { t } = useTranslation();
  const map = useBlocks((state) => state.map);
  const version = useBlocks((state) => state.version);
  const [pointed, setPointed] = useState<number>();
  const [cell, host] = useCellSize(map.length);
  if (map.length === 0)
    return <div ref={host as React.RefObject<HTMLDivElement>}>{children ?? <p className="soft">{t('parts.blocksEmpty')}</p>}</div>;
  const counts = countStates(map);
  const shown = [...new Set([...counts.keys(), ...always])].sort((a, b) => a - b);
  const summary = [...counts]
    .map(([state, count]) => t('parts.blockCount', { state: t(`block.${blockStateNames[state]}`), blocks: formatCount(count) }))
    .join('; ');
  const rows = Math.ceil(map.length / BLOCKS_PER_ROW);
  const ticks = Array.from({ length: Math.ceil(rows / AXIS_ROWS) }, (_, index) => index * AXIS_ROWS);
  return (
    <figure className={styles.figure} ref={host}>
      <div className={styles.grid}>
        <div className={styles.axis} style={{ height: rows * cell }} aria-hidden="true">
          {ticks.map((row) => (
            <span key={row} className="hex" style={{ top: row * cell }}>
              {formatOffset(row * BLOCKS_PER_ROW * BLOCK_BYTES)}
            </span>
          ))}
        </div>
        <BlockCanvas
          map={map}
          version={version}
          cell={cell}
          pointed={pointed}
          onPoint={setPointed}
          label={t('parts.blocksLabel', { count: map.length, summary })}
        />
        <RegionRail regions={regions} bytesPerPixel={(BLOCKS_PER_ROW * BLOCK_BYTES) / cell} height={rows * cell} />
      </div>
      <figcaption className={styles.caption}>
        {children}
        <ul className={styles.legend} aria-label={t('parts.legend')}>
          {shown.map((state) => (
            <li key={state}>
              <BlockSwatch state={state} />
              <span>{t(`block.${blockStateNames[state]}`)}</span>
              <span className={styles.count}>{formatBytes((counts.get(state) ?? 0) * BLOCK_BYTES)}</span>
            </li>
          ))}
        </ul>
        <p className={styles.pointed} aria-live="polite">
          {pointed === undefined
            ? ' '
            : t('parts.blockAt', {
                range: formatRange(pointed * BLOCK_BYTES, BLOCK_BYTES),
                state: t(`block.${blockStateNames[(map[pointed] ?? 0) as BlockState]}`),
              })}
        </p>
      </figcaption>
    </figure>
  );
}

function RegionRail({
  regions,
  bytesPerPixel,
  height,
}: {
  readonly regions: BlockGridProps['regions'];
  readonly bytesPerPixel: number;
  readonly height: number;
}) {
  if (!regions?.length) return null;
  return (
    <div className={styles.rail} style={{ height }} aria-hidden="true">
      {regions.map((region) => {
        const tall = region.length / bytesPerPixel;
        return (
          <span key={region.name} className={styles.region} style={{ top: region.offset / bytesPerPixel, height: Math.max(2, tall - 1) }}>
            {tall > 14 ? region.title.replace(/ \(.*/, '') : null}
          </span>
        );
      })}
    </div>
  );
}

function countStates(map: Uint8Array): Map<BlockState, number> {
  const counts = new Map<BlockState, number>();
  for (const state of map) counts.set(state as BlockState, (counts.get(state as BlockState) ?? 0) + 1);
  return counts;
}

/** The largest whole number of pixels a block that the place has room for. */
function useCellSize(blocks: number): readonly [number, React.RefObject<HTMLElement | null>] {
  const host = useRef<HTMLElement>(null);
  const [cell, setCell] = useState(7);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = () => {
      const legend = 250 + 140 + 100;
      const byWidth = (element.clientWidth - legend) / BLOCKS_PER_ROW;
      const byHeight = (window.innerHeight - RESERVED_HEIGHT) / Math.min(64, Math.max(1, blocks / BLOCKS_PER_ROW));
      setCell(Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, Math.floor(Math.min(byWidth, byHeight)))));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [blocks]);
  return [cell, host];
}
