// The drives of this computer: picture, name, size, what is on each now; those that are refused say why.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DriveList as Drives } from '../../../shared/ipc/key-views';
import { driveRefusalText } from '../../../shared/messages/drives.en';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { ErrorCard } from '../../components/ErrorCard';
import { useView } from '../../stores/view';
import { useKeyLook } from '../key-look';
import { DriveArt, DriveCard, DriveContents, DriveTitle } from './DriveCard';
import { MakeNormal } from './MakeNormal';
import styles from './DriveList.module.css';

export interface DriveListProps {
  readonly titleId: string;
  readonly list: Drives | undefined;
  readonly mode: 'choose' | 'read';
  /** Of the chosen drive: between those that can be used and those that cannot. */
  readonly children?: ReactNode;
}

export function DriveList({ titleId, list, mode, children }: DriveListProps) {
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
        {list || mode === 'read' ? (
          <Button kind="quiet" onPress={() => void sendKey('key/practice-drives', { isPlugged: list?.hasPractice !== true })}>
            {t(list?.hasPractice ? 'key.where.practiceHide' : 'key.where.practiceShow')}
          </Button>
        ) : null}
      </div>
      {mode === 'read' ? <p className="soft">{t('key.check.drivesHint')}</p> : null}
      {list?.hasPractice ? <p className="soft">{t('key.where.practiceHint')}</p> : null}
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
            picture: <DriveArt drive={drive} width={110} />,
            title: <DriveTitle drive={drive} />,
            detail: <DriveContents drive={drive} />,
          }))}
        />
      ) : null}
      {mode === 'read' && usable.length > 0 ? (
        <ul className={styles.rows}>
          {usable.map((drive) => (
            <li key={drive.id}>
              <DriveCard drive={drive}>
                {list?.canWrite && drive.refusals.length === 0 ? <MakeNormal drive={drive} kind="quiet" /> : null}
                <Button
                  onPress={() => void sendKey('key/check', { source: { kind: 'drive', driveId: drive.id } })}
                  aria-label={t('key.check.readNamed', { name: drive.name })}
                >
                  {t('key.check.read')}
                </Button>
              </DriveCard>
            </li>
          ))}
        </ul>
      ) : null}
      {children}
      {refused.length > 0 ? (
        <>
          <h3 className={styles.refused}>{t('key.where.refusedTitle')}</h3>
          <ul className={styles.grid}>
            {refused.map((drive) => (
              <li key={drive.id}>
                <DriveCard
                  drive={drive}
                  isRefused
                  detail={
                    <span>{t('key.where.refused', { why: sentence(drive.refusals.map((why) => driveRefusalText[why]).join('; ')) })}</span>
                  }
                />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
