// The newest lines of the log, for the side panel. The whole log is in the case folder.
import { create } from 'zustand';
import type { LogLine } from '../../shared/ipc/views';

const MOST_LINES = 400;

interface LogState {
  readonly lines: readonly LogLine[];
  readonly lastSeq: number;
  add(lines: readonly LogLine[]): void;
}

export const useLog = create<LogState>((set) => ({
  lines: [],
  lastSeq: 0,
  add: (added) =>
    set((state) => {
      const fresh = added.filter((line) => line.seq > state.lastSeq);
      if (fresh.length === 0) return state;
      return { lines: [...state.lines, ...fresh].slice(-MOST_LINES), lastSeq: fresh[fresh.length - 1]?.seq ?? state.lastSeq };
    }),
}));
