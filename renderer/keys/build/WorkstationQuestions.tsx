// Workstation and processor: both decide which BIOS the recovery takes.
import { useTranslation } from 'react-i18next';
import { crisisProcessorIds, type KeyTarget } from '../../../shared/ipc/key-views';
import { machineIds } from '../../../shared/model/diagnosis';
import { Choice } from '../../components/Choice';

export interface WorkstationQuestionsProps {
  readonly target: Extract<KeyTarget, { kind: 'crisis' }>;
  readonly onChange: (target: KeyTarget) => void;
}

export function WorkstationQuestions({ target, onChange }: WorkstationQuestionsProps) {
  const { t } = useTranslation();
  const { processor, ...rest } = target;
  return (
    <>
      <Choice
        label={t('key.machine.workstation')}
        layout="row"
        value={target.machine}
        onChange={(machine) => onChange({ ...target, machine })}
        options={machineIds.map((machine) => ({ value: machine, title: t(`machine.${machine}`), detail: t(`machineHint.${machine}`) }))}
      />
      <Choice
        label={t('key.machine.processor')}
        layout="row"
        value={processor ?? 'unknown'}
        onChange={(next) => onChange(next === 'unknown' ? rest : { ...rest, processor: next })}
        options={[...crisisProcessorIds, 'unknown' as const].map((id) => ({ value: id, title: t(`key.machine.processors.${id}`) }))}
      />
    </>
  );
}
