// What went wrong on the way from the chip to the file: constant, repeated, shifted, in another order, cut, stuck lines. Knows no
// structure in depth; the parts are in dump/.
import type { ImageLayout } from '../machines';
import { faultyLines } from './dump/address-lines';
import { orderOfHead, orderOfVolumes, slipOfHead, type ByteOrder } from './dump/byte-order';
import { stuckBits } from './dump/data-lines';
import { chipBytesOf, sizeDefects, type SizeDefect } from './dump/file-size';
import { constantValue, scanBlocks, type BlockScan } from './dump/scan-blocks';
import { misplaced, type Misplaced } from './dump/shift';

export type DumpDefect =
  | { readonly kind: 'empty' }
  | { readonly kind: 'constant'; readonly value: number }
  /** `parts` equal parts: the highest address lines do not arrive, or (`isWhole`) the chip is smaller and was read more than once. */
  | { readonly kind: 'mirrored'; readonly parts: number; readonly isWhole: boolean }
  /** Bytes that differ only in this address bit are equal. */
  | { readonly kind: 'address-line'; readonly line: number }
  /** Bytes are equal wherever exactly one of the two address bits is set. */
  | { readonly kind: 'joined-lines'; readonly lines: readonly [number, number] }
  /** A data bit never changes in [offset, offset + length). */
  | { readonly kind: 'data-line'; readonly bit: number; readonly value: 0 | 1; readonly offset: number; readonly length: number }
  | { readonly kind: 'swapped'; readonly order: ByteOrder }
  | { readonly kind: 'bit-slip'; readonly byBits: number }
  | Misplaced
  | SizeDefect;

export interface DiagnosisOptions {
  /** Map of the machine that it may be of: its marks are further witnesses of a shift. */
  readonly layout: ImageLayout;
  readonly scan?: BlockScan;
}

/** Of a file that should be a whole image. The first is the one that explains most. */
export function diagnoseDump(bytes: Uint8Array, { layout, scan = scanBlocks(bytes) }: DiagnosisOptions): DumpDefect[] {
  if (bytes.length === 0) return [{ kind: 'empty' }];
  const value = constantValue(scan);
  if (value !== undefined) return [{ kind: 'constant', value }];
  const { stuck, joined } = faultyLines(bytes, scan);
  const lines: DumpDefect[] = [...stuckLines(bytes, stuck), ...joined.map((pair): DumpDefect => ({ kind: 'joined-lines', lines: pair }))];
  const data = stuckBits(scan).map((bit): DumpDefect => ({ kind: 'data-line', ...bit }));
  // Lines that do not arrive put content elsewhere by themselves: other names for it would mislead.
  if (lines.length === 0 && data.length === 0) {
    const elsewhere = orderDefect(bytes) ?? misplaced(bytes, layout);
    if (elsewhere) return [elsewhere];
  }
  return [...lines, ...data, ...(lines.length > 0 ? [] : sizeDefects(bytes, scan))];
}

/** The highest lines together are a repetition of the first part; `isWhole` where the descriptor names a chip of that size. */
function stuckLines(bytes: Uint8Array, stuck: readonly number[]): DumpDefect[] {
  const highest = Math.log2(bytes.length) - 1;
  let repeated = 0;
  while (stuck.includes(highest - repeated)) repeated++;
  const parts = 2 ** repeated;
  const others = stuck.filter((line) => line <= highest - repeated).map((line): DumpDefect => ({ kind: 'address-line', line }));
  if (repeated === 0) return others;
  return [{ kind: 'mirrored', parts, isWhole: chipBytesOf(bytes) === bytes.length / parts }, ...others];
}

function orderDefect(bytes: Uint8Array): DumpDefect | undefined {
  const order = orderOfHead(bytes);
  if (order) return { kind: 'swapped', order };
  const byBits = slipOfHead(bytes);
  return byBits === undefined ? undefined : { kind: 'bit-slip', byBits };
}

/** For a file in which nothing at all was recognised: the order in which volumes would appear. */
export function orderOfUnknown(bytes: Uint8Array): DumpDefect | undefined {
  const order = orderOfVolumes(bytes);
  return order && { kind: 'swapped', order };
}
