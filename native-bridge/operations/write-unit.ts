// One unit of a write plan: erase, program, read back. Tries again from the unit's own erase, never a larger one.
import { BLOCK_BYTES, BlockState } from '../../shared/model/blocks';
import type { ChipInfo, EraseType } from '../../shared/model/chip';
import { fault } from '../../shared/model/errors';
import type { ByteRange, PlanUnit } from '../../shared/model/plan';
import { endOf } from '../../shared/firmware/ranges';
import { limits } from '../spi/limits';
import type { NorFlash } from '../spi/nor-chip';
import type { Page, PageWriter } from '../spi/page-writer';
import type { BlockMap } from './block-map';
import type { OperationContext } from './device-session';
import type { ProgressMeter } from './progress-meter';
import { settleDifferences } from './verify';

export interface UnitTools {
  readonly flash: NorFlash;
  readonly pages: PageWriter;
  readonly chip: ChipInfo;
  /** Whole chip. */
  readonly desired: Uint8Array;
  readonly map: BlockMap;
  readonly meter: ProgressMeter;
  readonly log: OperationContext['log'];
}

/** What one attempt erases and programs. */
interface Attempt {
  readonly erase: readonly ByteRange[];
  readonly program: readonly ByteRange[];
}

interface Mismatch {
  /** 4 KiB pieces of the unit that differ. */
  readonly pieces: readonly ByteRange[];
  /** The unit as last read. */
  readonly bytes: Uint8Array;
}

/**
 * Returns when the unit was read back equal; answers how often it was done again.
 * @throws WRITE_BLOCK_FAILED, BUS_LOST, CHIP_STILL_BUSY, and what the bus throws
 */
export async function runUnit(tools: UnitTools, unit: PlanUnit): Promise<number> {
  let attempt: Attempt | undefined = { erase: unit.erase ? [unit.erase] : [], program: unit.program };
  let mismatch: Mismatch | undefined;
  for (let retries = 0; attempt && retries <= limits.write.unitRetries; retries++) {
    await eraseAndProgram(tools, attempt);
    mismatch = await proveUnit(tools, unit);
    if (!mismatch) return retries;
    tools.log('unit-differs', { offset: unit.range.offset, pieces: mismatch.pieces.length, retries });
    attempt = again(tools, unit, mismatch);
  }
  const failed = mismatch?.pieces ?? [unit.range];
  for (const piece of failed) tools.map.set(piece, BlockState.failed);
  throw fault('WRITE_BLOCK_FAILED', { offset: failed[0]?.offset ?? unit.range.offset });
}

async function eraseAndProgram({ flash, pages, chip, desired, map, meter }: UnitTools, { erase, program }: Attempt): Promise<void> {
  for (const range of erase) {
    const type = eraseTypeOf(chip, range);
    meter.phase('erasing', 'afterBlock');
    await flash.eraseBlock(type, range.offset);
    map.set(range, BlockState.erased);
    meter.advance(0, type.typicalMs);
  }
  const list = pagesOf(program, desired, chip.pageBytes);
  if (list.length === 0) return;
  meter.phase('programming', 'afterBlock');
  const pageMs = pageWorkMs(flash);
  let done = 0;
  await pages.program(list, (count) => {
    for (const { offset, data } of list.slice(done, done + count)) map.set({ offset, length: data.length }, BlockState.programmed);
    done += count;
    meter.advance(count * chip.pageBytes, count * pageMs);
  });
}

async function proveUnit({ flash, desired, map, meter, log }: UnitTools, { range }: PlanUnit): Promise<Mismatch | undefined> {
  meter.phase('proving', 'afterBlock');
  const bytes = await flash.readBytes(range);
  meter.advance(range.length, readWorkMs(flash, range.length));
  const pieces = await settleDifferences(flash, range, bytes, desired, { log });
  if (pieces.length > 0) return { pieces, bytes };
  map.set(range, BlockState.proven);
  return undefined;
}

/**
 * The next attempt: the unit's own erase again. A unit that had none erases only those of its own 4 KiB blocks that need a
 * 0 to become 1; blocks that reach outside the unit are never erased for it.
 */
function again({ chip, desired }: UnitTools, unit: PlanUnit, { pieces, bytes }: Mismatch): Attempt | undefined {
  if (unit.erase) return { erase: [unit.erase], program: unit.program };
  const erase = pieces.filter((piece) => needsErase(piece, bytes, unit.range.offset, desired));
  const smallest = chip.eraseTypes.some(({ sizeBytes }) => sizeBytes === BLOCK_BYTES);
  if (erase.some(({ length }) => length !== BLOCK_BYTES || !smallest)) return undefined;
  return { erase, program: pieces.flatMap((piece) => filledPages(piece, desired, chip.pageBytes)) };
}

function needsErase(piece: ByteRange, bytes: Uint8Array, base: number, desired: Uint8Array): boolean {
  for (let at = piece.offset; at < endOf(piece); at++) {
    if ((desired[at]! & ~bytes[at - base]!) !== 0) return true;
  }
  return false;
}

function filledPages(range: ByteRange, desired: Uint8Array, pageBytes: number): ByteRange[] {
  const filled: ByteRange[] = [];
  for (let offset = range.offset; offset < endOf(range); offset += pageBytes) {
    if (desired.subarray(offset, offset + pageBytes).some((byte) => byte !== 0xff)) filled.push({ offset, length: pageBytes });
  }
  return filled;
}

function pagesOf(runs: readonly ByteRange[], desired: Uint8Array, pageBytes: number): Page[] {
  const pages: Page[] = [];
  for (const run of runs) {
    for (let offset = run.offset; offset < endOf(run); offset += pageBytes)
      pages.push({ offset, data: desired.subarray(offset, offset + pageBytes) });
  }
  return pages;
}

function eraseTypeOf(chip: ChipInfo, range: ByteRange): EraseType {
  const type = chip.eraseTypes.find(({ sizeBytes }) => sizeBytes === range.length);
  if (!type) throw fault('INPUT_INVALID', { detail: `no erase of ${range.length} bytes` });
  return type;
}

/** Predicted times, used as weights of progress. */
export const readWorkMs = (flash: NorFlash, bytes: number): number => (bytes * flash.bus.limits.link.byteUs) / 1000;
export const pageWorkMs = (flash: NorFlash): number => readWorkMs(flash, flash.chip.pageBytes) + flash.chip.pageTypicalMs;
