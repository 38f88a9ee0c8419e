// The box for a sentence that is typed before something that cannot be undone. Main compares what was typed.
import { Input, Label, TextField } from 'react-aria-components';
import { Trans } from 'react-i18next';
import styles from './TypedSentence.module.css';

export interface TypedSentenceProps {
  /** A message with the sentence between `<words>`. */
  readonly label: 'flash.dialogType' | 'backup.overrideType';
  readonly sentence: string;
  readonly typed: string;
  readonly onChange: (typed: string) => void;
}

export function TypedSentence({ label, sentence, typed, onChange }: TypedSentenceProps) {
  return (
    <TextField value={typed} onChange={onChange} className={styles.field ?? ''}>
      <Label>
        <Trans i18nKey={label} values={{ sentence }} components={{ words: <kbd className={styles.words} /> }} />
      </Label>
      <Input className={styles.input ?? ''} autoComplete="off" spellCheck={false} />
    </TextField>
  );
}

/** Only to light the button. */
export const isTyped = (typed: string, sentence: string): boolean => plain(typed) === plain(sentence);

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
