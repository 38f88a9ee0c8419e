// One bar to scale with lines from each band to its row. What changes is hatched, so it does not hang on colour.
import type { NamedRegion } from '../../machine-regions';
import styles from './ScaleBar.module.css';

const BAR = 36;
const LINES = 56;
/** A band thinner than this would not be seen. */
const THINNEST = 2.5;

interface ScaleBarProps {
  readonly regions: readonly NamedRegion[];
  /** Bands drawn as new content. */
  readonly changed: ReadonlySet<string>;
  /** Lines drawn as replaced. */
  readonly lines: ReadonlySet<string>;
  readonly rowHeight: number;
  readonly height: number;
  readonly side: 'left' | 'right';
  readonly label?: string;
}

export function ScaleBar({ regions, changed, lines, rowHeight, height, side, label }: ScaleBarProps) {
  const width = BAR + LINES;
  const end = regions.reduce((last, region) => Math.max(last, region.offset + region.length), 1);
  const bar = side === 'left' ? 0 : LINES;
  const from = side === 'left' ? BAR : LINES;
  const to = side === 'left' ? width : 0;
  const bands = regions.map((region, index) => {
    const top = (region.offset / end) * height;
    const tall = Math.max(THINNEST, (region.length / end) * height);
    return { region, top: Math.min(top, height - tall), tall, row: (index + 0.5) * rowHeight };
  });
  return (
    <svg width={width} height={height} className={styles.bar} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
      <defs>
        <pattern id={`hatch-${side}`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className={styles.new} />
          <line x1="0" y1="0" x2="0" y2="6" className={styles.hatch} />
        </pattern>
      </defs>
      {bands.map(({ region, top, tall, row }) => (
        <g key={region.name} data-changed={lines.has(region.name)} className={styles.band}>
          <path
            d={`M${from} ${top + tall / 2} C ${(from + to) / 2} ${top + tall / 2}, ${(from + to) / 2} ${row}, ${to} ${row}`}
            className={styles.line}
          />
          <rect
            x={bar}
            y={top}
            width={BAR}
            height={tall}
            className={styles.fill}
            {...(changed.has(region.name) ? { style: { fill: `url(#hatch-${side})` } } : {})}
          />
        </g>
      ))}
    </svg>
  );
}
