// Bytes of a file in lines: only those in sight exist. The place is the caller's, so that two views can move as one. Wheel, arrows, pages,
// and a strip beside it that is the whole file to scale.
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ByteRange } from '../../../shared/model/plan';
import type { RegionSpan } from '../../../shared/firmware/report';
import { formatOffset } from '../../format';
import { FileStrip } from './FileStrip';
import { hexLines, type Laid } from './hex-lines';
import { useSlice } from './slices';
import styles from './HexView.module.css';

export interface HexViewProps {
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  /** First byte in sight; begins a line. */
  readonly top: number;
  readonly onTop: (top: number) => void;
  readonly perLine: number;
  readonly marked?: ByteRange | undefined;
  /** Where two files are laid over each other: what to add to a place to have an offset in this file. */
  readonly own?: { readonly size: number; readonly shift: number };
  /** The other one: what differs from it is marked. */
  readonly other?: { readonly fileId: string; readonly size: number; readonly shift: number };
  readonly regions?: readonly RegionSpan[];
  readonly marks?: readonly ByteRange[];
}

export function HexView({
  fileId,
  name,
  size,
  top,
  onTop,
  perLine,
  marked,
  own = { size, shift: 0 },
  other,
  regions = [],
  marks = [],
}: HexViewProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const lines = useLinesInSight(area);
  const length = Math.max(0, Math.min(lines * perLine, size - top));
  const mine = useLaid(fileId, own, top, length);
  const theirs = useLaid(other?.fileId ?? fileId, other ?? own, top, length);
  const last = Math.max(0, Math.ceil(size / perLine) - Math.max(1, lines - 1)) * perLine;
  const move = (next: number) => onTop(Math.max(0, Math.min(last, Math.round(next / perLine) * perLine)));
  useWheel(area, (by) => move(top + by * perLine));

  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, lines - 2) * perLine;
    const to = {
      ArrowDown: top + perLine,
      ArrowUp: top - perLine,
      PageDown: top + page,
      PageUp: top - page,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };
  if (size === 0) return <p className={styles.empty}>{t('check.hex.empty')}</p>;
  const to = Math.max(top, top + length - 1);
  return (
    <div className={styles.view}>
      <div
        ref={area}
        className={styles.area}
        tabIndex={0}
        role="group"
        aria-label={t('check.hex.label', { name, from: formatOffset(top), to: formatOffset(to) })}
        onKeyDown={press}
        data-testid="hex"
        data-top={top}
      >
        {mine === 'lost' ? (
          <p className={styles.empty}>{t('check.hex.lost')}</p>
        ) : (
          <div className={styles.lines}>
            {hexLines(mine ?? [], {
              perLine,
              offset: top + own.shift,
              place: top,
              marked,
              other: other === undefined || theirs === 'lost' ? undefined : theirs,
            }).map((line) => (
              <div key={line.offset} className={styles.line}>
                <span className={styles.offset}>{line.offset < 0 ? '' : formatOffset(line.offset).slice(2)}</span>
                <span className={styles.hex} style={{ width: `${perLine * 3}ch` }}>
                  {line.runs.map((run, index) => (
                    <span key={index} data-tone={run.tone}>
                      {run.hex}
                    </span>
                  ))}
                </span>
                <span className={styles.text} aria-hidden="true">
                  {line.runs.map((run, index) => (
                    <span key={index} data-tone={run.tone}>
                      {run.text}
                    </span>
                  ))}
                </span>
              </div>
            ))}
          </div>
        )}
      </div>
      <FileStrip size={size} from={top} length={Math.max(length, 1)} regions={regions} marks={marks} onGo={move} />
    </div>
  );
}

/** The bytes of a file at places that may begin before it or end behind it: `undefined` there. */
function useLaid(
  fileId: string,
  { size, shift }: { readonly size: number; readonly shift: number },
  top: number,
  length: number,
): Laid | 'lost' | undefined {
  const lead = Math.max(0, Math.min(length, -(top + shift)));
  const from = Math.max(0, Math.min(size, top + shift));
  const bytes = useSlice(fileId, from, Math.max(0, Math.min(length - lead, size - from)));
  return useMemo(() => {
    if (bytes === undefined || bytes === 'lost') return bytes;
    const laid: (number | undefined)[] = new Array<undefined>(length).fill(undefined);
    bytes.forEach((byte, index) => (laid[lead + index] = byte));
    return laid;
  }, [bytes, lead, length]);
}

/** How many lines have room, the last one perhaps in part. */
function useLinesInSight(area: RefObject<HTMLDivElement | null>): number {
  const [lines, setLines] = useState(24);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    const measure = () => {
      const height = parseFloat(getComputedStyle(element).lineHeight) || 20;
      setLines(Math.max(4, Math.ceil(element.clientHeight / height)));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);
  return lines;
}

/** React listens passively, and then the page behind would scroll too. */
function useWheel(area: RefObject<HTMLDivElement | null>, onLines: (lines: number) => void): void {
  const listener = useRef(onLines);
  useEffect(() => {
    listener.current = onLines;
  });
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    let rest = 0;
    const turn = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      rest += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / 20;
      const lines = Math.trunc(rest);
      rest -= lines;
      if (lines !== 0) listener.current(lines);
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [area]);
}
