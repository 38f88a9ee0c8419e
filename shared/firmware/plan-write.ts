// Plans a write: what is erased, programmed and put back, in which order, and how long it should take. Touches no device.
import type { ChipProfile } from '../model/chip';
import type { ByteRange, PlanUnit, WritePlan } from '../model/plan';
import { copyOf } from './bytes';
import { cheapestCover, nestedEraseTypes, type CoverBlock } from './erase-cover';
import { planCosts, type LinkCost } from './plan-cost';
import { expectedContent, mapPages, PageNeed, type PageMap } from './plan-pages';
import { endOf, intersect, mergeRanges, roundRanges, subtract } from './ranges';

/** One unit of the journal is never larger, unless the chip's smallest erase is. */
const UNIT_BYTES = 65_536;

export interface PlanRequest {
  /** What the chip holds, whole chip. */
  readonly current: Uint8Array;
  /** Where `current` is known; absent: everywhere. Unknown bytes inside `ranges` are erased and written. */
  readonly currentKnown?: readonly ByteRange[];
  /** What it shall hold, whole chip; only looked at inside `ranges`. */
  readonly target: Uint8Array;
  /** The only bytes that may change. */
  readonly ranges: readonly ByteRange[];
  readonly regionNames: readonly string[];
  readonly chip: Pick<ChipProfile, 'eraseTypes' | 'pageBytes' | 'pageTypicalMs' | 'sizeBytes'>;
  readonly link: LinkCost;
  /** Goes last: the boot block. */
  readonly last?: ByteRange;
  /** Bytes the caller reads before it starts, beside the fresh ranges of the plan (a random sample). */
  readonly sampleBytes?: number;
}

/**
 * What must be read before a plan can be made: unknown bytes outside `ranges` that share a smallest erase block with a
 * chosen byte. Empty when `planWrite` may be called.
 */
export function readsNeeded({ ranges, currentKnown, chip }: Pick<PlanRequest, 'ranges' | 'currentKnown' | 'chip'>): ByteRange[] {
  if (!currentKnown) return [];
  const smallest = nestedEraseTypes(chip.eraseTypes)[0]?.sizeBytes ?? chip.pageBytes;
  const chosen = mergeRanges(ranges);
  const known = mergeRanges(currentKnown);
  return roundRanges(chosen, smallest)
    .flatMap((range) => subtract(range, chosen))
    .flatMap((range) => subtract(range, known));
}

/**
 * Only bytes inside `ranges` change; blank pages are not programmed; blocks that need only 1→0 changes are not erased;
 * no erase is larger than the chip's block erases. No units when nothing differs.
 *
 * Throws a RangeError for ranges outside the chip, sizes that differ, a chip without an erase, or when `readsNeeded`
 * is not empty: a caller's bug, never a matter of data.
 */
export function planWrite(request: PlanRequest): WritePlan {
  const { current, target, chip, regionNames, link } = request;
  const ranges = mergeRanges(request.ranges);
  const types = nestedEraseTypes(chip.eraseTypes);
  const [smallest, largest] = [types[0], types.at(-1)];
  if (!smallest || !largest) throw new RangeError('the chip has no block erase');
  if (current.length !== chip.sizeBytes || target.length !== chip.sizeBytes)
    throw new RangeError('current and target must be whole-chip images');
  if (ranges.some((range) => range.offset < 0 || endOf(range) > chip.sizeBytes)) throw new RangeError('a range lies outside the chip');
  if (readsNeeded(request).length > 0) throw new RangeError('bytes next to the ranges are not known: read them first');

  const costs = planCosts(chip, link);
  const known = mergeRanges(request.currentKnown ?? [{ offset: 0, length: chip.sizeBytes }]);
  const unknown = ranges.flatMap((range) => subtract(range, known));
  const result = expectedContent(current, target, ranges);
  const map = mapPages(current, result, chip.pageBytes, roundRanges(ranges, smallest.sizeBytes), unknown);
  const blocks = roundRanges(ranges, largest.sizeBytes).flatMap((range) => cheapestCover(range, types, ranges, map, costs).blocks);
  const units = orderUnits(
    joinBlocks(blocks).map((block) => planUnit(block, ranges, map)),
    request.last,
  );

  const eraseBlocks = units.filter(({ erase }) => erase);
  const bytesErased = eraseBlocks.reduce((sum, unit) => sum + unit.range.length, 0);
  const bytesProgrammed = units.reduce((sum, unit) => sum + totalLength(unit.program), 0);
  const plan = { units, regions: regionNames, bytesErased, bytesProgrammed, bytesChanged: map.bytesChanged };
  const typeOf = (unit: PlanUnit) => types.find(({ sizeBytes }) => sizeBytes === unit.range.length)!;
  return {
    ...plan,
    predicted: {
      eraseMs: eraseBlocks.reduce((sum, unit) => sum + costs.eraseMs(typeOf(unit)), 0),
      programMs: (bytesProgrammed / chip.pageBytes) * costs.pageMs,
      proofMs: costs.readMs(units.reduce((sum, unit) => sum + unit.range.length, 0)),
      checkMs: costs.readMs(totalLength(freshRangesNeeded(plan)) + (request.sampleBytes ?? 0)),
      fullVerifyMs: costs.readMs(chip.sizeBytes),
    },
  };
}

