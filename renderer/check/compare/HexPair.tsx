// The bytes of two files at one place, moving as one; from difference to difference.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedFile } from '../../../shared/ipc/check-views';
import type { ByteRange } from '../../../shared/model/plan';
import { Button } from '../../components/Button';
import { formatCount, formatRange } from '../../format';
import { HexView } from '../bytes/HexView';
import { usePerLine } from '../bytes/use-per-line';
import { splitName } from '../row-words';
import { Letter } from './Letter';
import styles from './HexPair.module.css';

export interface HexPairProps {
  readonly base: ComparedFile;
  readonly beside: ComparedFile;
  /** Which of the files compared `beside` is. */
  readonly besideIndex: number;
  readonly target: ByteRange | undefined;
  readonly onTarget: (range: ByteRange) => void;
}

export function HexPair({ base, beside, besideIndex, target, onTarget }: HexPairProps) {
  const { t } = useTranslation();
  const half = useRef<HTMLDivElement>(null);
  const perLine = usePerLine(half);
  const [place, setPlace] = useState(0);
  const { ranges, rangesInAll } = beside;
  const { shift } = beside;
  const size = Math.max(base.sizeBytes, beside.sizeBytes - shift);
  useEffect(() => {
    if (target) setPlace(Math.max(0, target.offset - (target.offset % perLine) - 3 * perLine));
  }, [target, perLine]);
  const index = target ? ranges.findLastIndex(({ offset }) => offset <= target.offset) : -1;
  const go = (to: number) => {
    const range = ranges[to];
    if (range) onTarget(range);
  };
  const top = place - (place % perLine);
  const view = (file: ComparedFile, other: ComparedFile, at: number) => (
    <div className={styles.half} ref={file === base ? half : undefined}>
      <p className={styles.name}>
        <Letter index={at} /> {splitName(file.name).file}
      </p>
      <HexView
        fileId={file.fileId}
        name={file.name}
        size={size}
        own={{ size: file.sizeBytes, shift: file === base ? 0 : shift }}
        top={top}
        onTop={setPlace}
        perLine={perLine}
        marked={target}
        other={{ fileId: other.fileId, size: other.sizeBytes, shift: other === base ? 0 : shift }}
        marks={ranges}
      />
    </div>
  );
  return (
    <section className={styles.pair} aria-label={t('check.hex.title')}>
      <div className={styles.head}>
        <Button kind="quiet" aria-label={t('check.comparePrevious')} isDisabled={index <= 0} onPress={() => go(index - 1)}>
          ‹
        </Button>
        <span data-testid="difference-place">
          {t('check.compareAt', { index: formatCount(Math.max(0, index) + 1), total: formatCount(rangesInAll) })}
          {rangesInAll > ranges.length ? ` ${t('check.compareFirst', { shown: formatCount(ranges.length) })}` : ''}
        </span>
        <Button kind="quiet" aria-label={t('check.compareNext')} isDisabled={index >= ranges.length - 1} onPress={() => go(index + 1)}>
          ›
        </Button>
        {target ? <span className={styles.range}>{formatRange(target.offset, target.length)}</span> : null}
      </div>
      <div className={styles.halves}>
        {view(base, beside, 0)}
        {view(beside, base, besideIndex)}
      </div>
    </section>
  );
}
