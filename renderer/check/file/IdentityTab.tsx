// What names one board: where it is, and its values only after a press. They come from main then, and go when they are hidden again.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityItem, ImageReport } from '../../../shared/firmware/report';
import { sendCheck } from '../../api/actions';
import { Button } from '../../components/Button';
import { useView } from '../../stores/view';
import { Place } from './Place';
import styles from './IdentityTab.module.css';

export function IdentityTab({ fileId, report }: { readonly fileId: string; readonly report: ImageReport }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<readonly IdentityItem[]>();
  const isAsking = useView((state) => state.running.has('check/report'));
  const press = async () => {
    if (shown) return setShown(undefined);
    const answer = await sendCheck('check/report', { fileId, identity: true });
    if (answer.ok) setShown(answer.value.report?.identity ?? []);
  };
  const items = shown ?? report.identity;
  if (items.length === 0) return <p className="soft">{t('check.identityNone')}</p>;
  return (
    <div className={styles.identity}>
      <p className="soft">{t('check.identityLead')}</p>
      <div>
        <Button icon="lock" isDisabled={isAsking} onPress={() => void press()}>
          {shown ? t('check.identityHide') : t('check.identityShow')}
        </Button>
      </div>
      <ul className={styles.items} data-testid="identity">
        {items.map((item) => (
          <li key={`${item.kind}${item.offset}`}>
            <span className={styles.title}>
              <Place range={item}>{item.title}</Place>
            </span>
            <span className={styles.value}>
              {shown && item.value !== undefined ? (
                <span className="hex">{item.value}</span>
              ) : (
                <span className="soft">{valueWord(item, shown !== undefined)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );

  function valueWord({ state }: IdentityItem, isShown: boolean): string {
    if (state !== 'present') return t(`check.identityState.${state}`);
    return isShown ? t('check.identityNoValue') : t('check.identityHidden');
  }
}
