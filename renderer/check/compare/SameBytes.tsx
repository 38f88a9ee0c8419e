// Files that are equal: the one hash of them, large, for those who compare it with another computer's.
import { useTranslation } from 'react-i18next';
import { CopyBox } from '../../components/CopyBox';
import { Icon } from '../../components/Icon';
import { useDesk } from '../desk';
import { lettersOf } from './Letter';
import styles from './SameBytes.module.css';

/** `indexes`: which of the files compared. */
export function SameBytes({ fileId, indexes }: { readonly fileId: string; readonly indexes: readonly number[] }) {
  const { t } = useTranslation();
  const sha256 = useDesk((state) => state.rows.get(fileId)?.sha256);
  if (sha256 === undefined) return null;
  const title = t('check.compareSameHash', { letters: lettersOf(indexes) });
  return (
    <section className={styles.same} aria-labelledby="same-hash">
      <h2 id="same-hash">
        <Icon name="check" size={18} /> {title}
      </h2>
      <CopyBox text={sha256} label={title} />
    </section>
  );
}
