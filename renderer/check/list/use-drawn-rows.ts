// Follows the scrolling table: which of its rows are drawn now. Rows are as tall as their sentences, so heights are learnt by drawing;
// they are kept while a file's page is open, so that the list is found again where it was left.
import { useEffect, useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { useLook } from '../look';
import { drawnRows, rowsBetween, rowTops, type Drawn } from './row-window';

const heights = new Map<string, number>();
/** More than the desk takes. */
const MOST_HEIGHTS = 5000;
/** Drawn before and behind what is in sight; and how far is scrolled before other rows are drawn. */
const AROUND_PX = 700;
const STEP_PX = 200;

/** `kept`: index of the row that is drawn wherever it is, or -1. Rows carry their id as `data-file`. */
export function useDrawnRows(frame: RefObject<HTMLElement | null>, ids: readonly string[], kept: number): readonly Drawn[] {
  const [sight, setSight] = useState(() => ({ top: stepped(useLook.getState().listTop), tall: 900 }));
  const [round, again] = useState(0);
  // Heights are learnt outside of React: a round counts them.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const tops = useMemo(() => rowTops(ids.map((id) => heights.get(id))), [ids, round]);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.scrollTop = useLook.getState().listTop;
    const follow = () => {
      const { scrollTop } = element;
      useLook.getState().scrolledTo(scrollTop);
      const top = stepped(scrollTop);
      setSight((before) => (before.top === top ? before : { ...before, top }));
    };
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== width) heights.clear();
      width = element.clientWidth;
      setSight((before) => ({ ...before, tall: element.clientHeight }));
      again((count) => count + 1);
    });
    const stop = useLook.subscribe((now, before) => {
      if (now.filter !== before.filter || now.sorting !== before.sorting) element.scrollTop = 0;
    });
    element.addEventListener('scroll', follow, { passive: true });
    observer.observe(element);
    return () => {
      stop();
      element.removeEventListener('scroll', follow);
      observer.disconnect();
    };
  }, [frame]);

  useEffect(() => {
    if (heights.size > MOST_HEIGHTS) heights.clear();
  });
  const span = rowsBetween(tops, sight.top - AROUND_PX, sight.top + sight.tall + AROUND_PX);
  const drawn = drawnRows(tops, span, kept);
  useLayoutEffect(() => {
    if (learnHeights(frame.current)) again((count) => count + 1);
  }, [frame, drawn]);
  return drawn;
}

const stepped = (top: number): number => Math.floor(top / STEP_PX) * STEP_PX;

/** True where a row is not as tall as it was thought to be. */
function learnHeights(frame: HTMLElement | null): boolean {
  let isOther = false;
  for (const row of frame?.querySelectorAll<HTMLElement>('[data-file]') ?? []) {
    const { height } = row.getBoundingClientRect();
    const id = row.dataset['file'] ?? '';
    if (heights.get(id) === height) continue;
    heights.set(id, height);
    isOther = true;
  }
  return isOther;
}
