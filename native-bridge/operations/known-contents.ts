// Before anything changes: is the chip still what the plan was made from? Reads what must be preserved, and a spread sample.
import { fault } from '../../shared/model/errors';
import type { ByteRange } from '../../shared/model/plan';
import { freshRangesNeeded } from '../../shared/firmware/plan-write';
import { intersect, mergeRanges, subtract } from '../../shared/firmware/ranges';
import { limits } from '../spi/limits';
import type { NorFlash } from '../spi/nor-chip';
import { settleDifferences } from './verify';
import type { OperationContext, WriteParams } from './device-session';

type Params = Pick<WriteParams, 'plan' | 'known' | 'unknown'>;

/** What will be read: everything that is put back or programmed over, and the sample. In ascending order. */
export function rangesToCheck({ plan, known, unknown }: Params): ByteRange[] {
  const untrusted = mergeRanges(unknown);
  const fresh = freshRangesNeeded(plan).flatMap((range) => subtract(range, untrusted));
  return mergeRanges([...fresh, ...samplePlaces(known, mergeRanges([...fresh, ...untrusted]))]);
}

/** @throws WRITE_CONTENTS_CHANGED with nothing written */
export async function checkKnownContents(
  flash: NorFlash,
  params: Params,
  ranges: readonly ByteRange[],
  context: Pick<OperationContext, 'signal' | 'log'>,
  onRead: (bytes: number) => void,
): Promise<void> {
  const { known } = params;
  const suspicious: { readonly range: ByteRange; readonly bytes: Uint8Array }[] = [];
  await flash.read(ranges, {
    signal: context.signal,
    onChunk: (offset, bytes) => {
      const same = Buffer.compare(bytes, known.subarray(offset, offset + bytes.length)) === 0;
      if (!same) suspicious.push({ range: { offset, length: bytes.length }, bytes });
      onRead(bytes.length);
    },
  });
  for (const { range, bytes } of suspicious) {
    const [different] = await settleDifferences(flash, range, bytes, known, context);
    if (!different) continue;
    const from = different.offset - range.offset;
    const byte = bytes.subarray(from, from + different.length).findIndex((value, index) => value !== known[different.offset + index]);
    throw fault('WRITE_CONTENTS_CHANGED', { offset: different.offset + Math.max(0, byte) });
  }
}

/**
 * Starts of pages with something in them, one in each of equal parts of the chip, outside `excluded`. A part that is blank gives its
 * share to the others: blank pages tell one chip's content from another's badly.
 */
export function samplePlaces(known: Uint8Array, excluded: readonly ByteRange[]): ByteRange[] {
  const { sampleCount, sampleBytes, sampleAlignBytes } = limits.write;
  const partBytes = known.length / sampleCount;
  const taken = new Set<number>();
  const take = (from: number, end: number): void => {
    for (let page = Math.ceil(from / sampleAlignBytes) * sampleAlignBytes; page + sampleBytes <= end; page += sampleAlignBytes) {
      const range = { offset: page, length: sampleBytes };
      if (taken.has(page) || isBlank(known, range) || intersect(range, excluded).length > 0) continue;
      taken.add(page);
      return;
    }
  };
  for (let part = 0; part < sampleCount; part++) {
    // Not always at the start of a part: there headers are alike from image to image.
    const start = part * partBytes;
    const shift = (part * 0.618) % 1;
    const before = taken.size;
    take(start + partBytes * shift, start + partBytes);
    if (taken.size === before) take(start, start + partBytes);
  }
  for (let at = 0, step = known.length / 257; taken.size < sampleCount && at < known.length; at += step)
    take(at, Math.min(at + step, known.length));
  return mergeRanges([...taken].map((offset) => ({ offset, length: sampleBytes })));
}

function isBlank(bytes: Uint8Array, { offset, length }: ByteRange): boolean {
  const first = bytes[offset];
  for (let at = offset + 1; at < offset + length; at++) if (bytes[at] !== first) return false;
  return true;
}
