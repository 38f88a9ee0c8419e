// What can be done with the list: add, compare, save, remove.
import { useTranslation } from 'react-i18next';
import { MOST_COMPARED, type CheckRow } from '../../../shared/ipc/check-views';
import { sendCheck } from '../../api/actions';
import { Button } from '../../components/Button';
import { useLook } from '../look';
import { useUploads } from '../uploads';
import { AddFiles } from './AddFiles';
import { ExportMenu } from '../ExportMenu';
import styles from './ListBar.module.css';

export function ListBar({ rows }: { readonly rows: readonly CheckRow[] }) {
  const { t } = useTranslation();
  const selected = useLook((state) => state.selected);
  const look = useLook((state) => state.look);
  const chosen = rows.filter((row) => selected.has(row.fileId));
  const comparable = chosen.filter((row) => row.state === 'done' && row.contains === undefined);
  const saved = (chosen.length > 0 ? chosen : rows).filter(({ state }) => state === 'done');
  const canCompare = comparable.length >= 2 && comparable.length <= MOST_COMPARED;
  const clear = () => {
    useUploads.getState().stop();
    useLook.getState().select([]);
    void sendCheck('check/clear', {});
  };
  const remove = () => {
    useLook.getState().select([]);
    void sendCheck('check/remove', { fileIds: chosen.map(({ fileId }) => fileId) });
  };
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('check.title')}>
      <AddFiles />
      <span className={styles.rule} aria-hidden="true" />
      <Button
        kind="primary"
        isDisabled={!canCompare}
        onPress={() => look({ kind: 'compare', fileIds: comparable.map(({ fileId }) => fileId) })}
        aria-describedby="compare-why"
      >
        {canCompare ? t('check.compare', { count: comparable.length }) : t('check.compareNone')}
      </Button>
      <span id="compare-why" className="visually-hidden">
        {comparable.length > MOST_COMPARED ? t('check.compareMost', { count: MOST_COMPARED }) : t('check.compareHint')}
      </span>
      <ExportMenu fileIds={saved.map(({ fileId }) => fileId)} />
      {chosen.length > 0 ? (
        <Button onPress={remove}>{t('check.remove', { count: chosen.length })}</Button>
      ) : (
        <Button onPress={clear}>{t('check.clear')}</Button>
      )}
    </div>
  );
}
