// How the last work on a drive ended that was no build: the stick made normal again, or the key on it mended.
import { useTranslation } from 'react-i18next';
import type { DriveWork } from '../../../shared/ipc/key-views';
import { driveStateText } from '../../../shared/messages/drives.en';
import { ErrorCard } from '../../components/ErrorCard';
import { KeyMark } from './KeyMark';
import styles from './DriveWorkNote.module.css';

export function DriveWorkNote({ work }: { readonly work: DriveWork | undefined }) {
  const { t } = useTranslation();
  if (!work) return null;
  const { kind, name, error, stick } = work;
  if (error) return <ErrorCard error={error} safety={stick ? driveStateText[stick] : t('key.safeNothing')} />;
  return (
    <div className={styles.note} role="status" data-testid="drive-work">
      <KeyMark tone="good">{t(kind === 'normal' ? 'key.normal.done' : 'key.normal.mended', { name })}</KeyMark>
      <p className="soft">{t(kind === 'normal' ? 'key.normal.doneDetail' : 'key.normal.mendedDetail')}</p>
    </div>
  );
}
