// Where to measure whether a CH341A drives its data lines at 3.3 V: the eight holes for 25xx chips and the two probes.
import { useTranslation } from 'react-i18next';
import styles from './MeasureDrawing.module.css';

const left = [
  { pin: 1, signal: '/CS' },
  { pin: 2, signal: 'DO' },
  { pin: 3, signal: '/WP' },
  { pin: 4, signal: 'GND' },
] as const;
const right = [
  { pin: 8, signal: 'VCC' },
  { pin: 7, signal: '/HOLD' },
  { pin: 6, signal: 'CLK' },
  { pin: 5, signal: 'DI' },
] as const;
const PITCH = 34;
const TOP = 52;

export function MeasureDrawing() {
  const { t } = useTranslation();
  const row = (index: number) => TOP + index * PITCH;
  return (
    <svg viewBox="0 0 460 230" className={styles.drawing} role="img" aria-label={t('connect.measureLabel')}>
      <rect x={0} y={70} width={34} height={60} rx={3} className={styles.plug} />
      <rect x={30} y={10} width={260} height={204} rx={8} className={styles.board} />
      <text x={148} y={30} className={styles.print} textAnchor="middle">
        25 SPI BIOS
      </text>
      <rect x={92} y={38} width={112} height={150} rx={5} className={styles.socket} />
      {left.map(({ pin, signal }, index) => (
        <g key={pin}>
          <rect x={104} y={row(index)} width={16} height={22} rx={2} className={styles.hole} />
          <text x={84} y={row(index) + 16} className={styles.name} textAnchor="end">
            {`${pin} ${signal}`}
          </text>
        </g>
      ))}
      {right.map(({ pin, signal }, index) => (
        <g key={pin}>
          <rect x={176} y={row(index)} width={16} height={22} rx={2} className={styles.hole} />
          <text x={212} y={row(index) + 16} className={styles.name}>
            {`${pin} ${signal}`}
          </text>
        </g>
      ))}
      <path d={`M112 ${row(3) + 11} C 112 224, 260 236, 330 190`} className={styles.probeBlack} />
      <path d={`M184 ${row(3) + 11} C 220 205, 280 200, 330 160`} className={styles.probeRed} />
      <circle cx={112} cy={row(3) + 11} r={6} className={styles.tipBlack} />
      <circle cx={184} cy={row(3) + 11} r={6} className={styles.tipRed} />
      <rect x={318} y={70} width={132} height={130} rx={10} className={styles.meter} />
      <rect x={332} y={86} width={104} height={46} rx={4} className={styles.display} />
      <text x={384} y={117} className={styles.volts} textAnchor="middle">
        3.3 V
      </text>
      <text x={384} y={156} className={styles.name} textAnchor="middle">
        {t('connect.measureGood')}
      </text>
      <text x={384} y={178} className={styles.bad} textAnchor="middle">
        {t('connect.measureBad')}
      </text>
    </svg>
  );
}
