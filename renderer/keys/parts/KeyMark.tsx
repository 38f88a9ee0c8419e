// A verdict on a package or a key as shape, colour and word: the shapes differ, so that none of it hangs on colour.
import type { ReactNode } from 'react';
import styles from './KeyMark.module.css';

export type Tone = 'good' | 'unsure' | 'bad' | 'busy';

const shapes: Record<Tone, ReactNode> = {
  good: (
    <>
      <circle cx="8" cy="8" r="7" className={styles.fill} />
      <path d="M4.8 8.3 7.1 10.6 11.4 5.8" className={styles.cut} />
    </>
  ),
  unsure: (
    <>
      <path d="M8 .8 15.2 8 8 15.2 .8 8Z" className={styles.fill} />
      <path d="M8 4.6V8.6M8 11.1v.2" className={styles.cut} />
    </>
  ),
  bad: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" className={styles.fill} />
      <path d="M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6" className={styles.cut} />
    </>
  ),
  busy: <circle cx="8" cy="8" r="6" className={styles.dash} />,
};

export interface KeyMarkProps {
  readonly tone: Tone;
  readonly large?: boolean;
  readonly children: ReactNode;
}

export function KeyMark({ tone, large = false, children }: KeyMarkProps) {
  const size = large ? 26 : 16;
  return (
    <span className={styles.mark} data-tone={tone} data-large={large}>
      <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  );
}
