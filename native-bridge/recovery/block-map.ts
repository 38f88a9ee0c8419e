// The mirror of the block map that every face draws: one state a block. What it shows is decided by the steps.
import { applyRuns, BLOCK_BYTES, type BlockState, runsOf, type BlockRun } from '../../shared/model/blocks';
import type { ByteRange } from '../../shared/model/plan';

export interface BlockMapEvent {
  readonly total: number;
  readonly reset: boolean;
  readonly runs: readonly BlockRun[];
}

export class BlockMap {
  private blocks: Uint8Array = new Uint8Array(0);

  constructor(private readonly onChange: (event: BlockMapEvent) => void) {}

  bytes(): Uint8Array {
    return this.blocks.slice();
  }

  apply(runs: readonly BlockRun[]): void {
    const inside = runs.filter(([first, count]) => first >= 0 && count > 0 && first + count <= this.blocks.length);
    if (inside.length === 0) return;
    applyRuns(this.blocks, inside);
    this.onChange({ total: this.blocks.length, reset: false, runs: inside });
  }

  /** Lays the map out anew; later layers cover earlier ones. */
  reset(
    sizeBytes: number,
    base: BlockState,
    layers: readonly { readonly ranges: readonly ByteRange[]; readonly state: BlockState }[] = [],
  ): void {
    const next = new Uint8Array(Math.ceil(sizeBytes / BLOCK_BYTES)).fill(base);
    for (const { ranges, state } of layers)
      for (const { offset, length } of ranges)
        next.fill(state, Math.floor(offset / BLOCK_BYTES), Math.ceil((offset + length) / BLOCK_BYTES));
    if (next.length === this.blocks.length && next.every((state, index) => state === this.blocks[index])) return;
    this.blocks = next;
    this.onChange({ total: next.length, reset: true, runs: runsOf(next) });
  }
}
