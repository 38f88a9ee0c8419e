// The map of 4 KiB blocks of one operation: remembers states and tells what changed, at most ten times a second.
import { BLOCK_BYTES, BlockState, runsOf, type BlockRun } from '../../shared/model/blocks';
import type { ByteRange } from '../../shared/model/plan';
import type { Clock } from '../clock';
import { limits } from '../spi/limits';

export class BlockMap {
  private readonly states: Uint8Array;
  private readonly changed: Uint8Array;
  private anyChanged = false;
  private toldMs = -Infinity;

  constructor(
    chipBytes: number,
    initial: BlockState,
    private readonly clock: Clock,
    private readonly tell: (runs: readonly BlockRun[]) => void,
  ) {
    const count = Math.ceil(chipBytes / BLOCK_BYTES);
    this.states = new Uint8Array(count).fill(initial);
    this.changed = new Uint8Array(count).fill(1);
    this.anyChanged = true;
  }

  stateAt(block: number): BlockState {
    return (this.states[block] ?? BlockState.unknown) as BlockState;
  }

  /** Every block the range touches. */
  set({ offset, length }: ByteRange, state: BlockState): void {
    if (length <= 0) return;
    const first = Math.floor(offset / BLOCK_BYTES);
    const end = Math.ceil((offset + length) / BLOCK_BYTES);
    for (let block = first; block < end; block++) {
      if (this.states[block] === state) continue;
      this.states[block] = state;
      this.changed[block] = 1;
      this.anyChanged = true;
    }
    if (this.anyChanged && this.clock.now() - this.toldMs >= 1000 / limits.progress.perSecond) this.flush();
  }

  /** Tells what is not told yet; called at the end of phases so that the last word always comes. */
  flush(): void {
    if (!this.anyChanged) return;
    const runs: BlockRun[] = [];
    for (const [first, count, state] of runsOf(this.states)) {
      // Runs are of equal states; only their changed stretches travel.
      for (let at = first; at < first + count;) {
        if (!this.changed[at]) {
          at++;
          continue;
        }
        let end = at + 1;
        while (end < first + count && this.changed[end]) end++;
        runs.push([at, end - at, state]);
        at = end;
      }
    }
    this.changed.fill(0);
    this.anyChanged = false;
    this.toldMs = this.clock.now();
    this.tell(runs);
  }
}
