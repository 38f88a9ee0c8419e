// One read of a range, once: what the wire says, unproven.
import type { ChipInfo } from '../../shared/model/chip';
import { BlockState } from '../../shared/model/blocks';
import type { ByteRange } from '../../shared/model/plan';
import { BlockMap } from './block-map';
import { readingChip, type Device } from './device';
import type { OperationContext } from './device-session';
import { ProgressMeter } from './progress-meter';

export async function read(
  device: Device,
  { chip, range }: { chip: ChipInfo; range: ByteRange },
  context: OperationContext,
): Promise<Uint8Array> {
  const meter = new ProgressMeter({ clock: device.clock, report: context.progress, chipState: () => 'untouched', total: range.length });
  meter.phase('identifying');
  return readingChip(device, chip, context, async (flash) => {
    const map = new BlockMap(chip.sizeBytes, BlockState.unread, device.clock, context.blocks);
    const image = new Uint8Array(range.length);
    meter.phase('reading');
    await flash.read([range], {
      signal: context.signal,
      onChunk: (offset, bytes) => {
        image.set(bytes, offset - range.offset);
        map.set({ offset, length: bytes.length }, BlockState.readOnce);
        meter.advance(bytes.length);
      },
    });
    map.flush();
    meter.finish();
    return image;
  });
}
