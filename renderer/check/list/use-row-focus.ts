// Puts the focus on rows of the table, which may not be drawn yet when they are asked for; and on the row one came from.
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';
import { useLook } from '../look';

/** Answers a function that moves to a row by its id. */
export function useRowFocus(frame: RefObject<HTMLElement | null>): (fileId: string | undefined) => void {
  const wanted = useRef(useLook.getState().isBack ? useLook.getState().row : undefined);
  useLayoutEffect(() => {
    if (wanted.current !== undefined && focusRow(frame.current, wanted.current)) wanted.current = undefined;
  });
  return useCallback(
    (fileId) => {
      if (fileId === undefined || focusRow(frame.current, fileId)) return;
      wanted.current = fileId;
      // The row at which the keyboard is is always drawn: so it comes to be.
      useLook.getState().atRow(fileId);
    },
    [frame],
  );
}

/** False where it is not drawn. */
function focusRow(frame: HTMLElement | null, fileId: string): boolean {
  const row = frame?.querySelector<HTMLElement>(`[data-file="${CSS.escape(fileId)}"]`);
  const open = row?.querySelector<HTMLElement>('[data-open]');
  row?.scrollIntoView({ block: 'nearest' });
  open?.focus({ preventScroll: true });
  return open !== undefined && open !== null;
}
