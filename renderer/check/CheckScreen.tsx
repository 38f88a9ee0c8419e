// The check screen: the whole window is a drop area; in it the list, the page of one file, or a comparison.
import { useTranslation } from 'react-i18next';
import { WindowDrop } from '../components/WindowDrop';
import { useUploads } from './uploads';
import { droppedFiles } from './dropped-files';
import { ComparePage } from './compare/ComparePage';
import { FilePage } from './file/FilePage';
import { ListPage } from './list/ListPage';
import { useLook } from './look';
import styles from './CheckScreen.module.css';

export function CheckScreen() {
  const { t } = useTranslation();
  const take = (transfer: DataTransfer) =>
    void droppedFiles(transfer).then((files) => {
      useUploads.getState().add(files);
      useLook.getState().look({ kind: 'list' });
    });
  return (
    <div className={styles.screen}>
      <Looked />
      <WindowDrop label={t('check.dropNow')} onDrop={take} />
    </div>
  );
}

function Looked() {
  const looking = useLook((state) => state.looking);
  switch (looking.kind) {
    case 'list':
      return <ListPage />;
    case 'file':
      return <FilePage fileId={looking.fileId} key={looking.fileId} />;
    case 'compare':
      return <ComparePage fileIds={looking.fileIds} key={looking.fileIds.join()} />;
  }
}
