// Check a key: an image, a folder or a drive is read, judged, and told in a word and a sentence.
import { useTranslation } from 'react-i18next';
import { droppedFiles, type Incoming } from '../../check/dropped-files';
import { Button } from '../../components/Button';
import { TickList } from '../../components/TickList';
import { WindowDrop } from '../../components/WindowDrop';
import { StepPage } from '../../frame/StepPage';
import { useView } from '../../stores/view';
import { bring } from '../bring';
import { useKeys } from '../key-store';
import { WorkPage } from '../build/WorkPage';
import { DriveList } from '../parts/DriveList';
import { DriveWorkNote } from '../parts/DriveWorkNote';
import { DropArea } from '../parts/DropArea';
import { CheckedCard } from './CheckedCard';

export function KeyCheckScreen() {
  const { t } = useTranslation();
  const desk = useKeys((state) => state.desk);
  const goTo = useView((state) => state.go);
  const take = (files: readonly Incoming[]) => void bring('check', files);
  if (!desk) return <p role="status">{t('key.loading')}</p>;
  const { checked, job, driveWork } = desk;
  if (job) return <WorkPage desk={desk} job={job} />;
  return (
    <StepPage title={t('key.check.title')} lead={t('key.check.lead')} safety={t('key.safeNothing')}>
      <DriveWorkNote work={driveWork} />
      {checked ? <CheckedCard checked={checked} drive={desk.drives?.drives.find(({ id }) => id === checked.driveId)} /> : null}
      <DropArea
        title={t('key.check.dropTitle')}
        hint={t('key.check.dropHint')}
        chooseFiles={t('key.check.choose')}
        chooseFolder={t('key.check.chooseFolder')}
        allowsSeveral={false}
        isSmall={checked !== undefined}
        onFiles={take}
      >
        {checked ? (
          <Button kind="quiet" onPress={() => goTo('key-build')}>
            {t('key.toBuild')}
          </Button>
        ) : null}
      </DropArea>
      <section aria-labelledby="check-drives">
        <DriveList titleId="check-drives" list={desk.drives} mode="read" />
      </section>
      {checked ? null : (
        <TickList title={t('key.check.told')} lines={t('key.check.tells', { returnObjects: true })}>
          <div>
            <Button kind="quiet" onPress={() => goTo('key-build')}>
              {t('key.toBuild')}
            </Button>
          </div>
        </TickList>
      )}
      <WindowDrop label={t('key.check.dropNow')} onDrop={(transfer) => void droppedFiles(transfer).then(take)} />
    </StepPage>
  );
}
