// The contact test: six lights with a sentence each, one diagnosis, and what to do about it.
import { useTranslation } from 'react-i18next';
import type { CaseView, SessionView } from '../../../shared/ipc/views';
import {
  contactChecks,
  errorOfDiagnosis,
  type ContactCheck,
  type ContactCheckName,
  type ContactReport,
} from '../../../shared/model/contact';
import { appError } from '../../../shared/model/errors';
import { checklistIds } from '../../../shared/model/recovery';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { ErrorCard } from '../../components/ErrorCard';
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
          kind={contact?.diagnosis === 'good' || contact?.diagnosis === 'low-voltage-chip' ? 'plain' : 'primary'}
          isDisabled={wait !== undefined || operation !== undefined}
          onPress={() => void send('contact/start', {})}
        >
          {isTesting ? t('connect.testing') : contact ? t('connect.testAgain') : t('connect.test')}
        </Button>
        {wait ? <span className="soft">{t(`connect.${wait}`)}</span> : null}
      </div>
      {contact && !isTesting ? <Outcome contact={contact} open={open} chip={session.chip} /> : null}
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

/** Good in one sentence; anything else as an error with its steps. */
function Outcome({
  contact,
  open,
  chip,
}: {
  readonly contact: ContactReport;
  readonly open: CaseView;
  readonly chip: SessionView['chip'];
}) {
  const { t } = useTranslation();
  if (contact.diagnosis !== 'good') {
    const params = { jedec: contact.jedec ?? '', diagnosis: t(`contact.${contact.diagnosis}`) };
    return (
      <ErrorCard error={appError(errorOfDiagnosis[contact.diagnosis], params, undefined, open.chipState)}>
        {open.lastError ? null : <MendButton />}
      </ErrorCard>
    );
  }
  return (
    <p className={styles.diagnosis} data-good="true" role="status" data-testid="contact-diagnosis">
      <Icon name="check" />
      <span>
        <strong>{t('contact.good')}</strong>
        {chip ? (
          <span className="soft">
            {' '}
            {t('connect.found', { chip: `${chip.manufacturer} ${chip.name}`, size: formatBytes(chip.sizeBytes) })}
          </span>
        ) : null}
      </span>
    </p>
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
