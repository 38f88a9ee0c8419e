// Family or model of the server, and what its screen said.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyTarget } from '../../../shared/ipc/key-views';
import { serverSymptoms } from '../../../shared/machines/proliant';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { Field } from '../parts/Field';
import styles from './ServerQuestions.module.css';

type ServerTarget = Extract<KeyTarget, { kind: 'rompaq' }>;

export interface ServerQuestionsProps {
  readonly target: ServerTarget;
  readonly ownFamily: string | undefined;
  readonly onChange: (target: KeyTarget) => void;
}

export function ServerQuestions({ target, ownFamily, onChange }: ServerQuestionsProps) {
  const { t } = useTranslation();
  // What is typed stands here at once; main's echo comes later, and must not put letters back.
  const [words, setWords] = useState(target.words);
  const say = (next: string) => {
    setWords(next);
    onChange({ ...target, words: next });
  };
  return (
    <>
      <div className={styles.words}>
        <Field label={t('key.machine.words')} hint={t('key.machine.wordsHint')} value={words} onChange={say} />
        {ownFamily && words.trim() === '' ? (
          <Button kind="quiet" onPress={() => say(ownFamily)}>
            {t('key.machine.useFamily', { family: ownFamily })}
          </Button>
        ) : null}
      </div>
      <Choice
        label={t('key.machine.said')}
        value={target.said}
        onChange={(said) => onChange({ ...target, words, said })}
        options={serverSymptoms.map((said) => ({ value: said, title: t(`key.machine.symptom.${said}`) }))}
      />
    </>
  );
}
