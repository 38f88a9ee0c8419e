// What the safety line says, from what main says. Pure.
import type { CaseSummary, CaseView, Snapshot } from '../../shared/ipc/views';
import { BLOCK_BYTES } from '../../shared/model/blocks';
import type { ChipState } from '../../shared/model/chip-state';
import type { ByteRange } from '../../shared/model/plan';
import type { Progress } from '../../shared/model/progress';

export type Safety =
  | { readonly kind: 'no-case' }
  | { readonly kind: 'half-elsewhere'; readonly other: CaseSummary }
  | {
      readonly kind: 'case';
      readonly chipState: ChipState;
      readonly open: CaseView;
      readonly blocks?: { readonly old: number; readonly done: number; readonly unknown: number };
    };

export function safetyOf(snapshot: Snapshot, progress: Progress | undefined): Safety {
  const open = snapshot.openCase;
  if (!open) {
    const other = snapshot.cases.find((each) => each.halfWritten);
    return other ? { kind: 'half-elsewhere', other } : { kind: 'no-case' };
  }
  const told = progress?.chipState ?? open.chipState;
  // A half-written chip never reads better than it is, whatever the running operation says of its own part.
  const begun = open.halfWritten && open.journal !== undefined && open.journal.newUnits.length + open.journal.unknownUnits.length > 0;
  const chipState: ChipState = begun && told !== 'unknown' ? 'modified' : told;
  const showBlocks = open.journal !== undefined && (chipState === 'modified' || chipState === 'unknown');
  return {
    kind: 'case',
    chipState,
    open,
    ...(showBlocks && open.journal
      ? {
          blocks: {
            old: blocksIn(open.journal.oldUnits),
            done: blocksIn(open.journal.newUnits),
            unknown: blocksIn(open.journal.unknownUnits),
          },
        }
      : {}),
  };
}

/**
 * What an error says of the chip when shown inside a case: an adapter that cannot be opened knows of no write, but the case does.
 */
export function chipStateToTell(told: ChipState, open: CaseView | undefined): ChipState {
  return told === 'untouched' && open ? open.chipState : told;
}

export const blocksIn = (ranges: readonly ByteRange[]): number =>
  Math.ceil(ranges.reduce((sum, range) => sum + range.length, 0) / BLOCK_BYTES);
