// HPE's published SHA-256 against the file's: a field, and the answer beside it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyPackageRow } from '../../../shared/ipc/key-views';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { Field } from '../parts/Field';
import { KeyMark } from '../parts/KeyMark';
import styles from './PublishedHash.module.css';

const DIGITS = 64;

export function PublishedHash({ row: { itemId, expectedSha256, report } }: { readonly row: KeyPackageRow }) {
  const { t } = useTranslation();
  const [text, setText] = useState(expectedSha256 ?? '');
  const digits = text.replaceAll(/[\s:]/g, '').toLowerCase();
  const isWhole = /^[0-9a-f]{64}$/.test(digits);
  const compare = () => (isWhole ? void sendKey('key/expect', { itemId, sha256: digits }) : undefined);
  const isEqual = report?.sha256 === expectedSha256;
  return (
    <div className={styles.part} data-testid="published-hash">
      <Field
        label={t('key.package.published')}
        hint={
          digits === '' || isWhole || digits.length < DIGITS
            ? t('key.package.publishedHint')
            : t('key.package.publishedShort', { count: digits.length })
        }
        value={text}
        onChange={(value) => setText(value.slice(0, 200))}
        onEnter={compare}
        isWide
      />
      <div className={styles.answer}>
        <Button isDisabled={!isWhole} onPress={compare}>
          {t('key.package.compare')}
        </Button>
        {expectedSha256 === undefined ? null : (
          <>
            <KeyMark tone={isEqual ? 'good' : 'bad'}>{t(isEqual ? 'key.package.publishedEqual' : 'key.package.publishedDiffers')}</KeyMark>
            <Button
              kind="quiet"
              onPress={() => {
                setText('');
                void sendKey('key/expect', { itemId, sha256: '' });
              }}
            >
              {t('key.package.publishedClear')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
