// Statements on a machine, each with its weight.
import type { Known } from '../../shared/model/knowledge';
import { CertaintyMark } from './CertaintyMark';
import styles from './KnownList.module.css';

export function KnownList({ facts }: { readonly facts: readonly Known<string>[] }) {
  return (
    <ul className={styles.list}>
      {facts.map((fact) => (
        <li key={fact.value}>
          {fact.value} <CertaintyMark certainty={fact.certainty} source={fact.source} />
        </li>
      ))}
    </ul>
  );
}
