// First question: what the key is made from. Cards say what each package is before anything is built.
import { useTranslation } from 'react-i18next';
import type { KeyState } from '../../../shared/ipc/key-views';
import { sendKey } from '../../api/actions';
import { droppedFiles, type Incoming } from '../../check/dropped-files';
import { Button } from '../../components/Button';
import { WindowDrop } from '../../components/WindowDrop';
import { StepPage } from '../../frame/StepPage';
import { useView } from '../../stores/view';
import { bring } from '../bring';
import { useKeyLook } from '../key-look';
import { DropArea } from '../parts/DropArea';
import { FootBar } from '../parts/FootBar';
import { PackageCard } from './PackageCard';
import styles from './PackagePage.module.css';

export function PackagePage({ desk }: { readonly desk: KeyState }) {
  const { t } = useTranslation();
  const go = useKeyLook((state) => state.go);
  const goTo = useView((state) => state.go);
  const { packages } = desk;
  const isEmpty = packages.length === 0;
  const isReady = packages.some(({ report }) => report && (report.canBuild.length > 0 || report.images.length > 0));
  const isBusy = packages.some(({ state }) => state === 'receiving' || state === 'working');
  const take = (files: readonly Incoming[]) => void bring('package', files);
  return (
    <StepPage title={t('key.package.title')} lead={t('key.package.lead')} safety={t('key.safeNothing')}>
      {isEmpty ? null : (
        <ul className={styles.cards} data-testid="packages">
          {packages.map((row) => (
            <PackageCard key={row.itemId} row={row} />
          ))}
        </ul>
      )}
      <DropArea
        title={t('key.package.dropTitle')}
        hint={t('key.package.dropHint')}
        chooseFiles={t('key.package.addFiles')}
        chooseFolder={t('key.package.addFolder')}
        allowsSeveral
        isSmall={!isEmpty}
        onFiles={take}
      />
      {isEmpty ? (
        <section className={styles.practice} aria-labelledby="key-practice">
          <p id="key-practice" className="soft">
            {t('key.package.practice')}
          </p>
          <div className={styles.buttons}>
            <Button onPress={() => void sendKey('key/practice', { kind: 'rompaq' })}>{t('key.package.practiceRompaq')}</Button>
            <Button onPress={() => void sendKey('key/practice', { kind: 'crisis' })}>{t('key.package.practiceCrisis')}</Button>
          </div>
        </section>
      ) : null}
      <FootBar
        onBack={() => goTo('start')}
        why={isReady && !isBusy ? undefined : isBusy ? t('key.package.opening') : t('key.package.needDone')}
        go={t('key.goOn')}
        onGo={() => go('machine')}
      >
        <Button kind="quiet" onPress={() => goTo('key-check')}>
          {t('key.toCheck')}
        </Button>
      </FootBar>
      <WindowDrop label={t('key.package.dropNow')} onDrop={(transfer) => void droppedFiles(transfer).then(take)} />
    </StepPage>
  );
}
