// The report as HTML or JSON. Identity is masked unless asked for.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../../api/actions';
import { saveFile } from '../../api/save-file';
import { Button } from '../../components/Button';
import { Tick } from '../../components/Tick';
import styles from './SaveReport.module.css';

export function SaveReport() {
  const { t } = useTranslation();
  const [identity, setIdentity] = useState(false);
  const save = async (format: 'html' | 'json') => {
    const result = await send('report/export', { format, identity });
    if (result.ok) saveFile(result.value.name, result.value.mime, result.value.text);
  };
  return (
    <section className={styles.section} aria-labelledby="report-title">
      <h2 id="report-title">{t('verify.report')}</h2>
      <p className="soft">{t('verify.reportHint')}</p>
      <Tick isSelected={identity} onChange={setIdentity} detail={t('verify.identityDetail')}>
        {t('verify.identity')}
      </Tick>
      <div className={styles.actions}>
        <Button icon="file" onPress={() => void save('html')}>
          {t('verify.saveHtml')}
        </Button>
        <Button icon="file" onPress={() => void save('json')}>
          {t('verify.saveJson')}
        </Button>
      </div>
    </section>
  );
}
