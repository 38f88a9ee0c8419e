// What journal.ndjson proves about each 4 KiB block of the chip. The entries are written by the device session through main.
import { join } from 'node:path';
import { BLOCK_BYTES, BlockState } from '../../shared/model/blocks';
import { journalEntrySchema } from '../../shared/ipc/device-contract';
import type { ByteRange } from '../../shared/model/plan';
import type { JournalEntry } from '../../shared/model/journal';
import type { Disk } from './files';
import { parseLines, readLines } from './lines';

export const journalPath = (folder: string): string => join(folder, 'journal.ndjson');

const parseEntry = (value: unknown): JournalEntry | undefined => {
  const parsed = journalEntrySchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};

export const readJournal = (disk: Disk, folder: string): Promise<JournalEntry[]> => readLines(disk, journalPath(folder), parseEntry);
export const parseJournal = (text: string): JournalEntry[] => parseLines(text, parseEntry);

export interface JournalView {
  /** A write began and was not proven to its end. */
  readonly open: boolean;
  readonly oldUnits: readonly ByteRange[];
  readonly newUnits: readonly ByteRange[];
  readonly unknownUnits: readonly ByteRange[];
  /** A block was at least begun: the chip is not what the backup holds. */
  readonly touched: boolean;
  /** Of the write that is told of. */
  readonly desiredSha256?: string;
  /** Before protection was first lifted. Kept until a write is done: a lift outlasts the fault that kept it from being undone. */
  readonly restoreRegisters?: readonly number[];
}

/**
 * Folds by block rather than by unit, since a resumed plan may cut the same bytes into other units. A write that begins
 * after a finished one, or after one that changed nothing, starts anew. When a write is done, every block it was about is new: a resume plans from what it
 * has read, so a block that it left out was read equal.
 */
export function journalView(entries: readonly JournalEntry[]): JournalView {
  const blocks = new Map<number, BlockState>();
  let units: readonly ByteRange[] = [];
  let open = false;
  let desiredSha256: string | undefined;
  let jedec: string | undefined;
  let restoreRegisters: readonly number[] | undefined;

  for (const entry of entries) {
    switch (entry.kind) {
      case 'start':
        if (!open || !isTouched()) blocks.clear();
        // What was proven for another image is proven content, but not new content of this one.
        else if (desiredSha256 !== entry.desiredSha256) remark(BlockState.proven, BlockState.unknown);
        ({ units, desiredSha256 } = entry);
        if (jedec !== entry.chip.jedec) restoreRegisters = undefined;
        jedec = entry.chip.jedec;
        open = true;
        for (const unit of units) for (const block of blocksOf(unit)) if (!blocks.has(block)) blocks.set(block, BlockState.old);
        break;
      case 'begin':
        mark(units[entry.unit], BlockState.unknown);
        break;
      case 'proven':
        mark(units[entry.unit], BlockState.proven);
        break;
      case 'end':
        open = entry.outcome !== 'done';
        if (!open) restoreRegisters = undefined;
        if (!open) for (const block of blocks.keys()) blocks.set(block, BlockState.proven);
        break;
      case 'protection':
        restoreRegisters ??= entry.registers;
        break;
      case 'failed':
        break;
    }
  }
  const touched = isTouched();
  return {
    open: open && touched,
    oldUnits: having(BlockState.old),
    newUnits: having(BlockState.proven),
    unknownUnits: having(BlockState.unknown),
    touched,
    ...(desiredSha256 === undefined ? {} : { desiredSha256 }),
    ...(restoreRegisters === undefined ? {} : { restoreRegisters }),
  };

  function isTouched(): boolean {
    return [...blocks.values()].some((state) => state !== BlockState.old);
  }
  function mark(unit: ByteRange | undefined, state: BlockState) {
    if (unit) for (const block of blocksOf(unit)) blocks.set(block, state);
  }
  function remark(from: BlockState, to: BlockState) {
    for (const [block, state] of blocks) if (state === from) blocks.set(block, to);
  }
  function having(wanted: BlockState): ByteRange[] {
    const found = [...blocks].filter(([, state]) => state === wanted).map(([block]) => block);
    return rangesOfBlocks(found.sort((a, b) => a - b));
  }
}

export function blocksOf({ offset, length }: ByteRange): number[] {
  const first = Math.floor(offset / BLOCK_BYTES);
  return Array.from({ length: Math.ceil((offset + length) / BLOCK_BYTES) - first }, (_, index) => first + index);
}

/** Blocks ascending, as joined ranges. */
function rangesOfBlocks(blocks: readonly number[]): ByteRange[] {
  const ranges: { offset: number; length: number }[] = [];
  for (const block of blocks) {
    const last = ranges.at(-1);
    if (last && last.offset + last.length === block * BLOCK_BYTES) last.length += BLOCK_BYTES;
    else ranges.push({ offset: block * BLOCK_BYTES, length: BLOCK_BYTES });
  }
  return ranges;
}
