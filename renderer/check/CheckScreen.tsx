// The check screen: the whole window is a drop area; in it the list, the page of one file, or a comparison.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/Icon';
import { useUploads } from './uploads';
import { droppedFiles } from './dropped-files';
import { ComparePage } from './compare/ComparePage';
import { FilePage } from './file/FilePage';
import { ListPage } from './list/ListPage';
import { useLook } from './look';
import styles from './CheckScreen.module.css';

export function CheckScreen() {
  const { t } = useTranslation();
  const isOver = useWindowDrop();
  return (
    <div className={styles.screen}>
      <Looked />
      {isOver ? (
        <div className={styles.over} aria-hidden="true" data-testid="drop-over">
          <p>
            <Icon name="file" size={28} /> {t('check.dropNow')}
          </p>
        </div>
      ) : null}
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

const hasFiles = (event: { readonly dataTransfer: DataTransfer | null }): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Listens on the window: header and footer take files too. Without it a page that misses a drop would be replaced by the file. */
function useWindowDrop(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer).then((files) => {
        useUploads.getState().add(files);
        useLook.getState().look({ kind: 'list' });
      });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}
