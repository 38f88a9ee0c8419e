// One drive as a person must recognise it before it is erased: picture, name, size, what is on it now.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Drive } from '../../../shared/keys/types';
import { formatDriveSize } from '../sizes';
import { StickArt } from './StickArt';
import styles from './DriveCard.module.css';

const PRACTICE = 'practice:';

export interface DriveCardProps {
  readonly drive: Drive;
  readonly isRefused?: boolean;
  /** In place of what is on it. */
  readonly detail?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}

export function DriveCard({ drive, isRefused = false, detail, children }: DriveCardProps) {
  return (
    <div className={styles.card} data-refused={isRefused}>
      <DriveArt drive={drive} width={96} />
      <span className={styles.words}>
        <strong>
          <DriveTitle drive={drive} />
        </strong>
        {detail ?? <DriveContents drive={drive} />}
      </span>
      {children ? <span className={styles.buttons}>{children}</span> : null}
    </div>
  );
}

export const isPracticeDrive = ({ id }: Drive): boolean => id.startsWith(PRACTICE);

export const DriveArt = ({ drive, width }: { readonly drive: Drive; readonly width: number }) => (
  <StickArt
    width={width}
    filled={drive.contents.length > 0}
    kind={drive.bus === 'usb' || drive.bus === 'sd' || drive.removable ? 'stick' : 'disk'}
  />
);

export function DriveTitle({ drive }: { readonly drive: Drive }) {
  const { t } = useTranslation();
  return (
    <>
      {`${drive.name} · ${formatDriveSize(drive.sizeBytes)}`}
      {isPracticeDrive(drive) ? <span className={styles.tag}>{t('key.where.practice')}</span> : null}
    </>
  );
}

export function DriveContents({ drive }: { readonly drive: Drive }) {
  const { t } = useTranslation();
  const list = drive.contents
    .map(({ label, fileSystem, sizeBytes }) => [label, fileSystem, formatDriveSize(sizeBytes)].filter(Boolean).join(' '))
    .join('; ');
  return (
    <span className="soft">
      {isPracticeDrive(drive) ? null : <span className="hex">{drive.id} · </span>}
      {list === '' ? t('key.where.empty') : t('key.where.holds', { list })}
    </span>
  );
}
