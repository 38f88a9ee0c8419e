// Text to copy: a rule, a hash, details of an error.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import styles from './CopyBox.module.css';

export function CopyBox({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <div className={styles.box}>
      <pre className={styles.text} tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
      <Button kind="quiet" onPress={copy}>
        {copied ? t('parts.copied') : t('parts.copy')}
      </Button>
    </div>
  );
}
