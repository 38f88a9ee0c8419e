// The one confirmation that cannot be undone: names chip, backup and regions, asks for a typed sentence. Cancel has the focus.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { isTyped, TypedSentence } from '../../components/TypedSentence';
import { titleOfRegion, type NamedRegion } from '../../machine-regions';
import { useApp } from '../../stores/app';
import styles from './ConfirmFlash.module.css';

interface ConfirmFlashProps {
  readonly open: CaseView;
  readonly sentence: string;
  readonly verify: 'full' | 'quick';
  readonly regions: readonly NamedRegion[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ConfirmFlash({ open, sentence, verify, regions, isOpen, onClose }: ConfirmFlashProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const chip = useApp((state) => state.snapshot?.session?.chip);
  const base = open.backups.find((backup) => backup.backupId === open.baseBackupId);
  const changed = open.target?.changedRegions ?? [];
  const close = () => {
    setTyped('');
    onClose();
  };
  const start = () => {
    void send('flash/start', { typed, verify });
    close();
  };
  return (
    <Dialog title={t('flash.dialogTitle')} isOpen={isOpen} onClose={close} isDangerous>
      <dl className={styles.facts}>
        <dt>{t('flash.dialogChip')}</dt>
        <dd>{chip ? `${chip.manufacturer} ${chip.name}${chip.uniqueId ? ` · ${chip.uniqueId}` : ''}` : '—'}</dd>
        <dt>{t('flash.dialogBackup')}</dt>
        <dd>{base ? base.fileName : t('flash.dialogNoBackup')}</dd>
        <dt>{t('flash.dialogRegions')}</dt>
        <dd>{changed.map((name) => titleOfRegion(regions, name)).join(', ') || '—'}</dd>
      </dl>
      <p>{t('flash.dialogMeaning')}</p>
      <TypedSentence label="flash.dialogType" sentence={sentence} typed={typed} onChange={setTyped} />
      <div className={styles.actions}>
        <Button kind="danger" isDisabled={!isTyped(typed, sentence)} onPress={start}>
          {t('flash.dialogStart')}
        </Button>
        <Button kind="primary" onPress={close} autoFocus>
          {t('flash.dialogCancel')}
        </Button>
      </div>
    </Dialog>
  );
}
