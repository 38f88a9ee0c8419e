// Adapter, chip, backup and log at a glance. Below 1200 px it folds away behind a button.
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button';
import { Fold } from '../components/Fold';
import { Icon } from '../components/Icon';
import { formatBytes, formatDate } from '../format';
import { useApp } from '../stores/app';
import { useView } from '../stores/view';
import { LogList } from './LogList';
import styles from './SidePanel.module.css';

export function SidePanel() {
  const { t } = useTranslation();
  const panelOpen = useView((state) => state.panelOpen);
  const togglePanel = useView((state) => state.togglePanel);
  return (
    <aside className={styles.panel} data-open={panelOpen} aria-label={t('panel.label')}>
      <div className={styles.fold}>
        <Button kind="quiet" onPress={togglePanel} aria-expanded={panelOpen} aria-controls="side-panel">
          {panelOpen ? t('panel.hide') : t('panel.show')}
        </Button>
      </div>
      <div className={styles.content} id="side-panel">
        <AdapterEntry />
        <ChipEntry />
        <BackupEntry />
        <Fold title={t('panel.log')} level={2}>
          <LogList />
        </Fold>
      </div>
    </aside>
  );
}

function AdapterEntry() {
  const { t } = useTranslation();
  const session = useApp((state) => state.snapshot?.session);
  const go = useView((state) => state.go);
  const isGood = session?.contact?.diagnosis === 'good';
  return (
    <section>
      <h2>{t('panel.adapter')}</h2>
      {session ? (
        <>
          <p>{session.programmer.name}</p>
          <p className={styles.state} data-good={session.connection === 'open' && isGood}>
            {session.connection === 'lost'
              ? t('panel.lost')
              : session.contact
                ? t(isGood ? 'panel.contactGood' : 'panel.contactBad')
                : session.programmer.where}
            {session.connection === 'open' && isGood ? <Icon name="check" size={14} /> : null}
          </p>
        </>
      ) : (
        <p className="soft">{t('panel.none')}</p>
      )}
      <Button kind="quiet" onPress={() => go('connect')}>
        {t('panel.connection')}
      </Button>
    </section>
  );
}

function ChipEntry() {
  const { t } = useTranslation();
  const chip = useApp((state) => state.snapshot?.session?.chip);
  return (
    <section>
      <h2>{t('panel.chip')}</h2>
      {chip ? (
        <>
          <p>{`${chip.manufacturer} ${chip.name}`}</p>
          <p className="soft">{t('panel.chipSize', { size: formatBytes(chip.sizeBytes), jedec: chip.jedec })}</p>
          {chip.uniqueId ? (
            <p className="soft">
              {t('panel.uniqueId')} <span className="hex">{chip.uniqueId}</span>
            </p>
          ) : null}
        </>
      ) : (
        <p className="soft">{t('panel.chipNone')}</p>
      )}
    </section>
  );
}

function BackupEntry() {
  const { t } = useTranslation();
  const open = useApp((state) => state.snapshot?.openCase);
  const base = open?.backups.find((backup) => backup.backupId === open.baseBackupId);
  return (
    <section>
      <h2>{t('panel.backup')}</h2>
      {base ? (
        <>
          <p className={styles.state} data-good="true">
            {t('panel.backupEqual', { reads: base.reads })}
            <Icon name="check" size={14} />
          </p>
          <p className="soft">{base.fileName}</p>
          <p className="soft">{t('panel.saved', { date: formatDate(base.takenAt) })}</p>
        </>
      ) : (
        <p className="soft">{t('panel.backupNone')}</p>
      )}
      {open ? (
        <p className={styles.folder} title={open.folder}>
          {t('panel.folder')}: {open.folder}
        </p>
      ) : null}
    </section>
  );
}
