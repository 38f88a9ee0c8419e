// A package: verdict and sentence, whom it is for, what proves its image, and behind folds what was found and what is in it.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { KeyPackageRow, PackageView } from '../../../shared/ipc/key-views';
import type { RomImage } from '../../../shared/keys/types';
import { sendKey } from '../../api/actions';
import { Button } from '../../components/Button';
import { Findings } from '../../components/Findings';
import { Fold } from '../../components/Fold';
import { formatBytes } from '../../format';
import { describeError } from '../../components/describe-error';
import { FactList } from '../parts/FactList';
import { KeyMark, type Tone } from '../parts/KeyMark';
import { PublishedHash } from './PublishedHash';
import styles from './PackageCard.module.css';

const tones: Record<PackageView['verdict'], Tone> = { usable: 'good', 'usable-with-warnings': 'unsure', 'not-usable': 'bad' };

export function PackageCard({ row }: { readonly row: KeyPackageRow }) {
  const { t } = useTranslation();
  const { report, error } = row;
  return (
    <li className={styles.card} data-testid="package-card">
      <div className={styles.head}>
        <div className={styles.words}>
          <h2>
            {row.name}
            {row.isPractice ? <span className={styles.tag}>{t('key.practiceTag')}</span> : null}
            <span className={styles.size}>{formatBytes(row.sizeBytes)}</span>
          </h2>
          <Verdict row={row} />
        </div>
        <Button
          kind="quiet"
          onPress={() => void sendKey('key/remove', { itemId: row.itemId })}
          aria-label={t('key.package.remove', { name: row.name })}
        >
          {t('key.package.removeShort')}
        </Button>
      </div>
      {error ? <Failure t={t} row={row} /> : null}
      {report ? <Report row={row} report={report} /> : null}
    </li>
  );
}

function Verdict({ row }: { readonly row: KeyPackageRow }) {
  const { t } = useTranslation();
  if (row.state === 'receiving')
    return (
      <KeyMark tone="busy">
        {t('key.package.receiving', { done: formatBytes(row.receivedBytes ?? 0), total: formatBytes(row.sizeBytes) })}
      </KeyMark>
    );
  if (row.state === 'working') return <KeyMark tone="busy">{t('key.package.opening')}</KeyMark>;
  if (!row.report) return <KeyMark tone="bad">{t('key.package.failed')}</KeyMark>;
  return <KeyMark tone={tones[row.report.verdict]}>{t(`key.package.verdict.${row.report.verdict}`)}</KeyMark>;
}

function Failure({ t, row }: { readonly t: TFunction; readonly row: KeyPackageRow }) {
  if (!row.error) return null;
  const { what, steps } = describeError(t, row.error);
  return (
    <div role="alert">
      <p>{what}</p>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}

function Report({ row, report }: { readonly row: KeyPackageRow; readonly report: PackageView }) {
  const { t } = useTranslation();
  const { canBuild, models, findings, members, memberCount } = report;
  const kinds = canBuild.map((kind) => t(`key.package.kind.${kind}`)).join(', ');
  return (
    <>
      <p className={styles.summary}>{report.summary}</p>
      <div className={styles.facts}>
        <FactList
          rows={[
            { name: t('key.package.container'), value: t(`key.container.${report.container}`) },
            report.softpaq ? { name: t('key.package.softpaq'), value: report.softpaq } : undefined,
            { name: t('key.package.family'), value: report.family ?? t('key.package.unknown') },
            models.length > 0 ? { name: t('key.package.models'), value: models.join(', ') } : undefined,
          ]}
        />
        <FactList
          rows={[
            report.release ? { name: t('key.package.release'), value: report.release } : undefined,
            ...report.images.slice(0, 4).map((image) => ({ name: t('key.package.image'), value: imageLine(t, image) })),
            report.authenticode
              ? { name: t('key.package.signature'), value: t(`key.package.authenticode.${report.authenticode}`) }
              : undefined,
            { name: t('key.package.canBuild'), value: kinds || t('key.package.canBuildNone') },
          ]}
        />
      </div>
      <div>
        {/* Anew with each verdict: what makes a package unusable is not behind a fold. */}
        {findings.length > 0 ? (
          <Fold key={report.verdict} title={t('key.package.findings', { count: findings.length })} open={report.verdict !== 'usable'}>
            <Findings findings={findings} />
          </Fold>
        ) : null}
        {row.isPractice ? null : (
          <Fold title={t('key.package.publishedFold')} open={row.expectedSha256 !== undefined}>
            <PublishedHash row={row} />
          </Fold>
        )}
        <Fold title={t('key.package.members', { count: memberCount })}>
          <ul className={styles.members} tabIndex={0} aria-label={t('key.package.members', { count: memberCount })}>
            {members.map(({ path, size }) => (
              <li key={path}>
                <span className="hex" title={path}>
                  {nameOf(path)}
                </span>{' '}
                <span className="soft">{formatBytes(size)}</span>
              </li>
            ))}
          </ul>
          <p className={`hex ${styles.hash}`}>
            {t('key.package.sha256')} {report.sha256}
          </p>
        </Fold>
      </div>
    </>
  );
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function imageLine(t: TFunction, { path, proof, innerDate, version }: RomImage): string {
  return [nameOf(path), innerDate ?? version, t(`key.package.proof.${proof}`)].filter(Boolean).join(' · ');
}
