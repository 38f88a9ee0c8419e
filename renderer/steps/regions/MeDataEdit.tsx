// Whose management engine is written, and with which data: the board's own, or a donor's, as it is or declared valid.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CaseView, RegionChoice } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Choice } from '../../components/Choice';
import { choicesFor, isDeclaredValid, keyOf, nameOfChoice, reportOf } from './choices';
import { useRegionsBusy } from './use-regions-busy';

export function MeDataEdit({ open, choice }: { readonly open: CaseView; readonly choice: RegionChoice }) {
  const { t } = useTranslation();
  const isBusy = useRegionsBusy();
  const choices = choicesFor(open, 'me', choice);
  const choose = (key: string) => {
    const chosen = choices.find((each) => keyOf(each) === key);
    if (chosen) void send('regions/choose', { region: 'me', choice: chosen });
  };
  return (
    <>
      <p>{t('regions.edits.meDoes')}</p>
      <Choice
        label={t('regions.edits.me')}
        hideLabel
        value={keyOf(choice)}
        isDisabled={isBusy}
        onChange={choose}
        options={choices.map((each) => ({
          value: keyOf(each),
          title: nameOfChoice(t, open, each),
          detail: detailOf(t, open, each),
        }))}
      />
    </>
  );
}

function detailOf(t: TFunction, open: CaseView, choice: RegionChoice): string {
  if (isDeclaredValid(choice)) return t('regions.edits.meDeclared');
  const isOther = choice.kind === 'source';
  switch (reportOf(open, choice)?.meState) {
    case 'stock':
    case 'not-declared-valid':
      return t('regions.edits.meClean');
    case 'configured':
      return t('regions.edits.meConfigured');
    case 'initialised':
      return isOther ? t('regions.edits.meRanElsewhere') : t('regions.edits.meRan');
    default:
      return isOther ? t('regions.edits.meUnknown') : t('regions.edits.meOwn');
  }
}
