// One of several, as cards: the whole card is the radio.
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { ReactNode } from 'react';
import styles from './Choice.module.css';

export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly picture?: ReactNode;
  readonly isDisabled?: boolean;
}

export interface ChoiceProps<T extends string> {
  readonly label: ReactNode;
  readonly value: T | undefined;
  readonly options: readonly ChoiceOption<T>[];
  readonly onChange: (value: T) => void;
  readonly layout?: 'row' | 'column' | 'pair';
  readonly isDisabled?: boolean;
  readonly hideLabel?: boolean;
}

export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  layout = 'column',
  isDisabled = false,
  hideLabel = false,
}: ChoiceProps<T>) {
  return (
    <RadioGroup className={styles.group ?? ''} value={value ?? null} onChange={(next) => onChange(next as T)} isDisabled={isDisabled}>
      <Label className={hideLabel ? 'visually-hidden' : (styles.label ?? '')}>{label}</Label>
      <div className={styles[layout]}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} isDisabled={option.isDisabled ?? false} className={styles.card ?? ''}>
            {option.picture ? <span className={styles.picture}>{option.picture}</span> : null}
            <span className={styles.row}>
              <span className={styles.ring} aria-hidden="true" />
              <span className={styles.words}>
                <span className={styles.title}>{option.title}</span>
                {option.detail ? <span className={styles.detail}>{option.detail}</span> : null}
              </span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
