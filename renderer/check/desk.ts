// The mirror of the check desk: its rows in order. Infers nothing.
import { create } from 'zustand';
import type { CheckContract } from '../../shared/ipc/check-contract';
import type { CheckRow, CheckSet } from '../../shared/ipc/check-views';
import type { EventOf, ValueOf } from '../../shared/ipc/contract-kit';

interface DeskState {
  /** False until main has said what is on the desk. */
  readonly isKnown: boolean;
  readonly seq: number;
  readonly rows: ReadonlyMap<string, CheckRow>;
  readonly order: readonly string[];
  readonly sets: readonly CheckSet[];
  replace(list: ValueOf<CheckContract, 'check/list'>): void;
  apply(event: EventOf<CheckContract, 'check/changed'>): void;
}

export const useDesk = create<DeskState>((set) => ({
  isKnown: false,
  seq: 0,
  rows: new Map<string, CheckRow>(),
  order: [],
  sets: [],
  replace: ({ seq, rows, sets }) =>
    set({ isKnown: true, seq, sets, rows: new Map(rows.map((row) => [row.fileId, row])), order: rows.map(({ fileId }) => fileId) }),
  apply: (event) =>
    set((state) => {
      if (!state.isKnown || event.seq <= state.seq) return state;
      const rows = new Map(state.rows);
      for (const row of event.rows) rows.set(row.fileId, row);
      const order = event.order ?? state.order;
      if (event.order) {
        const kept = new Set(event.order);
        for (const fileId of rows.keys()) if (!kept.has(fileId)) rows.delete(fileId);
      }
      return { seq: event.seq, rows, order, sets: event.sets };
    }),
}));

/** Rows in the order of the desk. */
export const rowsInOrder = ({ rows, order }: Pick<DeskState, 'rows' | 'order'>): CheckRow[] =>
  order.flatMap((fileId) => rows.get(fileId) ?? []);
