// A file without a report: the members of an archive, each a press away; or what to do where there is nothing to read.
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { CheckRow } from '../../../shared/ipc/check-views';
import type { FileInspection } from '../../../shared/model/file-inspection';
import { describeError } from '../../components/describe-error';
import { formatBytes } from '../../format';
import { useDesk } from '../desk';
import { useLook } from '../look';
import { VerdictMark } from '../VerdictMark';
import styles from './Contained.module.css';

export function Contained({ row, inspection }: { readonly row: CheckRow; readonly inspection: FileInspection }) {
  const { t } = useTranslation();
  const members = inspection.contains ?? [];
  // The members stand on the desk under the archive's name.
  const prefix = `${row.name} › `;
  const held = useDesk(useShallow((state) => [...state.rows.values()].filter(({ name }) => name.startsWith(prefix))));
  if (members.length === 0) {
    const steps = row.error ? describeError(t, row.error).steps : [];
    return (
      <div className={styles.panel}>
        <h2>{steps.length > 0 ? t('check.whatNow') : t('check.noReport')}</h2>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    );
  }
  return (
    <div className={styles.panel}>
      <h2>{t('check.contains')}</h2>
      <ul>
        {members.map(({ name, size }) => {
          const own = held.find((each) => each.name === prefix + name);
          return (
            <li key={name} className={styles.member}>
              {own ? (
                <button type="button" className={styles.open} onClick={() => useLook.getState().look({ kind: 'file', fileId: own.fileId })}>
                  {name}
                </button>
              ) : (
                <span>{name}</span>
              )}
              <span className="soft">{formatBytes(size)}</span>
              {own ? <VerdictMark row={own} /> : <span className="soft">{t('check.notListed')}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
