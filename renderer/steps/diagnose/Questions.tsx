// The four questions. What is answered shrinks to a line that can be opened again.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import {
  changeIds,
  itemIds,
  machineIds,
  symptomIds,
  type ChangeId,
  type ItemId,
  type DiagnosisAnswers,
  type SymptomId,
} from '../../../shared/model/diagnosis';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { Tick } from '../../components/Tick';
import { BoardOutline } from '../../drawings/BoardOutline';
import { useView } from '../../stores/view';
import styles from './Questions.module.css';

const machineChoices = [...machineIds, 'other'] as const;
type MachineChoice = DiagnosisAnswers['machineId'];
const questions = ['machine', 'symptoms', 'change', 'atHand'] as const;
type Question = (typeof questions)[number];

interface QuestionsProps {
  readonly open: CaseView;
  readonly isAsking: boolean;
  readonly onAsk: () => void;
  readonly onAnswered: () => void;
}

export function Questions({ open, isAsking, onAsk, onAnswered }: QuestionsProps) {
  const { t } = useTranslation();
  const known = open.answers;
  const [current, setCurrent] = useState<Question>('machine');
  const [machineId, setMachineId] = useState<MachineChoice | undefined>(known?.machineId ?? (open.machineId as MachineChoice | undefined));
  const [symptoms, setSymptoms] = useState<readonly SymptomId[]>(known?.symptoms ?? []);
  const [lastChange, setLastChange] = useState<ChangeId | undefined>(known?.lastChange);
  const [atHand, setAtHand] = useState<readonly ItemId[]>(known?.atHand ?? []);
  const isSending = useView((state) => state.running.has('diagnose/answer'));

  const words: Record<Question, string> = {
    machine: machineId ? t(`machine.${machineId}`) : '',
    symptoms: symptoms.map((id) => t(`symptom.${id}`)).join(' · ') || t('diagnose.none'),
    change: lastChange ? t(`change.${lastChange}`) : '',
    atHand: atHand.map((id) => t(`item.${id}`)).join(' · ') || t('diagnose.none'),
  };
  const at = isAsking ? questions.indexOf(current) : questions.length;
  const next = () => setCurrent(questions[questions.indexOf(current) + 1] ?? current);
  const finish = async () => {
    if (!machineId || !lastChange) return;
    const result = await send('diagnose/answer', { answers: { machineId, symptoms: [...symptoms], lastChange, atHand: [...atHand] } });
    if (result.ok) onAnswered();
  };
  const ask: Record<Question, ReactNode> = {
    machine: (
      <Choice
        label={t('diagnose.machine')}
        value={machineId}
        onChange={setMachineId}
        layout="row"
        options={machineChoices.map((id) => ({
          value: id,
          title: t(`machine.${id}`),
          detail: t(`machineHint.${id}`),
          picture: <BoardOutline machineId={id} />,
        }))}
      />
    ),
    symptoms: (
      <Ticks
        label={t('diagnose.symptoms')}
        hint={t('diagnose.symptomsHint')}
        ids={symptomIds}
        chosen={symptoms}
        onChange={setSymptoms}
        nameOf={(id) => t(`symptom.${id}`)}
      />
    ),
    change: (
      <Choice
        label={t('diagnose.change')}
        value={lastChange}
        onChange={setLastChange}
        layout="pair"
        options={changeIds.map((id) => ({ value: id, title: t(`change.${id}`) }))}
      />
    ),
    atHand: (
      <Ticks
        label={t('diagnose.atHand')}
        hint={t('diagnose.atHandHint')}
        ids={itemIds}
        chosen={atHand}
        onChange={setAtHand}
        nameOf={(id) => t(`item.${id}`)}
      />
    ),
  };
  const isAnswered = current === 'machine' ? machineId !== undefined : current === 'change' ? lastChange !== undefined : true;
  return (
    <div className={styles.questions}>
      {at > 0 ? (
        <dl className={styles.answers} aria-label={t('diagnose.answered')}>
          {questions.slice(0, at).map((question) => (
            <div key={question}>
              <dt>{t(`diagnose.${question}`)}</dt>
              <dd>{words[question]}</dd>
              <dd>
                <Button
                  kind="quiet"
                  aria-label={t('diagnose.changeNamed', { question: t(`diagnose.${question}`) })}
                  onPress={() => {
                    setCurrent(question);
                    onAsk();
                  }}
                >
                  {t('diagnose.changeAnswer')}
                </Button>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {isAsking ? (
        <>
          {ask[current]}
          {current === 'machine' ? <p className={styles.hint}>{t('diagnose.flashKnown')}</p> : null}
          <div>
            {current === 'atHand' ? (
              <Button kind="primary" isDisabled={!machineId || !lastChange || isSending} onPress={() => void finish()}>
                {t('diagnose.show')}
              </Button>
            ) : (
              <Button kind="primary" isDisabled={!isAnswered} onPress={next}>
                {t('diagnose.next')}
              </Button>
            )}
          </div>
        </>
      ) : null}
    </div>
  );
}

interface TicksProps<T extends string> {
  readonly label: string;
  readonly hint: string;
  readonly ids: readonly T[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
  readonly nameOf: (id: T) => string;
}

function Ticks<T extends string>({ label, hint, ids, chosen, onChange, nameOf }: TicksProps<T>) {
  return (
    <fieldset className={styles.ticks}>
      <legend className={styles.legend}>{label}</legend>
      <p className={styles.hint}>{hint}</p>
      <div className={styles.columns}>
        {ids.map((id) => (
          <Tick
            key={id}
            isSelected={chosen.includes(id)}
            onChange={(selected) => onChange(selected ? [...chosen, id] : chosen.filter((each) => each !== id))}
          >
            {nameOf(id)}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}
