// Looks for several short pieces of one file in another in a single pass that skips most of its bytes (Wu and Manber's way).

/** Length of a piece. */
export const ANCHOR_BYTES = 16;
/** Places at which a piece may end that are looked at closely; a file made to have more is not worth it. */
const MAX_LOOKS = 0x40000;

export interface FoundAnchor {
  /** First place in the whole file. */
  readonly first?: number;
  /** First place that is no further than `reach` from where it is in its own file. */
  readonly near?: number;
}

/** By index of `anchors`, which are offsets in `source`. */
export function findAnchors(source: Uint8Array, anchors: readonly number[], hay: Uint8Array, reach: number): FoundAnchor[] {
  const found = anchors.map((): { first?: number; near?: number } => ({}));
  if (anchors.length === 0) return found;
  const skips = skipTable(source, anchors);
  const end = ANCHOR_BYTES - 1;
  for (let [at, looks] = [end, 0]; at < hay.length && looks < MAX_LOOKS;) {
    const skip = skips[hay[at]! | (hay[at - 1]! << 8)]!;
    if (skip > 0) {
      at += skip;
      continue;
    }
    looks++;
    for (let index = 0; index < anchors.length; index++) {
      const anchor = anchors[index]!;
      if (!matches(source, anchor, hay, at - end)) continue;
      const entry = found[index]!;
      entry.first ??= at - end;
      if (Math.abs(at - end - anchor) <= reach) entry.near ??= at - end;
    }
    at++;
  }
  return found;
}

/** By the last two bytes of the window: how far it may move without passing over a piece. */
function skipTable(source: Uint8Array, anchors: readonly number[]): Uint8Array {
  const skips = new Uint8Array(0x10000).fill(ANCHOR_BYTES - 1);
  for (const anchor of anchors) {
    for (let index = 1; index < ANCHOR_BYTES; index++) {
      const pair = source[anchor + index]! | (source[anchor + index - 1]! << 8);
      skips[pair] = Math.min(skips[pair]!, ANCHOR_BYTES - 1 - index);
    }
  }
  return skips;
}

function matches(source: Uint8Array, anchor: number, hay: Uint8Array, at: number): boolean {
  for (let index = ANCHOR_BYTES - 1; index >= 0; index--) if (source[anchor + index] !== hay[at + index]) return false;
  return true;
}
