// The source of one region as a menu: keep, own backups, files that fit.
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CaseView, RegionChoice } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Icon } from '../../components/Icon';
import { formatDate } from '../../format';
import type { NamedRegion } from '../../machine-regions';
import { useApp } from '../../stores/app';
import styles from './SourceSelect.module.css';

interface SourceSelectProps {
  readonly open: CaseView;
  readonly region: NamedRegion;
  readonly choice: RegionChoice;
}

export function SourceSelect({ open, region, choice }: SourceSelectProps) {
  const { t } = useTranslation();
  const isBusy = useApp((state) => state.snapshot?.operation !== undefined);
  const choices: RegionChoice[] = [
    { kind: 'keep' },
    ...open.backups.map((backup): RegionChoice => ({ kind: 'backup', backupId: backup.backupId })),
    ...open.sources
      .filter((source) => source.regions.includes(region.name))
      .map((source): RegionChoice => ({ kind: 'source', sourceId: source.sourceId })),
    ...(choice.kind === 'declare-valid' || mayDeclareValid(open, region) ? [{ kind: 'declare-valid' } as const] : []),
  ];
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

/** Only where it mends something: a management engine whose settings were never handed over. */
function mayDeclareValid(open: CaseView, region: NamedRegion): boolean {
  const base = open.backups.find((backup) => backup.backupId === open.baseBackupId);
  return region.name === 'me' && (base?.report.meState === 'not-declared-valid' || base?.report.meState === 'stock');
}

function keyOf(choice: RegionChoice): string {
  switch (choice.kind) {
    case 'keep':
    case 'declare-valid':
      return choice.kind;
    case 'backup':
      return `backup:${choice.backupId}`;
    case 'source':
      return `source:${choice.sourceId}`;
  }
}

export function nameOfChoice(t: TFunction, open: CaseView, choice: RegionChoice): string {
  switch (choice.kind) {
    case 'keep':
      return t('regions.keep');
    case 'declare-valid':
      return t('regions.declareValid');
    case 'backup':
      return t('regions.fromBackup', {
        date: formatDate(open.backups.find((backup) => backup.backupId === choice.backupId)?.takenAt ?? choice.backupId),
      });
    case 'source':
      return open.sources.find((source) => source.sourceId === choice.sourceId)?.name ?? choice.sourceId;
  }
}
