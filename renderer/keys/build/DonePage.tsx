// The key is there and proven: where it is, what stands on it, and what to do at the machine, as a page to print.
import { useTranslation } from 'react-i18next';
import type { BuiltKey, KeyState } from '../../../shared/ipc/key-views';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { CopyBox } from '../../components/CopyBox';
import { Findings } from '../../components/Findings';
import { Fold } from '../../components/Fold';
import { Icon } from '../../components/Icon';
import { StepPage } from '../../frame/StepPage';
import { formatBytes, formatDate } from '../../format';
import { useView } from '../../stores/view';
import { useKeyLook } from '../key-look';
import { DriveWorkNote } from '../parts/DriveWorkNote';
import { KeyMark } from '../parts/KeyMark';
import { MakeNormal } from '../parts/MakeNormal';
import { StepsToPrint } from './StepsToPrint';
import styles from './DonePage.module.css';

export function DonePage({ desk, built }: { readonly desk: KeyState; readonly built: BuiltKey }) {
  const { t } = useTranslation();
  const go = useKeyLook((state) => state.go);
  const goTo = useView((state) => state.go);
  const { plan, check, path, driveId, isPractice } = built;
  const drive = desk.drives?.drives.find(({ id, refusals }) => id === driveId && refusals.length === 0);
  const isReady = check.verdict === 'ready';
  const findings = [...check.findings, ...plan.findings];
  const again = async () => {
    const asked = await sendKey('key/check', { source: driveId === undefined ? { kind: 'built' } : { kind: 'drive', driveId } });
    if (asked.ok) goTo('key-check');
  };
  const another = async () => {
    await sendKey('key/restart', {});
    go('package');
  };
  return (
    <StepPage
      title={t(isReady ? 'key.done.title' : 'key.done.titleUnsure')}
      lead={t('key.done.lead')}
      safety={t(path ? 'key.safeNothing' : 'key.safety.ready')}
    >
      {isPractice ? (
        <p className={styles.practice}>
          <Icon name="alert" /> {t('key.done.practice')}
        </p>
      ) : null}
      <DriveWorkNote work={desk.driveWork} />
      <section className={styles.card} data-testid="built" data-print="no">
        <KeyMark tone={isReady ? 'good' : check.verdict === 'unsure' ? 'unsure' : 'bad'}>{t(`key.check.verdict.${check.verdict}`)}</KeyMark>
        <p>{check.summary}</p>
        {path ? (
          <>
            <CopyBox text={path} label={t('key.done.saved')} />
            <p className="soft">{t('key.done.how')}</p>
          </>
        ) : (
          <>
            <p>
              {t('key.done.on')} <strong>{built.name}</strong>
            </p>
            <p className="soft">{t('key.done.takeOut')}</p>
          </>
        )}
        <div className={styles.folds}>
          <Fold title={t('key.done.holds')}>
            <table className={styles.files}>
              <thead>
                <tr>
                  <th scope="col">{t('key.done.file')}</th>
                  <th scope="col">{t('key.done.size')}</th>
                  <th scope="col">{t('key.done.from')}</th>
                </tr>
              </thead>
              <tbody>
                {plan.files.map((file) => (
                  <tr key={file.path}>
                    <td className="hex">{file.path}</td>
                    <td>{formatBytes(file.size)}</td>
                    <td>{file.from}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Fold>
          {findings.length > 0 ? (
            <Fold title={t('key.package.findings', { count: findings.length })} open={!isReady}>
              <Findings findings={findings} />
            </Fold>
          ) : null}
        </div>
        <div className={styles.buttons}>
          <Button onPress={() => void again()}>{t(path ? 'key.done.checkAgain' : 'key.done.again')}</Button>
          <Button onPress={() => void another()}>{t('key.done.another')}</Button>
          {drive ? <MakeNormal drive={drive} kind="quiet" /> : null}
        </div>
      </section>
      <StepsToPrint
        title={t(built.target.kind === 'rompaq' ? 'key.done.stepsServer' : 'key.done.stepsWorkstation')}
        note={t('key.done.printedFor', { family: plan.family ?? t('key.package.unknown'), date: formatDate(built.builtAt) })}
        steps={built.steps}
      />
    </StepPage>
  );
}
