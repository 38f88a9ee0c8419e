// A line to type in, with its name above and a hint below.
import { Input, Label, Text, TextField } from 'react-aria-components';
import styles from './Field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onEnter?: () => void;
  readonly isWide?: boolean;
}

export function Field({ label, hint, value, onChange, onEnter, isWide = false }: FieldProps) {
  return (
    <TextField className={styles.field ?? ''} value={value} onChange={onChange} data-wide={isWide}>
      <Label>{label}</Label>
      <Input
        className={styles.input ?? ''}
        spellCheck="false"
        autoComplete="off"
        onKeyDown={(event) => (event.key === 'Enter' ? onEnter?.() : undefined)}
      />
      {hint ? (
        <Text slot="description" className={styles.hint ?? ''}>
          {hint}
        </Text>
      ) : null}
    </TextField>
  );
}
