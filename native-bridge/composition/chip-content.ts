// What the chip holds while an image for it is composed: the base, and on it what the journal proves of a write that is open. Pure.
import type { ByteRange } from '../../shared/model/plan';

/** What is known of the chip beside the base. */
export interface ChipFacts {
  /** Where the base is not what is there. */
  readonly unknown: readonly ByteRange[];
  /** Begun by a write that is still open: whatever is chosen now, these are brought to it. */
  readonly touched: readonly ByteRange[];
  /** The write that is open, by the hash of its image. */
  readonly write?: { readonly targetSha256: string; readonly newUnits: readonly ByteRange[]; readonly unknownUnits: readonly ByteRange[] };
}

export interface ChipContent {
  /** Not to be trusted in `unknown`. */
  readonly current: Uint8Array;
  readonly unknown: readonly ByteRange[];
}

/** What was proven of the open write counts only for the very image that it writes; for another one it is not known what is there. */
export function contentOf(base: Uint8Array, { unknown, write }: ChipFacts, target: Uint8Array, targetSha256: string): ChipContent {
  if (write?.targetSha256 !== targetSha256) return { current: base, unknown };
  const current = base.slice();
  for (const { offset, length } of write.newUnits) current.set(target.subarray(offset, offset + length), offset);
  return { current, unknown: write.unknownUnits };
}
