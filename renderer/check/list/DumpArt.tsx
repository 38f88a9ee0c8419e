// Three dumps lying on each other, each with its regions to scale; one of them has a gap.
import styles from './DumpArt.module.css';

const bands = [
  { top: 0, tall: 5 },
  { top: 6, tall: 3 },
  { top: 10, tall: 34 },
  { top: 45, tall: 8 },
  { top: 54, tall: 44 },
  { top: 99, tall: 9 },
] as const;

export function DumpArt() {
  return (
    <svg width="210" height="150" viewBox="0 0 210 150" aria-hidden="true" focusable="false">
      <Dump x={12} y={26} turn={-7} gap />
      <Dump x={80} y={14} turn={0} />
      <Dump x={148} y={24} turn={7} />
    </svg>
  );
}

function Dump({ x, y, turn, gap = false }: { readonly x: number; readonly y: number; readonly turn: number; readonly gap?: boolean }) {
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn} 25 60)`}>
      <rect width="50" height="118" rx="4" className={styles.sheet} />
      {bands.map(({ top, tall }, index) =>
        gap && index === 4 ? (
          <g key={top}>
            <rect x="5" y={top + 5} width="40" height="16" className={styles.band} />
            <path d="M5 31 l8 -4 8 6 8 -5 8 5 8 -4" transform={`translate(0 ${top - 10})`} className={styles.tear} />
            <rect x="5" y={top + 30} width="40" height="19" className={styles.band} />
          </g>
        ) : (
          <rect key={top} x="5" y={top + 5} width="40" height={tall} className={styles.band} data-tone={index % 3} />
        ),
      )}
    </g>
  );
}
