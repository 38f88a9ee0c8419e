// The drives of this computer: picture, name, size, what is on each now; those that are refused say why.
import { useTranslation } from 'react-i18next';
import type { DriveList as Drives } from '../../../shared/ipc/key-views';
import type { Drive } from '../../../shared/keys/types';
import { driveRefusalText } from '../../../shared/messages/drives.en';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { ErrorCard } from '../../components/ErrorCard';
import { useView } from '../../stores/view';
import { useKeyLook } from '../key-look';
import { formatDriveSize } from '../sizes';
import { StickArt } from './StickArt';
import styles from './DriveList.module.css';

export interface DriveListProps {
  readonly titleId: string;
  readonly list: Drives | undefined;
  readonly mode: 'choose' | 'read';
}

export function DriveList({ titleId, list, mode }: DriveListProps) {
  const { t } = useTranslation();
  const isLooking = useView((state) => state.running.has('key/drives'));
  const { driveId, chooseDrive } = useKeyLook();
  const drives = list?.drives ?? [];
  const usable = drives.filter(({ refusals }) => refusals.length === 0 || mode === 'read');
  const refused = mode === 'read' ? [] : drives.filter(({ refusals }) => refusals.length > 0);
  return (
    <div className={styles.part}>
      <div className={styles.head}>
        <h2 id={titleId}>{t(mode === 'read' ? 'key.check.drives' : 'key.where.drives')}</h2>
        <Button kind="quiet" isDisabled={isLooking} onPress={() => void sendKey('key/drives', {})}>
          {isLooking ? t('key.where.looking') : list ? t('key.where.look') : t('key.check.look')}
        </Button>
      </div>
      {mode === 'read' ? <p className="soft">{t('key.check.drivesHint')}</p> : null}
      {list?.error ? <ErrorCard error={list.error} safety={t('key.safeNothing')} /> : null}
      {list && !list.error && drives.length === 0 ? <p className="soft">{t('key.where.none')}</p> : null}
      {mode === 'choose' && usable.length > 0 ? (
        <Choice
          label={t('key.where.drives')}
          hideLabel
          layout="pair"
          value={driveId}
          onChange={chooseDrive}
          options={usable.map((drive) => ({
            value: drive.id,
            picture: <StickArt width={110} filled={drive.contents.length > 0} />,
            title: `${drive.name} · ${formatDriveSize(drive.sizeBytes)}`,
            detail: <Contents drive={drive} />,
          }))}
        />
      ) : null}
      {mode === 'read' && usable.length > 0 ? (
        <ul className={styles.rows}>
          {usable.map((drive) => (
            <li key={drive.id} className={styles.row}>
              <StickArt width={70} filled={drive.contents.length > 0} />
              <span className={styles.words}>
                <strong>{`${drive.name} · ${formatDriveSize(drive.sizeBytes)}`}</strong>
                <Contents drive={drive} />
              </span>
              <Button
                onPress={() => void sendKey('key/check', { source: { kind: 'drive', driveId: drive.id } })}
                aria-label={t('key.check.readNamed', { name: drive.name })}
              >
                {t('key.check.read')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {refused.length > 0 ? (
        <ul className={styles.rows}>
          {refused.map((drive) => (
            <li key={drive.id} className={styles.row} data-refused="true">
              <span className={styles.words}>
                <strong>{`${drive.name} · ${formatDriveSize(drive.sizeBytes)}`}</strong>
                <span>{t('key.where.refused', { why: drive.refusals.map((why) => driveRefusalText[why]).join('; ') })}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Contents({ drive }: { readonly drive: Drive }) {
  const { t } = useTranslation();
  const list = drive.contents
    .map(({ label, fileSystem, sizeBytes }) => [label, fileSystem, formatDriveSize(sizeBytes)].filter(Boolean).join(' '))
    .join('; ');
  return (
    <span className="soft">
      <span className="hex">{drive.id}</span> · {list === '' ? t('key.where.empty') : t('key.where.holds', { list })}
    </span>
  );
}
