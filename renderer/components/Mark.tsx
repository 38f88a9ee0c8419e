// A verdict or a severity as a shape, in its colour, with its word: the shapes differ, so that nothing hangs on colour alone.
import type { ReactNode } from 'react';
import styles from './Mark.module.css';

const shapes = {
  tick: (
    <>
      <circle cx="8" cy="8" r="7" className={styles.fill} />
      <path d="M4.8 8.3 7.1 10.6 11.4 5.8" className={styles.cut} />
    </>
  ),
  diamond: (
    <>
      <path d="M8 .8 15.2 8 8 15.2 .8 8Z" className={styles.fill} />
      <path d="M8 4.6V8.6M8 11.1v.2" className={styles.cut} />
    </>
  ),
  triangle: (
    <>
      <path d="M8 1.2 15.4 14.6H.6Z" className={styles.fill} />
      <path d="M8 6v4M8 12.3v.2" className={styles.cut} />
    </>
  ),
  cross: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" className={styles.fill} />
      <path d="M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6" className={styles.cut} />
    </>
  ),
  ring: <circle cx="8" cy="8" r="4.4" className={styles.line} />,
  sheet: (
    <>
      <rect x="1.6" y="1.6" width="12.8" height="12.8" rx="1.5" className={styles.dash} />
      <path d="M5 8h6" className={styles.line} />
    </>
  ),
  archive: (
    <>
      <rect x="1.6" y="2.6" width="12.8" height="10.8" rx="1.5" className={styles.line} />
      <path d="M8 2.6v2M8 6v2M8 9.4v1.2" className={styles.line} />
    </>
  ),
  waiting: <circle cx="8" cy="8" r="6" className={styles.dash} />,
  working: (
    <>
      <circle cx="8" cy="8" r="6" className={styles.track} />
      <path d="M8 2a6 6 0 0 1 6 6" className={styles.line} />
    </>
  ),
  barred: (
    <>
      <circle cx="8" cy="8" r="6.2" className={styles.line} />
      <path d="M3.8 12.2 12.2 3.8" className={styles.line} />
    </>
  ),
} as const;
export type Shape = keyof typeof shapes;

/** The shape alone, where its word stands elsewhere or is in the label. `size` in px. */
export function MarkShape({ shape, size = 16 }: { readonly shape: Shape; readonly size?: number }) {
  return (
    <svg className={styles.shape} data-shape={shape} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[shape]}
    </svg>
  );
}

const shapePx = { text: 16, heading: 22, title: 26 } as const;

export interface MarkProps {
  readonly shape: Shape;
  /** Beside what it stands. */
  readonly size?: keyof typeof shapePx;
  readonly children: ReactNode;
}

export function Mark({ shape, size = 'text', children }: MarkProps) {
  return (
    <span className={styles.mark} data-shape={shape} data-size={size}>
      <MarkShape shape={shape} size={shapePx[size]} />
      {children}
    </span>
  );
}
