// Outline of a mainboard, to tell the machines apart at a glance. Not to scale; the place of the flash is drawn only where it is known or inferred.
import type { DiagnosisAnswers, MachineId } from '../../shared/model/diagnosis';
import styles from './BoardOutline.module.css';

interface Outline {
  readonly sockets: readonly (readonly [x: number, y: number])[];
  readonly memory: readonly (readonly [x: number, y: number, count: number])[];
  readonly slots: number;
  readonly flash?: readonly [x: number, y: number];
  readonly isSure?: boolean;
}

const outlines: Record<MachineId, Outline> = {
  z420: {
    sockets: [[70, 26]],
    memory: [
      [46, 20, 4],
      [104, 20, 4],
    ],
    slots: 6,
    flash: [146, 84],
    isSure: true,
  },
  z620: {
    sockets: [[70, 26]],
    memory: [
      [46, 20, 4],
      [104, 20, 4],
    ],
    slots: 6,
    flash: [146, 84],
    isSure: false,
  },
  z820: {
    sockets: [
      [34, 26],
      [104, 26],
    ],
    memory: [
      [14, 20, 4],
      [72, 20, 4],
      [142, 20, 4],
    ],
    slots: 7,
  },
};

export function BoardOutline({ machineId }: { readonly machineId: DiagnosisAnswers['machineId'] }) {
  if (machineId === 'other')
    return (
      <svg viewBox="0 0 180 120" className={styles.outline} aria-hidden="true">
        <rect x={4} y={4} width={172} height={112} rx={4} className={styles.boardUnknown} />
        <rect x={72} y={44} width={36} height={32} rx={3} className={styles.chip} />
        {[0, 1, 2, 3].map((pin) => (
          <path key={pin} d={`M64 ${49 + pin * 7} H72 M108 ${49 + pin * 7} H116`} className={styles.line} />
        ))}
      </svg>
    );
  const outline = outlines[machineId];
  return (
    <svg viewBox="0 0 180 120" className={styles.outline} aria-hidden="true">
      <rect x={4} y={4} width={172} height={112} rx={4} className={styles.board} />
      {outline.memory.map(([x, y, count]) => (
        <path
          key={x}
          d={Array.from({ length: count }, (_, index) => `M${x + index * 4.5} ${y - 8} v44`).join(' ')}
          className={styles.line}
        />
      ))}
      {outline.sockets.map(([x, y]) => (
        <g key={x}>
          <rect x={x} y={y - 4} width={28} height={30} rx={2} className={styles.socket} />
          <rect x={x + 7} y={y + 3} width={14} height={16} className={styles.line} />
        </g>
      ))}
      <path
        d={Array.from({ length: outline.slots }, (_, index) => `M10 ${64 + index * 7.5} h${index % 3 === 1 ? 36 : 62}`).join(' ')}
        className={styles.slot}
      />
      <path d="M166 62 v8 M166 74 v8 M166 86 v8 M166 98 v8" className={styles.sata} />
      <rect x={160} y={14} width={10} height={34} rx={1.5} className={styles.line} />
      {outline.flash ? (
        <g>
          <rect x={outline.flash[0]} y={outline.flash[1]} width={11} height={9} className={styles.flash} />
          <circle
            cx={outline.flash[0] + 5.5}
            cy={outline.flash[1] + 4.5}
            r={13}
            className={styles.flashRing}
            strokeDasharray={outline.isSure ? undefined : '3 3'}
          />
        </g>
      ) : null}
    </svg>
  );
}
