// Names and values in two columns; what is absent is left out.
import type { ReactNode } from 'react';
import styles from './FactList.module.css';

export interface FactRow {
  readonly name: string;
  readonly value: ReactNode;
  readonly isHex?: boolean;
}

export function FactList({ rows }: { readonly rows: readonly (FactRow | undefined)[] }) {
  return (
    <dl className={styles.list}>
      {rows.flatMap((row) =>
        row ? (
          <div key={row.name}>
            <dt>{row.name}</dt>
            <dd className={row.isHex ? 'hex' : ''}>{row.value}</dd>
          </div>
        ) : (
          []
        ),
      )}
    </dl>
  );
}
