// Files that together are one image: said, and joined on a press.
import { useTranslation } from 'react-i18next';
import { sendCheck } from '../../api/actions';
import { Button } from '../../components/Button';
import { useDesk } from '../desk';
import styles from './SetOffers.module.css';

export function SetOffers() {
  const { t } = useTranslation();
  const sets = useDesk((state) => state.sets);
  return sets.map((set) => (
    <div key={set.fileIds.join()} className={styles.offer} data-testid="set-offer">
      <p>
        {set.title
          ? t('check.setFoundIn', { count: set.fileIds.length, title: set.title })
          : t('check.setFound', { count: set.fileIds.length })}{' '}
        {set.missing.length > 0 ? t('check.setMissing', { missing: set.missing.join(', ') }) : null}
      </p>
      {set.missing.length === 0 ? (
        <Button onPress={() => void sendCheck('check/join', { fileIds: [...set.fileIds] })}>{t('check.setJoin')}</Button>
      ) : null}
    </div>
  ));
}
