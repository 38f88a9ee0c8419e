// The board's network address: typed, checked as it is typed, and set only when that is asked for.
import { useState } from 'react';
import { FieldError, Form, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { macProblem } from '../../../shared/firmware/compose';
import type { CaseView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { useRegionsBusy } from './use-regions-busy';
import styles from './EditsSection.module.css';

/** A full address is judged; one that is half typed is not scolded yet. */
const LENGTH = 'xx:xx:xx:xx:xx:xx'.length;

export function MacEdit({ open, ownMac }: { readonly open: CaseView; readonly ownMac: string | undefined }) {
  const { t } = useTranslation();
  const isBusy = useRegionsBusy();
  const { mac, ...others } = open.edits;
  const [typed, setTyped] = useState(mac ?? '');
  const problem = macProblem(typed);
  const isToldOf = problem !== undefined && typed.trim().length >= LENGTH;
  const set = () => void send('regions/edit', { edits: { ...others, mac: typed.trim() } });
  const keep = () => {
    setTyped('');
    void send('regions/edit', { edits: others });
  };
  return (
    <>
      <p>{t('regions.edits.macDoes')}</p>
      <p className="soft">{ownMac === undefined ? t('regions.edits.macRiskNone') : t('regions.edits.macRisk', { mac: ownMac })}</p>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined && !isBusy) set();
        }}
      >
        <TextField value={typed} onChange={setTyped} isInvalid={isToldOf} className={styles.field ?? ''}>
          <Label>{t('regions.edits.macLabel')}</Label>
          <div className={styles.line}>
            <Input className={styles.input ?? ''} autoComplete="off" spellCheck={false} maxLength={40} />
            <Button type="submit" isDisabled={problem !== undefined || isBusy || typed.trim() === mac}>
              {t('regions.edits.macSet')}
            </Button>
            {mac === undefined ? null : (
              <Button isDisabled={isBusy} onPress={keep}>
                {t('regions.edits.macKeep')}
              </Button>
            )}
          </div>
          <FieldError className={styles.problem ?? ''}>{isToldOf ? t('regions.edits.macProblem', { problem }) : null}</FieldError>
        </TextField>
      </Form>
    </>
  );
}
