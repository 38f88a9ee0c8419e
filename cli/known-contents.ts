// What is known of the chip before a plan is made: from a backup, or from reading only the bytes that the plan needs.
import { copyOf } from '../shared/firmware/bytes';
import { roundRanges } from '../shared/firmware/ranges';
import type { ChipInfo } from '../shared/model/chip';
import type { ByteRange } from '../shared/model/plan';
import type { Device } from './device';
import { valueOf } from './verb';

/** `ranges` widened to the smallest erase, so that what shares an erase block with them is known too. */
export const rangesToRead = (ranges: readonly ByteRange[], chip: ChipInfo): readonly ByteRange[] =>
  roundRanges(ranges, Math.min(...chip.eraseTypes.map(({ sizeBytes }) => sizeBytes)));

/** A copy of `contents` with these ranges read from the chip now. */
export async function readInto(contents: Uint8Array, ranges: readonly ByteRange[], chip: ChipInfo, device: Device): Promise<Uint8Array> {
  const fresh = copyOf(contents);
  for (const range of ranges) fresh.set(valueOf(await device.session.read({ chip, range }, device.context)), range.offset);
  return fresh;
}
