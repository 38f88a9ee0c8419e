// The cheapest cover of erases by time: a recursion over the tree of erase types (4 KiB inside 32 KiB inside 64 KiB).
// A larger erase is taken only where it is cheaper, pages to write again and read-back included. Never a whole-chip erase.
import type { EraseType } from '../model/chip';
import type { ByteRange } from '../model/plan';
import type { PlanCosts } from './plan-cost';
import { PageNeed, type PageMap } from './plan-pages';
import { subtract } from './ranges';

/** One block of the cover; `erase` absent where only 1→0 changes are needed. */
export interface CoverBlock {
  readonly range: ByteRange;
  readonly erase?: EraseType;
}

interface Choice {
  readonly ms: number;
  readonly blocks: readonly CoverBlock[];
}

const nothing: Choice = { ms: 0, blocks: [] };

/** Ascending by size, each a multiple of the one before: other sizes (hybrid parts) are left out. */
export function nestedEraseTypes(types: readonly EraseType[]): EraseType[] {
  const nested: EraseType[] = [];
  for (const type of [...types].sort((a, b) => a.sizeBytes - b.sizeBytes || a.typicalMs - b.typicalMs)) {
    const previous = nested.at(-1);
    if (previous && (type.sizeBytes === previous.sizeBytes || type.sizeBytes % previous.sizeBytes !== 0)) continue;
    nested.push(type);
  }
  return nested;
}

/**
 * Blocks ascending. `types` as from `nestedEraseTypes`. An erase larger than the smallest never reaches outside
 * `ranges`: what is not chosen is not put at risk to save a moment.
 */
export function cheapestCover(
  range: ByteRange,
  types: readonly EraseType[],
  ranges: readonly ByteRange[],
  map: PageMap,
  costs: PlanCosts,
): Choice {
  const count = (offset: number, length: number, flag: number): number => {
    const [first, end] = [Math.floor(offset / map.pageBytes), Math.ceil((offset + length) / map.pageBytes)];
    let found = 0;
    for (let page = first; page < end; page++) if ((map.flags[page] ?? 0) & flag) found++;
    return found;
  };
  const choose = (offset: number, level: number): Choice => {
    const type = types[level]!;
    const block = { offset, length: type.sizeBytes };
    const differing = count(offset, block.length, PageNeed.differs);
    if (differing === 0) return nothing;
    const outside = subtract(block, ranges).reduce((sum, part) => sum + part.length, 0);
    if (level === 0 && count(offset, block.length, PageNeed.erase) === 0) {
      return { ms: differing * costs.pageMs + costs.readMs(block.length + outside), blocks: [{ range: block }] };
    }
    const smaller = level === 0 ? undefined : chooseAll(block, level - 1);
    if (smaller && outside > 0) return smaller;
    const whole = costs.eraseMs(type) + count(offset, block.length, PageNeed.filled) * costs.pageMs + costs.readMs(block.length + outside);
    return smaller && smaller.ms <= whole ? smaller : { ms: whole, blocks: [{ range: block, erase: type }] };
  };
  const chooseAll = (span: ByteRange, level: number): Choice => {
    const size = types[level]!.sizeBytes;
    let ms = 0;
    const blocks: CoverBlock[] = [];
    for (let offset = span.offset; offset < span.offset + span.length; offset += size) {
      const choice = choose(offset, level);
      ms += choice.ms;
      for (const block of choice.blocks) blocks.push(block);
    }
    return { ms, blocks };
  };
  return chooseAll(range, types.length - 1);
}
