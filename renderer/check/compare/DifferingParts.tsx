// What differs, by region and structure.
import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../../shared/ipc/check-views';
import type { ByteRange } from '../../../shared/model/plan';
import { formatCount, formatOffset } from '../../format';
import { titleOfSpan } from '../file/region-titles';
import styles from './DifferingParts.module.css';

export interface DifferingPartsProps {
  readonly parts: ComparisonView['parts'];
  readonly onPart: (range: ByteRange) => void;
}

export function DifferingParts({ parts, onPart }: DifferingPartsProps) {
  const { t } = useTranslation();
  if (parts.length === 0) return null;
  return (
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
            <tr key={index}>
              <th scope="row">
                {titleOfSpan(t, part)}
                {part.detail ? <span className={styles.detail}>{part.detail}</span> : null}
              </th>
              <td>
                {part.offset === undefined ? (
                  t('check.none')
                ) : (
                  <button
                    type="button"
                    className={styles.place}
                    aria-label={`${t('check.showBytes')}: ${formatOffset(part.offset)}`}
                    onClick={() => onPart({ offset: part.offset ?? 0, length: Math.max(1, part.length ?? 1) })}
                  >
                    {formatOffset(part.offset)}
                  </button>
                )}
              </td>
              <td className={styles.number}>{formatCount(part.differingBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
