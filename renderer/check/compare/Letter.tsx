// A file of a comparison as the page calls it: the first is A.
import styles from './Letter.module.css';

export const letterOf = (index: number): string => String.fromCharCode(0x41 + index);

const list = new Intl.ListFormat('en');
/** "A and C" */
export const lettersOf = (indexes: readonly number[]): string => list.format(indexes.map(letterOf));

export function Letter({ index }: { readonly index: number }) {
  return <span className={styles.letter}>{letterOf(index)}</span>;
}