/**
 * What the caller must have read from this chip in this session before the plan may run: everything that is put back
 * after an erase, and blocks that are programmed over what is there. Anything else old content may be without harm.
 */
export function freshRangesNeeded(plan: Pick<WritePlan, 'units'>): ByteRange[] {
  return mergeRanges(plan.units.flatMap((unit) => (unit.erase ? unit.preserve : [unit.range])));
}

/** What a NOR flash that holds `current` holds after the plan: an erase makes FF, programming only clears bits. */
export function applyPlan(
  plan: Pick<WritePlan, 'units'>,
  current: Uint8Array,
  target: Uint8Array,
  ranges: readonly ByteRange[],
): Uint8Array {
  const wanted = expectedContent(current, target, mergeRanges(ranges));
  const chip = copyOf(current);
  for (const unit of plan.units) {
    if (unit.erase) chip.fill(0xff, unit.erase.offset, endOf(unit.erase));
    for (const run of unit.program) for (let at = run.offset; at < endOf(run); at++) chip[at]! &= wanted[at]!;
  }
  return chip;
}

const totalLength = (ranges: readonly ByteRange[]): number => ranges.reduce((sum, range) => sum + range.length, 0);

/** Neighbouring blocks without an erase become one unit, inside an aligned 64 KiB. */
function joinBlocks(blocks: readonly CoverBlock[]): CoverBlock[] {
  const joined: CoverBlock[] = [];
  for (const block of blocks) {
    const previous = joined.at(-1);
    const joins =
      previous &&
      !previous.erase &&
      !block.erase &&
      endOf(previous.range) === block.range.offset &&
      Math.floor(previous.range.offset / UNIT_BYTES) === Math.floor((endOf(block.range) - 1) / UNIT_BYTES);
    if (joins) joined[joined.length - 1] = { range: { offset: previous.range.offset, length: previous.range.length + block.range.length } };
    else joined.push(block);
  }
  return joined;
}

function planUnit({ range, erase }: CoverBlock, ranges: readonly ByteRange[], map: PageMap): PlanUnit {
  const wanted = erase ? PageNeed.filled : PageNeed.differs;
  const pages: ByteRange[] = [];
  for (let page = range.offset / map.pageBytes; page < endOf(range) / map.pageBytes; page++) {
    if ((map.flags[page] ?? 0) & wanted) pages.push({ offset: page * map.pageBytes, length: map.pageBytes });
  }
  return { range, ...(erase ? { erase: range } : {}), program: mergeRanges(pages), preserve: erase ? subtract(range, ranges) : [] };
}

function orderUnits(units: readonly PlanUnit[], last: ByteRange | undefined): PlanUnit[] {
  const goesLast = (unit: PlanUnit): boolean => last !== undefined && intersect(unit.range, [last]).length > 0;
  return [...units.filter((unit) => !goesLast(unit)), ...units.filter(goesLast)];
}
