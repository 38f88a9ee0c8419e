// "Make the stick normal again": one button, and a question that shows the drive it would erase. Cancel has the focus.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Drive } from '../../../shared/keys/types';
import { sendKey } from '../../api/actions';
import { Button, type ButtonProps } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Tick } from '../../components/Tick';
import { DriveCard } from './DriveCard';
import { Field } from './Field';
import styles from './MakeNormal.module.css';

export function MakeNormal({ drive, kind = 'plain' }: { readonly drive: Drive; readonly kind?: ButtonProps['kind'] & string }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const [testsSize, setTestsSize] = useState(false);
  const close = () => {
    setAsking(false);
    setTyped('');
  };
  const isAllowed = !drive.needsTypedName || typed.trim() === drive.name;
  const go = () => {
    close();
    void sendKey('key/make-normal', { driveId: drive.id, testsSize, ...(drive.needsTypedName ? { typedName: typed.trim() } : {}) });
  };
  return (
    <>
      <Button kind={kind} onPress={() => setAsking(true)} aria-label={t('key.normal.named', { name: drive.name })}>
        {t('key.normal.button')}
      </Button>
      <Dialog title={t('key.normal.title')} isOpen={isAsking} onClose={close} isDangerous>
        <DriveCard drive={drive} />
        <p>
          {t('key.normal.what')} <strong>{t(drive.contents.length > 0 ? 'key.where.lost' : 'key.where.lostEmpty')}</strong>
        </p>
        {drive.needsTypedName ? (
          <Field label={t('key.where.typeLabel')} hint={t('key.where.typeName', { name: drive.name })} value={typed} onChange={setTyped} />
        ) : null}
        <Tick isSelected={testsSize} onChange={setTestsSize} detail={t('key.where.testSizeDetail')}>
          {t('key.where.testSize')}
        </Tick>
        <div className={styles.foot}>
          <Button autoFocus onPress={close}>
            {t('parts.cancel')}
          </Button>
          <Button kind="danger" isDisabled={!isAllowed} onPress={go}>
            {t('key.normal.go')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
