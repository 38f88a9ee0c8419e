// Headers of UEFI firmware volumes: their length and 16-bit sum.
import { isFilledWith, startsWith, sum16, u16, u32 } from '../bytes';

/** Smallest header that has a block map; shorter ones are stray `_FVH` texts inside code (images.md 5). */
const SHORTEST_HEADER_BYTES = 0x48;

export type VolumeState = 'good' | 'blank' | 'missing' | 'checksum' | 'length';

/** The volume that should stand at `offset` and be `length` long. */
export function volumeState(bytes: Uint8Array, offset: number, length: number): VolumeState {
  if (isFilledWith(bytes, 0xff, offset, length)) return 'blank';
  const headerLength = u16(bytes, offset + 0x30);
  if (!startsWith(bytes, offset + 0x28, '_FVH') || headerLength < SHORTEST_HEADER_BYTES || headerLength > length) return 'missing';
  // The tag FLSH or RCRV in the first 16 bytes is under this sum too.
  if (sum16(bytes, offset, headerLength) !== 0) return 'checksum';
  return u32(bytes, offset + 0x20) === length && u32(bytes, offset + 0x24) === 0 ? 'good' : 'length';
}
