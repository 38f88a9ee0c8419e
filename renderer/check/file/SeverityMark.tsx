// The severity of a finding as a shape: a cross, a triangle, a ring. Always with its word beside it or in the label.
import type { Severity } from '../../../shared/firmware/report';
import styles from './SeverityMark.module.css';

const shapes: Record<Severity, React.ReactNode> = {
  fail: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" className={styles.fill} />
      <path d="M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6" className={styles.cut} />
    </>
  ),
  warn: (
    <>
      <path d="M8 1.2 15.4 14.6H.6Z" className={styles.fill} />
      <path d="M8 6v4M8 12.3v.2" className={styles.cut} />
    </>
  ),
  note: <circle cx="8" cy="8" r="4.4" className={styles.ring} />,
};

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return (
    <svg className={styles.mark} data-severity={severity} width="15" height="15" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[severity]}
    </svg>
  );
}
