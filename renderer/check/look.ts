// What of the desk is looked at: the list or a page of it, the filter, the order, the selection. Nothing here reaches main.
import { create } from 'zustand';
import type { ByteRange } from '../../shared/model/plan';
import type { SortColumn, VerdictGroup } from './list/arrange';

export type Looking =
  | { readonly kind: 'list' }
  | { readonly kind: 'file'; readonly fileId: string }
  | { readonly kind: 'compare'; readonly fileIds: readonly string[] };

export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

interface LookState {
  readonly looking: Looking;
  readonly filter: VerdictGroup | 'all';
  readonly sorting: Sorting;
  readonly selected: ReadonlySet<string>;
  /** The row that has, or had last, the focus. */
  readonly row: string | undefined;
  /** How far the list is scrolled, in px. */
  readonly listTop: number;
  /** The list is looked at again after a page of it: the focus goes to the row that it was at. */
  readonly isBack: boolean;
  /** Bytes to look at on the page of a file; a new object each time it is asked for. */
  readonly target: ByteRange | undefined;
  look(looking: Looking): void;
  setFilter(filter: LookState['filter']): void;
  sortBy(column: SortColumn): void;
  toggle(fileId: string): void;
  select(fileIds: readonly string[]): void;
  atRow(fileId: string): void;
  goTo(target: ByteRange): void;
  scrolledTo(listTop: number): void;
}

export const useLook = create<LookState>((set) => ({
  looking: { kind: 'list' },
  filter: 'all',
  sorting: { column: 'added', descending: false },
  selected: new Set<string>(),
  row: undefined,
  listTop: 0,
  isBack: false,
  target: undefined,
  look: (looking) =>
    set((before) => ({
      looking,
      target: undefined,
      isBack: looking.kind === 'list' && before.looking.kind !== 'list',
      ...(looking.kind === 'file' ? { row: looking.fileId } : {}),
    })),
  setFilter: (filter) => set({ filter, listTop: 0 }),
  // Up, down, and back to the order in which they came.
  sortBy: (column) =>
    set(({ sorting }) => {
      if (sorting.column !== column) return { listTop: 0, sorting: { column, descending: false } };
      return { listTop: 0, sorting: sorting.descending ? { column: 'added', descending: false } : { column, descending: true } };
    }),
  toggle: (fileId) =>
    set(({ selected }) => {
      const next = new Set(selected);
      if (!next.delete(fileId)) next.add(fileId);
      return { selected: next };
    }),
  select: (fileIds) => set({ selected: new Set(fileIds) }),
  atRow: (fileId) => set({ row: fileId }),
  goTo: ({ offset, length }) => set({ target: { offset, length } }),
  scrolledTo: (listTop) => set({ listTop }),
}));
