// The verdict as shape, colour and word: the shapes differ, so that none of it hangs on colour.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../shared/ipc/check-views';
import styles from './VerdictMark.module.css';

const shapes = {
  good: (
    <>
      <circle cx="8" cy="8" r="7" className={styles.fill} />
      <path d="M4.8 8.3 7.1 10.6 11.4 5.8" className={styles.cut} />
    </>
  ),
  usable: (
    <>
      <path d="M8 .8 15.2 8 8 15.2 .8 8Z" className={styles.fill} />
      <path d="M8 4.6V8.6M8 11.1v.2" className={styles.cut} />
    </>
  ),
  damaged: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" className={styles.fill} />
      <path d="M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6" className={styles.cut} />
    </>
  ),
  'not-an-image': (
    <>
      <rect x="1.6" y="1.6" width="12.8" height="12.8" rx="1.5" className={styles.dash} />
      <path d="M5 8h6" className={styles.line} />
    </>
  ),
  archive: (
    <>
      <rect x="1.6" y="2.6" width="12.8" height="10.8" rx="1.5" className={styles.line} />
      <path d="M8 2.6v2M8 6v2M8 9.4v1.2" className={styles.line} />
    </>
  ),
  waiting: <circle cx="8" cy="8" r="6" className={styles.dash} />,
  working: (
    <>
      <circle cx="8" cy="8" r="6" className={styles.track} />
      <path d="M8 2a6 6 0 0 1 6 6" className={styles.line} />
    </>
  ),
  refused: (
    <>
      <circle cx="8" cy="8" r="6.2" className={styles.line} />
      <path d="M3.8 12.2 12.2 3.8" className={styles.line} />
    </>
  ),
} as const;
type Shape = keyof typeof shapes;

export function shapeOf(row: Pick<CheckRow, 'state' | 'verdict' | 'contains'>): Shape {
  switch (row.state) {
    case 'receiving':
    case 'inspecting':
      return 'working';
    case 'waiting':
    case 'stopped':
      return 'waiting';
    case 'refused':
    case 'failed':
      return 'refused';
    case 'done':
      return row.contains !== undefined ? 'archive' : (row.verdict ?? 'not-an-image');
  }
}

export function VerdictShape({ shape, size = 16 }: { readonly shape: Shape; readonly size?: number }) {
  return (
    <svg className={styles.shape} data-shape={shape} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[shape]}
    </svg>
  );
}

export function VerdictMark({ row, large = false }: { readonly row: CheckRow; readonly large?: boolean }) {
  const { t } = useTranslation();
  const shape = shapeOf(row);
  const word = wordOf(t, row);
  return (
    <span className={styles.mark} data-shape={shape} data-large={large}>
      <VerdictShape shape={shape} size={large ? 22 : 16} />
      {word}
    </span>
  );
}

function wordOf(t: TFunction, row: CheckRow): string {
  if (row.state !== 'done') return t(`check.state.${row.state}`);
  if (row.contains !== undefined) return t('check.archive');
  return row.error?.code === 'IMAGE_EMPTY' ? t('check.emptyFile') : t(`check.verdict.${row.verdict ?? 'other'}`);
}
