// A list of facts: name left, value right. What is not known is not listed.
import type { ReactNode } from 'react';
import styles from './Facts.module.css';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

export function Facts({ title, facts }: { readonly title: string; readonly facts: readonly (Fact | undefined | false | '')[] }) {
  const known = facts.filter((fact): fact is Fact => Boolean(fact));
  if (known.length === 0) return null;
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      <dl className={styles.facts}>
        {known.map(({ name, value }, index) => (
          <div key={`${name}${index}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
