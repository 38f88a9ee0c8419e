// The contact test: six lights with a sentence each, one diagnosis, and what to do about it.
import { useTranslation } from 'react-i18next';
import type { CaseView, SessionView } from '../../../shared/ipc/views';
import { contactChecks, type ContactCheck, type ContactCheckName } from '../../../shared/model/contact';
import { checklistIds } from '../../../shared/model/recovery';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { Icon, type IconName } from '../../components/Icon';
import { formatBytes } from '../../format';
import { MendButton } from '../../frame/RecoverActions';
import { useApp } from '../../stores/app';
import styles from './ContactTest.module.css';

interface ContactTestProps {
  readonly open: CaseView;
  readonly session: SessionView | undefined;
  readonly asksBoard: boolean;
}

export function ContactTest({ open, session, asksBoard }: ContactTestProps) {
  const { t } = useTranslation();
  const operation = useApp((state) => state.snapshot?.operation);
  const isTesting = operation?.kind === 'contact-test' || operation?.kind === 'identify';
  const contact = session?.contact;
  const needsTicks = session?.boardQuestion === true && checklistIds.some((id) => !open.checklist.includes(id));
  const wait = session?.connection !== 'open' ? 'waitAdapter' : asksBoard ? 'waitBoard' : needsTicks ? 'waitChecklist' : undefined;
  return (
    <section className={styles.section} aria-labelledby="contact-title">
      <h2 id="contact-title">{t('connect.testTitle')}</h2>
      <div className={styles.actions}>
        <Button
          kind={contact?.diagnosis === 'good' ? 'plain' : 'primary'}
          isDisabled={wait !== undefined || operation !== undefined}
          onPress={() => void send('contact/start', {})}
        >
          {isTesting ? t('connect.testing') : contact ? t('connect.testAgain') : t('connect.test')}
        </Button>
        {contact && contact.diagnosis !== 'good' && !isTesting && !open.lastError ? <MendButton /> : null}
        {wait ? <span className="soft">{t(`connect.${wait}`)}</span> : null}
      </div>
      {contact && !isTesting ? (
        <p className={styles.diagnosis} data-good={contact.diagnosis === 'good'} role="status" data-testid="contact-diagnosis">
          <Icon name={contact.diagnosis === 'good' ? 'check' : 'alert'} />
          <span>
            <strong>{t(`contact.${contact.diagnosis}`)}</strong>
            {contact.jedec && contact.diagnosis !== 'good' ? (
              <span className="soft"> {t('connect.idSeen', { jedec: contact.jedec })}</span>
            ) : null}
            {contact.diagnosis === 'good' && session.chip ? (
              <span className="soft">
                {' '}
                {t('connect.found', {
                  chip: `${session.chip.manufacturer} ${session.chip.name}`,
                  size: formatBytes(session.chip.sizeBytes),
                })}
              </span>
            ) : null}
          </span>
        </p>
      ) : null}
      {session?.chip && session.chip.candidates.length > 1 ? (
        <p className={styles.small}>{t('connect.otherNames', { names: session.chip.candidates.join(', ') })}</p>
      ) : null}
      {session?.chip && session.chip.protection.ranges.length > 0 ? <p className="soft">{t('connect.protectedNow')}</p> : null}
      <ol className={styles.lights} aria-label={t('connect.lights')} data-testid="contact-lights">
        {contactChecks.map((name) => (
          <Light key={name} name={name} check={contact?.checks.find((each) => each.name === name)} isTesting={isTesting} />
        ))}
      </ol>
    </section>
  );
}

const marks: Record<ContactCheck['outcome'], IconName> = { pass: 'check', fail: 'cross', 'not-applicable': 'dot', 'not-run': 'dot' };

function Light({
  name,
  check,
  isTesting,
}: {
  readonly name: ContactCheckName;
  readonly check: ContactCheck | undefined;
  readonly isTesting: boolean;
}) {
  const { t } = useTranslation();
  const outcome = isTesting ? 'not-run' : (check?.outcome ?? 'not-run');
  return (
    <li className={styles.light} data-outcome={outcome} data-testing={isTesting}>
      <span className={styles.lamp}>
        <Icon name={marks[outcome]} size={14} />
      </span>
      <span className={styles.words}>
        <span>
          {t(`contactCheck.${name}`)} <span className={styles.outcome}>{check && !isTesting ? t(`connect.outcome.${outcome}`) : null}</span>
        </span>
        <span className={styles.meaning}>{t(`contactMeaning.${name}`)}</span>
        {outcome === 'fail' && check?.evidence ? <span className={styles.evidence}>{check.evidence}</span> : null}
      </span>
    </li>
  );
}
