// The ways on from an error: to the connection, and in practice the button that mends what the scenario broke.
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../shared/model/errors';
import { send } from '../api/actions';
import { Button } from '../components/Button';
import { useApp } from '../stores/app';
import { useView } from '../stores/view';
import { practiceMessages } from '../messages/practice.en';

const wiring: readonly AppError['category'][] = ['usb', 'bus', 'chip', 'read'];

export function RecoverActions({ error }: { readonly error: AppError }) {
  const { t } = useTranslation();
  const place = useView((state) => state.place);
  const go = useView((state) => state.go);
  if (!wiring.includes(error.category) && error.code !== 'DEVICE_HOST_LOST' && error.code !== 'WRITE_BLOCK_FAILED') return null;
  return (
    <>
      <MendButton />
      {place === 'connect' ? null : <Button onPress={() => go('connect')}>{t('connect.goThere')}</Button>}
    </>
  );
}

/** Nothing outside practice, and nothing where the scenario has nothing to mend by hand. */
export function MendButton() {
  const { t } = useTranslation();
  const scenario = useApp((state) => state.snapshot?.openCase?.practice);
  const isRunning = useView((state) => state.running.has('practice/mend'));
  if (!scenario || !practiceMessages[scenario].mend) return null;
  return (
    <Button kind="primary" icon="plug" isDisabled={isRunning} onPress={() => void send('practice/mend', {})}>
      {t(`scenario.${scenario}.mend`)}
    </Button>
  );
}
