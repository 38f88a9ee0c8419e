// The source of one region as a menu: keep, own backups, files that fit.
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseView, RegionChoice } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Icon } from '../../components/Icon';
import type { NamedRegion } from '../../machine-regions';
import { useApp } from '../../stores/app';
import { choicesFor, keyOf, nameOfChoice } from './choices';
import styles from './SourceSelect.module.css';

interface SourceSelectProps {
  readonly open: CaseView;
  readonly region: NamedRegion;
  readonly choice: RegionChoice;
}

export function SourceSelect({ open, region, choice }: SourceSelectProps) {
  const { t } = useTranslation();
  const isBusy = useApp((state) => state.snapshot?.operation !== undefined);
  const choices = choicesFor(open, region.name, choice);
  const choose = (key: unknown) => {
    const chosen = choices.find((each) => keyOf(each) === key);
    if (chosen && keyOf(chosen) !== keyOf(choice)) void send('regions/choose', { region: region.name, choice: chosen });
  };
  return (
    <Select value={keyOf(choice)} onChange={choose} isDisabled={isBusy}>
      <Label className="visually-hidden">{t('regions.sourceOf', { title: region.title })}</Label>
      <Button className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <Icon name="chevron" size={12} />
      </Button>
      <Popover className={styles.popover ?? ''}>
        <ListBox className={styles.list ?? ''}>
          {choices.map((each) => (
            <ListBoxItem key={keyOf(each)} id={keyOf(each)} textValue={nameOfChoice(t, open, each)} className={styles.item ?? ''}>
              {nameOfChoice(t, open, each)}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
