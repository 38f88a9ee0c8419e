// The journal of a write: one entry before each act and one after its proof, each flushed before the work goes on.
import type { ByteRange } from './plan';

export type JournalEntry =
  /** A plan begins (or goes on after a fault). `units` are the ranges of the plan's units in order. */
  | {
      readonly kind: 'start';
      readonly chip: { readonly jedec: string; readonly uniqueId?: string };
      readonly desiredSha256: string;
      readonly units: readonly ByteRange[];
    }
  /** Status registers before protection was lifted: what to restore. */
  | { readonly kind: 'protection'; readonly registers: readonly number[] }
  /** Before the first command that changes this unit. From here its content is unknown. */
  | { readonly kind: 'begin'; readonly unit: number }
  /** The unit was read back equal to the desired image. */
  | { readonly kind: 'proven'; readonly unit: number }
  | { readonly kind: 'failed'; readonly unit: number; readonly code: string }
  | { readonly kind: 'end'; readonly outcome: 'done' | 'cancelled' | 'failed'; readonly code?: string };

/** What the journal proves about each block of the touched units; all else on the chip is as it was. */
export interface JournalState {
  readonly open: boolean;
  readonly oldUnits: readonly ByteRange[];
  readonly newUnits: readonly ByteRange[];
  readonly unknownUnits: readonly ByteRange[];
}

/** Folds entries in order; a later `start` (a resume) replaces the list of units but proven and unknown ranges before it stay. */
export function journalState(entries: readonly JournalEntry[]): JournalState {
  let units: readonly ByteRange[] = [];
  const status = new Map<string, 'old' | 'new' | 'unknown'>();
  const key = (range: ByteRange) => `${range.offset}:${range.length}`;
  let open = false;
  for (const entry of entries) {
    switch (entry.kind) {
      case 'start':
        units = entry.units;
        open = true;
        for (const unit of units) if (!status.has(key(unit))) status.set(key(unit), 'old');
        break;
      case 'begin':
        mark(entry.unit, 'unknown');
        break;
      case 'proven':
        mark(entry.unit, 'new');
        break;
      case 'end':
        open = entry.outcome !== 'done';
        break;
      case 'failed':
      case 'protection':
        break;
    }
  }
  return { open, oldUnits: having('old'), newUnits: having('new'), unknownUnits: having('unknown') };

  function mark(unit: number, as: 'new' | 'unknown') {
    const range = units[unit];
    if (range) status.set(key(range), as);
  }
  function having(wanted: string): ByteRange[] {
    return [...status]
      .filter(([, is]) => is === wanted)
      .map(([text]) => {
        const [offset = 0, length = 0] = text.split(':').map(Number);
        return { offset, length };
      })
      .sort((a, b) => a.offset - b.offset);
  }
}
