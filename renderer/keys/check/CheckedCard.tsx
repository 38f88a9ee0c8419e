// The verdict on one key: word and sentence, the one thing to fix, what can be mended, then everything that was found.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckedKey } from '../../../shared/ipc/key-views';
import type { Drive, KeyCheck } from '../../../shared/keys/types';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { CopyBox } from '../../components/CopyBox';
import { ErrorCard } from '../../components/ErrorCard';
import { Findings } from '../../components/Findings';
import { formatBytes } from '../../format';
import { isPracticeDrive } from '../parts/DriveCard';
import { FactList } from '../parts/FactList';
import { Field } from '../parts/Field';
import { formatDriveSize } from '../sizes';
import { KeyMark, type Tone } from '../parts/KeyMark';
import styles from './CheckedCard.module.css';

const tones: Record<KeyCheck['verdict'], Tone> = { ready: 'good', 'will-not-work': 'bad', unsure: 'unsure' };

export interface CheckedCardProps {
  readonly checked: CheckedKey;
  /** Where it is one, as the list shows it. */
  readonly drive: Drive | undefined;
}

export function CheckedCard({ checked, drive }: CheckedCardProps) {
  const { t } = useTranslation();
  const { check, error, state } = checked;
  return (
    <section className={styles.card} aria-labelledby="checked-name" data-testid="checked" data-verdict={check?.verdict}>
      <div className={styles.head}>
        <h2 id="checked-name">{checked.name}</h2>
        <span className="soft">
          {t(`key.check.source.${checked.source}`)} · {(checked.source === 'drive' ? formatDriveSize : formatBytes)(checked.sizeBytes)}
          {check ? ` · ${t(`key.check.kind.${check.kind}`)}` : ''}
        </span>
      </div>
      <div role="status" className={styles.verdict}>
        {state === 'receiving' ? (
          <KeyMark tone="busy">
            {t('key.check.receiving', { done: formatBytes(checked.receivedBytes ?? 0), total: formatBytes(checked.sizeBytes) })}
          </KeyMark>
        ) : state === 'working' ? (
          <KeyMark tone="busy">{t('key.check.working')}</KeyMark>
        ) : check ? (
          <>
            <KeyMark tone={tones[check.verdict]} large>
              {t(`key.check.verdict.${check.verdict}`)}
            </KeyMark>
            <p className={styles.summary}>{check.summary}</p>
          </>
        ) : null}
      </div>
      {state === 'failed' && error ? <ErrorCard error={error} safety={t('key.safeNothing')} /> : null}
      {check && state === 'done' ? <Judged checked={checked} drive={drive} check={check} /> : null}
    </section>
  );
}

type JudgedProps = CheckedCardProps & { readonly check: KeyCheck };

function Judged({ checked, drive, check }: JudgedProps) {
  const { t } = useTranslation();
  const [family, setFamily] = useState(checked.family ?? '');
  const judge = () => void sendKey('key/check-for', { family });
  const imageRows = check.images.map((image) => ({
    name: image.family ?? image.kind,
    value: [image.path, image.innerDate ?? image.version, t(`key.package.proof.${image.proof}`)].filter(Boolean).join(' · '),
  }));
  return (
    <>
      {check.fixFirst ? (
        <div className={styles.fix} data-testid="fix-first">
          <h3>{t('key.check.fixFirst')}</h3>
          <p>{check.fixFirst}</p>
        </div>
      ) : null}
      <Repairs checked={checked} drive={drive} check={check} />
      {drive && isPracticeDrive(drive) && check.verdict === 'ready' ? (
        <div>
          <Button kind="quiet" onPress={() => void sendKey('key/practice-spoil', { driveId: drive.id })}>
            {t('key.check.spoil')}
          </Button>
        </div>
      ) : null}
      {check.findings.length > 0 ? (
        <div className={styles.part}>
          <h3>{t('key.check.findings')}</h3>
          <Findings findings={check.findings} />
        </div>
      ) : null}
      <div className={styles.columns}>
        <div className={styles.part}>
          <h3>{t('key.check.images')}</h3>
          {imageRows.length > 0 ? <FactList rows={imageRows} /> : <p className="soft">{t('key.check.imagesNone')}</p>}
          <div className={styles.judge}>
            <Field
              label={t('key.check.forWhom')}
              hint={t('key.check.forHint')}
              value={family}
              onChange={(value) => setFamily(value.slice(0, 40))}
              onEnter={judge}
            />
            <Button onPress={judge}>{t('key.check.judge')}</Button>
          </div>
        </div>
        {check.facts.length > 0 ? (
          <div className={styles.part}>
            <h3>{t('key.check.facts')}</h3>
            <FactList rows={check.facts} />
          </div>
        ) : null}
      </div>
    </>
  );
}

function Repairs({ checked, drive, check }: JudgedProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { repaired, savedAs, source } = checked;
  if (check.repairs.length === 0 && repaired.length === 0) return null;
  const onDrive = source === 'drive' && drive?.refusals.length === 0;
  const needsName = onDrive && drive.needsTypedName && check.repairs.length > 0;
  const isClosed = onDrive ? needsName && typed.trim() !== drive.name : source !== 'image';
  const typedName = needsName ? { typedName: typed.trim() } : {};
  return (
    <div className={styles.part} data-testid="repairs">
      {check.repairs.length > 0 ? (
        <>
          <h3>{t('key.check.repairs')}</h3>
          <p className="soft">
            {t(source === 'image' ? 'key.check.repairHint' : onDrive ? 'key.check.repairDrive' : 'key.check.repairsNotHere')}
          </p>
        </>
      ) : null}
      {needsName ? (
        <Field label={t('key.where.typeLabel')} hint={t('key.where.typeName', { name: drive.name })} value={typed} onChange={setTyped} />
      ) : null}
      {check.repairs.length > 0 ? (
        <div className={styles.buttons}>
          {check.repairs.map(({ code, title }) => (
            <Button key={code} isDisabled={isClosed} onPress={() => void sendKey('key/repair', { code, ...typedName })}>
              {title}
            </Button>
          ))}
        </div>
      ) : null}
      {repaired.length > 0 ? (
        <div className={styles.buttons}>
          <span>{t(onDrive ? 'key.check.repairedDrive' : 'key.check.repaired', { count: repaired.length })}</span>
          {savedAs || onDrive ? null : <Button onPress={() => void sendKey('key/save-repaired', {})}>{t('key.check.save')}</Button>}
        </div>
      ) : null}
      {savedAs ? <CopyBox text={savedAs} label={t('key.check.savedAs')} /> : null}
    </div>
  );
}
