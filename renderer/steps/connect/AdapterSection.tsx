// Which adapter: each that is plugged in, with what stands between it and use.
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { ErrorCard } from '../../components/ErrorCard';
import { Icon } from '../../components/Icon';
import { MendButton } from '../../frame/RecoverActions';
import { useApp } from '../../stores/app';
import { useView } from '../../stores/view';
import styles from './AdapterSection.module.css';

export function AdapterSection() {
  const { t } = useTranslation();
  const programmers = useApp((state) => state.snapshot?.programmers) ?? [];
  const session = useApp((state) => state.snapshot?.session);
  const isLooking = useView((state) => state.running.has('programmer/refresh'));
  if (session?.connection === 'open')
    return (
      <section className={styles.inUse} aria-labelledby="adapter-title">
        <h2 id="adapter-title">{t('connect.adapterTitle')}</h2>
        <p>
          <Icon name="check" /> {t('connect.inUse', { name: session.programmer.name })}
          {session.programmer.where ? <span className="soft"> · {session.programmer.where}</span> : null}
        </p>
        <Button kind="quiet" onPress={() => void send('programmer/close', {})}>
          {t('connect.another')}
        </Button>
      </section>
    );
  return (
    <section className={styles.section} aria-labelledby="adapter-title">
      <h2 id="adapter-title">{t('connect.choose')}</h2>
      {session?.connection === 'lost' ? (
        <p className={styles.lost} role="status">
          <Icon name="alert" /> {t('connect.lost')} <MendButton />
        </p>
      ) : null}
      {programmers.length === 0 ? (
        <p>
          <strong>{t('connect.noneTitle')}.</strong> <span className="soft">{t('connect.none')}</span>
        </p>
      ) : null}
      <ul className={styles.list}>
        {programmers.map((programmer) => (
          <AdapterRow key={programmer.id} programmer={programmer} />
        ))}
      </ul>
      <div>
        <Button isDisabled={isLooking} onPress={() => void send('programmer/refresh', {})}>
          {t('connect.lookAgain')}
        </Button>
      </div>
    </section>
  );
}

function AdapterRow({ programmer }: { readonly programmer: SessionView['programmer'] }) {
  const { t } = useTranslation();
  const isOpening = useView((state) => state.running.has('programmer/open'));
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <span>
          <strong>{programmer.name}</strong> {programmer.where ? <span className="soft">{programmer.where}</span> : null}
        </span>
        <Button
          kind="primary"
          isDisabled={isOpening || programmer.problem !== undefined}
          onPress={() => void send('programmer/open', { id: programmer.id })}
          aria-label={t('connect.useNamed', { name: programmer.name })}
        >
          {t('connect.use')}
        </Button>
      </div>
      {programmer.problem ? <ErrorCard error={programmer.problem} /> : null}
    </li>
  );
}
