// The two hashes, one above the other, in large; differences named by region.
import { useTranslation } from 'react-i18next';
import type { VerificationView } from '../../../shared/ipc/views';
import { Icon } from '../../components/Icon';
import { formatBytes, formatDate, formatRange, groupHash } from '../../format';
import { titleOfRegion, type NamedRegion } from '../../machine-regions';
import styles from './Hashes.module.css';

export function Hashes({ verification, regions }: { readonly verification: VerificationView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const { expectedSha256, chipSha256, equal } = verification;
  return (
    <section className={styles.section} data-equal={equal} data-testid="hashes">
      <div className={styles.pair}>
        <Hash label={t('verify.expected')} hash={expectedSha256} other={chipSha256} />
        <p className={styles.sign}>
          <Icon name={equal ? 'check' : 'cross'} size={22} /> {equal ? t('verify.equal') : t('verify.differs')}
        </p>
        {chipSha256 ? (
          <Hash label={t('verify.found')} hash={chipSha256} other={expectedSha256} />
        ) : (
          <p className={styles.hash}>
            <span className={styles.label}>{t('verify.found')}</span> <span className="soft">{t('verify.notRead')}</span>
          </p>
        )}
      </div>
      <p className="soft">{t('verify.compared', { bytes: formatBytes(verification.comparedBytes), date: formatDate(verification.at) })}</p>
      {verification.lateUnplug ? <p>{t('verify.lateUnplug')}</p> : null}
      {verification.differences.length > 0 ? (
        <div>
          <h2>{t('verify.differences')}</h2>
          <ul className={styles.differences}>
            {verification.differences.map((difference) => (
              <li key={difference.offset}>
                <strong>{titleOfRegion(regions, difference.region)}</strong>{' '}
                <span className="hex">{formatRange(difference.offset, difference.length)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

function Hash({ label, hash, other }: { readonly label: string; readonly hash: string; readonly other: string | undefined }) {
  const others = other === undefined ? undefined : groupHash(other);
  return (
    <p className={styles.hash}>
      <span className={styles.label}>{label}</span>
      <span className={styles.groups}>
        {groupHash(hash).map((group, index) => (
          <span key={index} data-differs={others !== undefined && others[index] !== group}>
            {group}
          </span>
        ))}
      </span>
    </p>
  );
}
