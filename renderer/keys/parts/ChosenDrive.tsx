// The drive that will be written, large enough to be recognised, with what a person still has to say about it.
import { useTranslation } from 'react-i18next';
import type { Drive } from '../../../shared/keys/types';
import { Tick } from '../../components/Tick';
import { formatDriveSize } from '../sizes';
import { DriveArt, isPracticeDrive } from './DriveCard';
import { FactList } from './FactList';
import { Field } from './Field';
import { MakeNormal } from './MakeNormal';
import styles from './ChosenDrive.module.css';

export interface ChosenDriveProps {
  readonly drive: Drive;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly testsSize: boolean;
  readonly onTestSize: (wanted: boolean) => void;
}

export function ChosenDrive({ drive, typed, onType, testsSize, onTestSize }: ChosenDriveProps) {
  const { t } = useTranslation();
  const parts = drive.contents.map(({ label, fileSystem, sizeBytes }) =>
    [label, fileSystem, formatDriveSize(sizeBytes)].filter(Boolean).join(' '),
  );
  return (
    <section className={styles.drive} aria-labelledby="chosen-drive" data-testid="chosen-drive">
      <div className={styles.picture}>
        <DriveArt drive={drive} width={190} />
      </div>
      <div className={styles.words}>
        <div>
          <h2 id="chosen-drive">{drive.name}</h2>
          <p className={styles.lost}>{t(drive.contents.length > 0 ? 'key.where.lost' : 'key.where.lostEmpty')}</p>
        </div>
        <FactList
          rows={[
            { name: t('key.done.size'), value: formatDriveSize(drive.sizeBytes) },
            { name: t('key.where.onIt'), value: parts.join('; ') || t('key.where.empty') },
            isPracticeDrive(drive) ? undefined : { name: t('key.check.drive'), value: drive.id, isHex: true },
            drive.serial ? { name: t('key.where.serial'), value: drive.serial } : undefined,
          ]}
        />
        {drive.needsTypedName ? (
          <Field label={t('key.where.typeLabel')} hint={t('key.where.typeName', { name: drive.name })} value={typed} onChange={onType} />
        ) : null}
        <Tick isSelected={testsSize} onChange={onTestSize} detail={t('key.where.testSizeDetail')}>
          {t('key.where.testSize')}
        </Tick>
        <div>
          <MakeNormal drive={drive} />
        </div>
      </div>
    </section>
  );
}
