// How far work is, as a bar that fills. Says nothing: the words and the role of a progress bar are its surroundings'.
import styles from './Track.module.css';

/** `fraction`: 0 to 1. */
export function Track({ fraction }: { readonly fraction: number }) {
  return (
    <span className={styles.track}>
      <span className={styles.fill} style={{ width: `${fraction * 100}%` }} />
    </span>
  );
}
