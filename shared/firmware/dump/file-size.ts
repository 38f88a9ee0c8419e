// Whether the file is as long as the chip it speaks of: cut, filled up, followed by something else, or blank from some place on.
import { parseDescriptor } from '../descriptor';
import { hasResetVector } from '../hp';
import { isUniform, SCAN_BLOCK_BYTES, type BlockScan } from './scan-blocks';

export type SizeDefect =
  /** The descriptor names a chip of `expectedBytes`. */
  | { readonly kind: 'truncated'; readonly expectedBytes: number }
  /** Something stands behind the end of the chip: FF, 00, or content. */
  | { readonly kind: 'padded'; readonly chipBytes: number; readonly filling: 'FF' | '00' | 'content' }
  /** From `from` to the end every byte is `value`, where the code that the processor starts at should be. */
  | { readonly kind: 'stopped'; readonly from: number; readonly value: number }
  | { readonly kind: 'mostly-blank'; readonly contentBytes: number };

const SMALLEST_CHIP_BYTES = 0x80000;
/** Good images have up to 128 KiB of blank space before a blank boot block. */
const STOPPED_BYTES = 0x40000;
const MOSTLY_BLANK_SHARE = 0.01;

/** Bytes of the chip that the descriptor was made for; undefined where there is no descriptor. */
export function chipBytesOf(bytes: Uint8Array): number | undefined {
  const descriptor = parseDescriptor(bytes);
  if (!descriptor) return undefined;
  const end = Math.max(0, ...descriptor.regions.map((region) => region.offset + region.length));
  const density = descriptor.chips === 1 ? (descriptor.densityBytes ?? 0) : 0;
  return end > density && density > 0 ? end : Math.max(density, powerOfTwoFrom(end));
}

const powerOfTwoFrom = (size: number): number => (size <= 1 ? size : 2 ** Math.ceil(Math.log2(size)));

export function sizeDefects(bytes: Uint8Array, scan: BlockScan): SizeDefect[] {
  if (bytes.length < SMALLEST_CHIP_BYTES) return [];
  return [...lengthDefect(bytes, scan), ...blankDefect(bytes, scan)];
}

function lengthDefect(bytes: Uint8Array, scan: BlockScan): SizeDefect[] {
  const descriptor = parseDescriptor(bytes);
  const chipBytes = chipBytesOf(bytes);
  if (!descriptor || chipBytes === undefined) return [];
  const end = Math.max(0, ...descriptor.regions.map((region) => region.offset + region.length));
  if (bytes.length < end) return [{ kind: 'truncated', expectedBytes: chipBytes }];
  // Code at the very end says that the file ends where the chip does, whatever the descriptor's size code.
  if (bytes.length <= chipBytes || chipBytes < SMALLEST_CHIP_BYTES || hasResetVector(bytes, bytes.length - 0x10)) return [];
  const value = valueFrom(bytes, scan, chipBytes);
  return [{ kind: 'padded', chipBytes, filling: value === 0xff ? 'FF' : value === 0 ? '00' : 'content' }];
}

function blankDefect(bytes: Uint8Array, scan: BlockScan): SizeDefect[] {
  let content = 0;
  let last = -1;
  for (let block = 0; block < scan.blocks; block++) {
    const value = isUniform(scan, block) ? scan.and[block] : undefined;
    if (value === 0) continue;
    content += scan.programmed[block]!;
    if (value !== 0xff) last = block;
  }
  if (content < MOSTLY_BLANK_SHARE * bytes.length) return [{ kind: 'mostly-blank', contentBytes: content }];
  const from = (last + 1) * SCAN_BLOCK_BYTES;
  const value = valueFrom(bytes, scan, from);
  if (value === undefined || bytes.length - from <= STOPPED_BYTES || bytes.length > (chipBytesOf(bytes) ?? bytes.length)) return [];
  return [{ kind: 'stopped', from, value }];
}

/** The value of every byte from `offset` (a multiple of 4 KiB) to the end, where it is one. */
function valueFrom(bytes: Uint8Array, scan: BlockScan, offset: number): number | undefined {
  const value = bytes[offset];
  for (let block = Math.floor(offset / SCAN_BLOCK_BYTES); block < scan.blocks; block++)
    if (scan.and[block] !== value || scan.or[block] !== value) return undefined;
  return value;
}
