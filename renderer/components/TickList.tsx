// What a page will tell, as a list of ticked sentences under its title.
import { useId, type ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './TickList.module.css';

export interface TickListProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly children?: ReactNode;
}

export function TickList({ title, lines, children }: TickListProps) {
  const titleId = useId();
  return (
    <section className={styles.told} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Icon name="check" size={14} />
            <span>{line}</span>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
