// Verify: the chip read back and compared. A place that reads differently is read again before it is called a difference.
import { createHash } from 'node:crypto';
import { BLOCK_BYTES, BlockState } from '../../shared/model/blocks';
import type { ByteRange } from '../../shared/model/plan';
import { mergeRanges, roundRanges } from '../../shared/firmware/ranges';
import { limits } from '../spi/limits';
import type { NorFlash } from '../spi/nor-chip';
import { BlockMap } from './block-map';
import { throwIfCancelled, readingChip, type Device } from './device';
import type { OperationContext, VerifyOutcome, VerifyParams } from './device-session';
import { ProgressMeter } from './progress-meter';

/** Bytes read, settled and hashed at a time: one submission of the bus. */
const WINDOW_BYTES = limits.read.chunkBytes * limits.read.chunksPerRun;

export async function verify(device: Device, { chip, expected, ranges }: VerifyParams, context: OperationContext): Promise<VerifyOutcome> {
  const wanted = mergeRanges(ranges);
  const total = wanted.reduce((sum, { length }) => sum + length, 0);
  const whole = wanted.length === 1 && total === chip.sizeBytes;
  const meter = new ProgressMeter({ clock: device.clock, report: context.progress, chipState: () => 'untouched', total });
  meter.phase('identifying');
  return readingChip(device, chip, context, async (flash) => {
    const map = new BlockMap(chip.sizeBytes, BlockState.keep, device.clock, context.blocks);
    const hash = whole ? createHash('sha256') : undefined;
    const differences: ByteRange[] = [];
    meter.phase('verifying');
    for (const window of windowsOf(wanted)) {
      throwIfCancelled(context.signal);
      const bytes = new Uint8Array(window.length);
      await flash.read([window], {
        signal: context.signal,
        onChunk: (offset, chunk) => {
          bytes.set(chunk, offset - window.offset);
          meter.advance(chunk.length);
        },
      });
      const differing = await settleDifferences(flash, window, bytes, expected, context);
      map.set(window, BlockState.proven);
      for (const range of differing) map.set(range, BlockState.failed);
      differences.push(...differing);
      hash?.update(bytes);
    }
    map.flush();
    meter.finish();
    return {
      comparedBytes: total,
      differences: roundRanges(differences, BLOCK_BYTES),
      ...(hash ? { sha256: hash.digest('hex') } : {}),
    };
  });
}

function* windowsOf(ranges: readonly ByteRange[]): Generator<ByteRange> {
  for (const { offset, length } of ranges) {
    for (let at = 0; at < length; at += WINDOW_BYTES) yield { offset: offset + at, length: Math.min(WINDOW_BYTES, length - at) };
  }
}

/**
 * Blocks of `bytes` (read at `range`) that stay different from `expected` after reading them again. A read that equals what
 * is expected proves it: noise does not make content right. `bytes` then holds it.
 */
export async function settleDifferences(
  flash: NorFlash,
  range: ByteRange,
  bytes: Uint8Array,
  expected: Uint8Array,
  { signal, log }: { readonly signal?: AbortSignal; readonly log: OperationContext['log'] },
): Promise<ByteRange[]> {
  const different: ByteRange[] = [];
  if (Buffer.compare(bytes, expected.subarray(range.offset, range.offset + range.length)) === 0) return different;
  for (const block of blocksOf(range)) {
    const from = block.offset - range.offset;
    const wanted = expected.subarray(block.offset, block.offset + block.length);
    let equal = Buffer.compare(bytes.subarray(from, from + block.length), wanted) === 0;
    for (let attempt = 0; !equal && attempt < limits.write.rereads; attempt++) {
      const again = await flash.readBytes(block, signal);
      bytes.set(again, from);
      equal = Buffer.compare(again, wanted) === 0;
      log(equal ? 'reread-agrees' : 'reread-differs', { offset: block.offset, attempt });
    }
    if (!equal) different.push(block);
  }
  return different;
}

/** The range cut at 4 KiB boundaries. */
function* blocksOf({ offset, length }: ByteRange): Generator<ByteRange> {
  for (let at = offset; at < offset + length;) {
    const end = Math.min((Math.floor(at / BLOCK_BYTES) + 1) * BLOCK_BYTES, offset + length);
    yield { offset: at, length: end - at };
    at = end;
  }
}
