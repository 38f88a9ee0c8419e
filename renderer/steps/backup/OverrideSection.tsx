// For an unreadable chip only: a place apart, folded, with a sentence to type. Main allows it only after a failed backup.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { Fold } from '../../components/Fold';
import { isTyped, TypedSentence } from '../../components/TypedSentence';
import styles from './OverrideSection.module.css';

export function OverrideSection({ open }: { readonly open: CaseView }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const sentence = open.overrideSentence ?? t('backup.overrideSentence');
  if (open.backupOverride) return <p className={styles.done}>{t('backup.overrideDone')}</p>;
  return (
    <Fold title={t('backup.overrideFold')} level={2}>
      <div className={styles.section}>
        <p>{t('backup.override')}</p>
        <p className="soft">{t('backup.overrideWhen')}</p>
        <TypedSentence label="backup.overrideType" sentence={sentence} typed={typed} onChange={setTyped} />
        <div>
          <Button
            kind="danger"
            isDisabled={open.overrideSentence === undefined || !isTyped(typed, sentence)}
            onPress={() => void send('backup/override', { typed })}
          >
            {t('backup.overrideGo')}
          </Button>
        </div>
      </div>
    </Fold>
  );
}
