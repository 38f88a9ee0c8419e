// A checkbox with a sentence and its reason.
import { Checkbox } from 'react-aria-components';
import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Tick.module.css';

export interface TickProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly children: ReactNode;
  readonly detail?: ReactNode;
  readonly isDisabled?: boolean;
}

export function Tick({ isSelected, onChange, children, detail, isDisabled = false }: TickProps) {
  return (
    <Checkbox className={styles.tick ?? ''} isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <span className={styles.box} aria-hidden="true">
        {isSelected ? <Icon name="check" size={14} /> : null}
      </span>
      <span className={styles.words}>
        <span>{children}</span>
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
    </Checkbox>
  );
}
