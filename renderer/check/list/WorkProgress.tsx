// How far it is, stop and go on. Says the end to screen readers, not each file.
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { sendCheck } from '../../api/actions';
import { Button } from '../../components/Button';
import { formatCount } from '../../format';
import { useLook } from '../look';
import { useUploads } from '../uploads';
import styles from './WorkProgress.module.css';

const openStates: readonly CheckRow['state'][] = ['receiving', 'waiting', 'inspecting'];

export function WorkProgress({ rows }: { readonly rows: readonly CheckRow[] }) {
  const { t } = useTranslation();
  const bringing = useUploads((state) => state.waiting.length);
  const passedOver = useUploads((state) => state.passedOver);
  const isBringing = useUploads((state) => state.isRunning);
  const selected = useLook((state) => state.selected.size);
  const open = rows.filter(({ state }) => openStates.includes(state)).length;
  const stopped = rows.filter(({ state }) => state === 'stopped').length;
  const total = rows.length + bringing;
  const done = rows.length - open;
  const isWorking = open > 0 || isBringing;
  const stop = () => {
    useUploads.getState().stop();
    void sendCheck('check/stop', {});
  };
  return (
    <div className={styles.work}>
      {isWorking ? (
        <>
          <progress className={styles.bar} max={total} value={done} aria-label={t('check.progressLabel')} />
          <span>{t('check.progress', { done: formatCount(done), total: formatCount(total) })}</span>
          <Button kind="quiet" onPress={stop}>
            {t('check.stop')}
          </Button>
        </>
      ) : (
        <span className="soft">
          {passedOver > 0 ? `${t('check.passedOver', { count: passedOver })} ` : null}
          {selected > 0 ? t('check.selectedCount', { count: selected }) : t('check.keys')}
        </span>
      )}
      {!isWorking && stopped > 0 ? (
        <Button kind="quiet" onPress={() => void sendCheck('check/resume', {})}>
          {t('check.resume', { count: stopped })}
        </Button>
      ) : null}
      <span className="visually-hidden" role="status">
        {isWorking ? '' : t('check.announceDone', { count: rows.length })}
      </span>
    </div>
  );
}
