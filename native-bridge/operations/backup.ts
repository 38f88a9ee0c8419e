// Backup: the whole chip read at least twice, compared by 4 KiB while the later reads run, and what disagrees read again until
// it agrees or is named. One image is held; later passes are compared piece by piece and dropped.
import { BLOCK_BYTES, BlockState } from '../../shared/model/blocks';
import { fault } from '../../shared/model/errors';
import type { ByteRange } from '../../shared/model/plan';
import { mergeRanges } from '../../shared/firmware/ranges';
import { limits } from '../spi/limits';
import type { NorFlash } from '../spi/nor-chip';
import { BlockMap } from './block-map';
import { throwIfCancelled, readingChip, type Device } from './device';
import type { BackupOutcome, BackupParams, OperationContext } from './device-session';
import { ProgressMeter } from './progress-meter';

/**
 * Unstable blocks are in the outcome, not an error: whether such a backup is enough is for the caller to say.
 * @throws READ_ALL_FF, READ_ALL_00, READ_MIRRORED: reads that agree and still are no content
 */
export async function backup(device: Device, { chip, reads }: BackupParams, context: OperationContext): Promise<BackupOutcome> {
  const passes = Math.max(2, reads);
  const meter = new ProgressMeter({
    clock: device.clock,
    report: context.progress,
    chipState: () => 'untouched',
    total: chip.sizeBytes * passes,
  });
  meter.phase('identifying');
  return readingChip(device, chip, context, async (flash) => {
    const map = new BlockMap(chip.sizeBytes, BlockState.unread, device.clock, context.blocks);
    const image = new Uint8Array(chip.sizeBytes);
    const differing = await readPasses(flash, image, passes, map, meter, context);
    map.flush();
    const { settled, unstable } = await settleBlocks(
      flash,
      image,
      [...differing].sort((a, b) => a - b),
      map,
      meter,
      context,
    );
    map.flush();
    if (unstable.length === 0) refuseEmpty(image);
    meter.finish();
    return { bytes: image, reads: passes, settled: blockRanges(settled), unstable: blockRanges(unstable) };
  });
}

/** Fills `image` from the first pass; answers the blocks in which a later pass differed. */
async function readPasses(
  flash: NorFlash,
  image: Uint8Array,
  passes: number,
  map: BlockMap,
  meter: ProgressMeter,
  context: OperationContext,
): Promise<Set<number>> {
  const differing = new Set<number>();
  for (let pass = 0; pass < passes; pass++) {
    throwIfCancelled(context.signal);
    meter.phase(pass === 0 ? 'reading' : 'comparing');
    await flash.read([{ offset: 0, length: image.length }], {
      signal: context.signal,
      onChunk: (offset, bytes) => {
        if (pass === 0) {
          image.set(bytes, offset);
          map.set({ offset, length: bytes.length }, BlockState.readOnce);
        } else compareBlocks(image, offset, bytes, differing, map);
        meter.advance(bytes.length);
      },
    });
  }
  return differing;
}

function compareBlocks(image: Uint8Array, offset: number, bytes: Uint8Array, differing: Set<number>, map: BlockMap): void {
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const start = offset + at;
    const length = Math.min(BLOCK_BYTES, bytes.length - at);
    const block = Math.floor(start / BLOCK_BYTES);
    const same = Buffer.compare(bytes.subarray(at, at + length), image.subarray(start, start + length)) === 0;
    if (!same) differing.add(block);
    map.set({ offset: start, length }, differing.has(block) ? BlockState.differing : BlockState.agreed);
  }
}

/** Reads each block until two reads in a row agree; puts what they agree on into `image`. */
async function settleBlocks(
  flash: NorFlash,
  image: Uint8Array,
  blocks: readonly number[],
  map: BlockMap,
  meter: ProgressMeter,
  context: OperationContext,
): Promise<{ settled: number[]; unstable: number[] }> {
  const settled: number[] = [];
  const unstable: number[] = [];
  if (blocks.length === 0) return { settled, unstable };
  // At least two more reads each.
  meter.extend(blocks.length * BLOCK_BYTES * 2);
  meter.phase('settling');
  for (const block of blocks) {
    throwIfCancelled(context.signal);
    const range = { offset: block * BLOCK_BYTES, length: BLOCK_BYTES };
    const agreed = await readUntilSteady(flash, range, context.signal, (extra) => {
      if (extra) meter.extend(BLOCK_BYTES);
      meter.advance(BLOCK_BYTES);
    });
    if (agreed) image.set(agreed, range.offset);
    (agreed ? settled : unstable).push(block);
    map.set(range, agreed ? BlockState.settled : BlockState.unstable);
    context.log(agreed ? 'block-settled' : 'block-unstable', { offset: range.offset });
  }
  return { settled, unstable };
}

async function readUntilSteady(
  flash: NorFlash,
  range: ByteRange,
  signal: AbortSignal,
  onRead: (extra: boolean) => void,
): Promise<Uint8Array | undefined> {
  let previous: Uint8Array | undefined;
  for (let attempt = 0; attempt < limits.backup.settleReads; attempt++) {
    const bytes = await flash.readBytes(range, signal);
    onRead(attempt >= 2);
    if (previous && Buffer.compare(previous, bytes) === 0) return bytes;
    previous = bytes;
  }
  return undefined;
}

/** Content that agrees with itself and still cannot be what the chip holds. */
function refuseEmpty(image: Uint8Array): void {
  const [first] = image;
  const uniform = Buffer.compare(image.subarray(1), image.subarray(0, -1)) === 0;
  if (uniform && first === 0xff) throw fault('READ_ALL_FF');
  if (uniform && first === 0x00) throw fault('READ_ALL_00');
  const half = image.length / 2;
  if (!uniform && Buffer.compare(image.subarray(0, half), image.subarray(half)) === 0) throw fault('READ_MIRRORED');
}

const blockRanges = (blocks: readonly number[]): ByteRange[] =>
  mergeRanges(blocks.map((block) => ({ offset: block * BLOCK_BYTES, length: BLOCK_BYTES })));
