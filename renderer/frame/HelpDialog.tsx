import { useTranslation } from 'react-i18next';
import { certainties } from '../../shared/model/knowledge';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { useApp } from '../stores/app';
import styles from './HelpDialog.module.css';

export function HelpDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const version = useApp((state) => state.snapshot?.version ?? '');
  const rules = t('help.rules', { returnObjects: true });
  const keys = t('help.keys', { returnObjects: true });
  return (
    <Dialog title={t('help.title')} isOpen={isOpen} onClose={onClose}>
      <p>{t('help.intro')}</p>
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <h3>{t('help.marksTitle')}</h3>
      <dl className={styles.marks}>
        {certainties.map((certainty) => (
          <div key={certainty}>
            <dt>{t(`certainty.${certainty}`)}</dt>
            <dd>{t(`certaintyMeaning.${certainty}`)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('help.keysTitle')}</h3>
      {keys.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className="soft">{t('help.about', { version })}</p>
      <div>
        <Button kind="primary" onPress={onClose} autoFocus>
          {t('parts.close')}
        </Button>
      </div>
    </Dialog>
  );
}
