// What differs, by region and what stands in it; and which files inside the BIOS changed.
import { useTranslation } from 'react-i18next';
import type { ComparedFile } from '../../../shared/ipc/check-views';
import type { ByteRange } from '../../../shared/model/plan';
import { formatCount, formatOffset } from '../../format';
import { titleOfSpan } from '../file/region-titles';
import styles from './DifferingParts.module.css';

export interface DifferingPartsProps {
  readonly file: ComparedFile;
  readonly onPart: (range: ByteRange) => void;
}

const changeKinds = ['changed', 'added', 'removed'] as const;

export function DifferingParts({ file, onPart }: DifferingPartsProps) {
  const { t } = useTranslation();
  const { parts, changes } = file;
  if (parts.length === 0) return null;
  return (
    <>
      <section>
        <h2 id="parts-title">{t('check.compareParts')}</h2>
        <table className={styles.table} aria-labelledby="parts-title" data-testid="differing-parts">
          <thead>
            <tr>
              <th scope="col">{t('check.comparePart')}</th>
              <th scope="col">{t('check.comparePlace')}</th>
              <th scope="col" className={styles.number}>
                {t('check.compareBytes')}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part, index) => (
              <tr key={index} data-kind={part.kind}>
                <th scope="row" title={part.path.join(' › ')}>
                  {titleOfSpan(t, part)}
                </th>
                <td>
                  <button
                    type="button"
                    className={styles.place}
                    aria-label={`${t('check.showBytes')}: ${formatOffset(part.offset)}`}
                    onClick={() => onPart({ offset: part.offset, length: Math.max(1, part.length) })}
                  >
                    {formatOffset(part.offset)}
                  </button>
                </td>
                <td className={styles.number}>{formatCount(part.differingBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {changes ? (
        <section>
          <h2>{t('check.compareChanges')}</h2>
          <ul className={styles.changes}>
            {changeKinds.flatMap((kind) =>
              changes[kind].map((change, index) => (
                <li key={`${kind}${index}`}>
                  <span className={styles.kind}>{t(`check.compareChanged.${kind}`)}</span>
                  <span title={change.guid}>
                    {change.name} <span className="soft">{change.inside}</span>
                  </span>
                </li>
              )),
            )}
          </ul>
        </section>
      ) : null}
    </>
  );
}
