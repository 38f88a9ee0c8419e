// The whole file as a strip to scale, beside its bytes: where one is, and a press goes there. For the pointer; keys move the bytes themselves.
import type { PointerEvent } from 'react';
import type { RegionSpan } from '../../../shared/firmware/report';
import type { ByteRange } from '../../../shared/model/plan';
import styles from './FileStrip.module.css';

export interface FileStripProps {
  readonly size: number;
  readonly from: number;
  readonly length: number;
  readonly regions: readonly RegionSpan[];
  readonly marks: readonly ByteRange[];
  readonly onGo: (offset: number) => void;
}

/** More would be one line of colour. */
const MOST_MARKS = 300;

export function FileStrip({ size, from, length, regions, marks, onGo }: FileStripProps) {
  const share = (bytes: number): string => `${(bytes / size) * 100}%`;
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    onGo(((event.clientY - box.top) / box.height) * size - length / 2);
  };
  return (
    <div className={styles.strip} onPointerDown={go} onPointerMove={go} aria-hidden="true">
      {regions.map((region) => (
        <span
          key={`${region.name}${region.offset}`}
          className={styles.band}
          data-region={region.name}
          style={{ top: share(region.offset), height: share(region.length) }}
        />
      ))}
      {marks.slice(0, MOST_MARKS).map((mark) => (
        <span key={mark.offset} className={styles.mark} style={{ top: share(mark.offset), height: share(mark.length) }} />
      ))}
      <span className={styles.thumb} style={{ top: share(from), height: share(length) }} />
    </div>
  );
}
