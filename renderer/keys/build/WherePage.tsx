// Third question: an image file, which is always possible, or a drive. Nothing is chosen for the person where a wrong choice destroys.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyDestination, KeyState } from '../../../shared/ipc/key-views';
import { sendKey } from '../../api/actions';
import { Choice } from '../../components/Choice';
import { ErrorCard } from '../../components/ErrorCard';
import { StepPage } from '../../frame/StepPage';
import { useView } from '../../stores/view';
import { useKeyLook } from '../key-look';
import { Field } from '../parts/Field';
import { FootBar } from '../parts/FootBar';
import { ChosenDrive } from '../parts/ChosenDrive';
import { DriveList } from '../parts/DriveList';
import { DriveWorkNote } from '../parts/DriveWorkNote';
import { driveStateText } from '../../../shared/messages/drives.en';
import styles from './WherePage.module.css';

export function WherePage({ desk }: { readonly desk: KeyState }) {
  const { t } = useTranslation();
  const { place, folder = desk.keyFolder, driveId, go, choosePlace, nameFolder } = useKeyLook();
  const isStarting = useView((state) => state.running.has('key/build'));
  const hasError = useView((state) => state.commandError !== undefined);
  const [typed, setTyped] = useState('');
  const [testsSize, setTestsSize] = useState(false);
  const isCrisis = desk.target?.kind === 'crisis';
  const canWrite = desk.drives?.canWrite === true;
  const chosen = desk.drives?.drives.find(({ id, refusals }) => id === driveId && refusals.length === 0);
  useEffect(() => {
    if (place === 'drive') void sendKey('key/drives', {});
  }, [place]);
  const why =
    place === 'file'
      ? undefined
      : !canWrite || !chosen
        ? t('key.where.needDrive')
        : chosen.needsTypedName && typed.trim() !== chosen.name
          ? t('key.where.needName')
          : undefined;
  const start = async () => {
    const destination: KeyDestination =
      place === 'file' || !chosen
        ? { kind: 'file', folder }
        : { kind: 'drive', driveId: chosen.id, testsSize, ...(chosen.needsTypedName ? { typedName: typed.trim() } : {}) };
    const started = await sendKey('key/build', { destination });
    if (started.ok) go('done');
  };
  return (
    <StepPage title={t('key.where.title')} lead={t('key.where.lead')} safety={t('key.safeNothing')}>
      {desk.buildError && !hasError ? (
        <ErrorCard error={desk.buildError} safety={desk.stick ? driveStateText[desk.stick] : t('key.safeNothing')} />
      ) : null}
      <DriveWorkNote work={desk.driveWork} />
      <div className={styles.columns}>
        <Choice
          label={t('key.where.place')}
          value={place}
          onChange={choosePlace}
          options={[
            { value: 'file', title: t('key.where.file'), detail: t('key.where.fileDetail') },
            { value: 'drive', title: t('key.where.drive'), detail: t('key.where.driveDetail') },
          ]}
        />
        <Choice
          label={t('key.where.fileSystem')}
          value={desk.fileSystem}
          onChange={(fileSystem) => void sendKey('key/file-system', { fileSystem })}
          options={[
            { value: 'fat32', title: t(isCrisis ? 'key.where.fat32Crisis' : 'key.where.fat32'), detail: t('key.where.fat32Detail') },
            { value: 'fat16', title: t(isCrisis ? 'key.where.fat16Crisis' : 'key.where.fat16'), detail: t('key.where.fat16Detail') },
          ]}
        />
      </div>
      {place === 'file' ? (
        <Field label={t('key.where.folder')} value={folder} onChange={nameFolder} isWide />
      ) : (
        <section className={styles.drives} aria-labelledby="drives-title">
          <DriveList titleId="drives-title" list={desk.drives} mode="choose">
            {chosen && canWrite ? (
              <ChosenDrive drive={chosen} typed={typed} onType={setTyped} testsSize={testsSize} onTestSize={setTestsSize} />
            ) : null}
          </DriveList>
          {desk.drives && !canWrite ? <p className={styles.notYet}>{t('key.where.cannotWrite')}</p> : null}
        </section>
      )}
      <FootBar
        onBack={() => go('machine')}
        why={why}
        go={place === 'file' ? t('key.where.build') : t('key.where.write')}
        onGo={() => void start()}
        isBusy={isStarting}
      />
    </StepPage>
  );
}
