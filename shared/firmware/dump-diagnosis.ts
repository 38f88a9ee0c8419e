// What went wrong on the way from the chip to the file: constant, mirrored, shifted, swapped, cut, stuck lines. Knows no structure in depth.
import { hasDescriptorSignature, parseDescriptor } from './descriptor';
import { indexOfText, startsWith, u32, words32 } from './bytes';

const BLOCK_BYTES = 4096;
const SMALLEST_CHIP_BYTES = 0x80000;
/** How far from its place a shifted descriptor is looked for. */
const SHIFT_WINDOW_BYTES = 0x10000;

export type DumpDefect =
  | { readonly kind: 'empty' }
  | { readonly kind: 'constant'; readonly value: number }
  /** The two halves are equal: the highest address line does not arrive, or the chip is half the size. */
  | { readonly kind: 'mirrored' }
  /** Blocks that differ only in this address bit are equal. */
  | { readonly kind: 'address-line'; readonly line: number }
  /** A data bit never changes. */
  | { readonly kind: 'data-line'; readonly bit: number; readonly value: 0 | 1 }
  /** Everything stands `byBytes` later (negative: earlier) than it should. */
  | { readonly kind: 'shifted'; readonly byBytes: number }
  | { readonly kind: 'swapped'; readonly order: '16-bit' | '32-bit' | 'bits' | 'nibbles' }
  /** The descriptor names a chip of `expectedBytes`. */
  | { readonly kind: 'truncated'; readonly expectedBytes: number };

/** `tagOffset`: where this machine's FLSH tag stands, a second witness for a shift where the descriptor is gone. */
export function diagnoseDump(bytes: Uint8Array, tagOffset?: number): DumpDefect[] {
  if (bytes.length === 0) return [{ kind: 'empty' }];
  const words = words32(bytes);
  const bits = foldBits(words, bytes);
  if (bits.constant) return [{ kind: 'constant', value: bytes[0]! }];
  const swapped = swapOf(bytes);
  if (swapped) return [swapped];
  const shifted = shiftOf(bytes, tagOffset);
  if (shifted) return [shifted];
  return [...truncation(bytes), ...stuckDataLines(bits), ...stuckAddressLines(bytes.length, words)];
}

function foldBits(words: Uint32Array, bytes: Uint8Array): { and: number; or: number; constant: boolean } {
  const first = bytes[0]!;
  let [and, or, same] = [0xffffffff, 0, 0];
  const wanted = (first * 0x01010101) | 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    and &= word;
    or |= word;
    same |= word ^ wanted;
  }
  for (let at = words.length * 4; at < bytes.length; at++) {
    and &= bytes[at]! * 0x01010101;
    or |= bytes[at]! * 0x01010101;
    same |= bytes[at]! ^ first;
  }
  const fold = (word: number, join: (a: number, b: number) => number): number =>
    join(join(word & 0xff, (word >>> 8) & 0xff), join((word >>> 16) & 0xff, word >>> 24));
  return { and: fold(and, (a, b) => a & b), or: fold(or, (a, b) => a | b), constant: same === 0 };
}

function stuckDataLines({ and, or }: { and: number; or: number }): DumpDefect[] {
  const bits = [0, 1, 2, 3, 4, 5, 6, 7];
  return bits.flatMap((bit): DumpDefect[] => {
    if (and & (1 << bit)) return [{ kind: 'data-line', bit, value: 1 }];
    return or & (1 << bit) ? [] : [{ kind: 'data-line', bit, value: 0 }];
  });
}

/** Descriptor signature 5A A5 F0 0F as it looks in each wrong order; nibbles and 16-bit look alike there, so `_FVH` decides. */
function swapOf(bytes: Uint8Array): DumpDefect | undefined {
  const signature = bytes.length >= 0x14 ? u32(bytes, 0x10) : 0;
  if (signature === 0x5aa5f00f) return { kind: 'swapped', order: '32-bit' };
  if (signature === 0x0ff0a55a || signature === 0xffffffff) return undefined;
  if (signature === 0xf00fa55a) return { kind: 'swapped', order: 'bits' };
  if (signature === 0xf00f5aa5) return { kind: 'swapped', order: indexOfText(bytes, '\xf5\x64\x65\x84') >= 0 ? 'nibbles' : '16-bit' };
  return undefined;
}

function shiftOf(bytes: Uint8Array, tagOffset: number | undefined): DumpDefect | undefined {
  const isTagged = (offset: number): boolean => startsWith(bytes, offset, 'FLSHJ6');
  if (hasDescriptorSignature(bytes, 0x10) || (tagOffset !== undefined && isTagged(tagOffset))) return undefined;
  for (let at = bytes.indexOf(0x5a); at >= 0 && at < SHIFT_WINDOW_BYTES; at = bytes.indexOf(0x5a, at + 1)) {
    if (!hasDescriptorSignature(bytes, at)) continue;
    // At 0 it is where ICH8 to ICH10 boards have it; only the tag can tell that from a shift by 16.
    if (at === 0 && !(tagOffset !== undefined && isTagged(tagOffset - 0x10))) return undefined;
    if (at < 0x10 || parseDescriptor(bytes.subarray(at - 0x10))) return { kind: 'shifted', byBytes: at - 0x10 };
  }
  if (tagOffset === undefined || bytes.length < tagOffset) return undefined;
  const found = indexOfText(bytes, 'FLSHJ6', tagOffset - SHIFT_WINDOW_BYTES, tagOffset + SHIFT_WINDOW_BYTES);
  return found >= 0 && found !== tagOffset ? { kind: 'shifted', byBytes: found - tagOffset } : undefined;
}

function truncation(bytes: Uint8Array): DumpDefect[] {
  const descriptor = parseDescriptor(bytes);
  if (!descriptor || bytes.length < SMALLEST_CHIP_BYTES) return [];
  const end = Math.max(...descriptor.regions.map((region) => region.offset + region.length));
  const expectedBytes = Math.max(end, descriptor.chips === 1 ? (descriptor.densityBytes ?? 0) : 0);
  return bytes.length < end ? [{ kind: 'truncated', expectedBytes }] : [];
}

/**
 * For each address bit from 12 up: blocks that differ only in it. In a good image under 3 % of those that hold anything
 * are equal, with a stuck line nearly all (domain images.md 8, check 5).
 */
function stuckAddressLines(size: number, words: Uint32Array): DumpDefect[] {
  if (size < SMALLEST_CHIP_BYTES || (size & (size - 1)) !== 0) return [];
  const blocks = size / BLOCK_BYTES;
  const [hashes, uniform] = hashBlocks(words, blocks);
  const defects: DumpDefect[] = [];
  for (let bit = 1; bit < blocks; bit <<= 1) {
    let [pairs, equal] = [0, 0];
    for (let block = 0; block < blocks; block++) {
      if (block & bit || (uniform[block] && uniform[block | bit])) continue;
      pairs++;
      if (hashes[block] === hashes[block | bit]) equal++;
    }
    if (pairs < 16 || equal < 0.95 * pairs) continue;
    const line = 12 + Math.log2(bit);
    defects.push(bit === blocks >> 1 ? { kind: 'mirrored' } : { kind: 'address-line', line });
  }
  return defects;
}

function hashBlocks(words: Uint32Array, blocks: number): readonly [hashes: Uint32Array, uniform: Uint8Array] {
  const [hashes, uniform] = [new Uint32Array(blocks), new Uint8Array(blocks)];
  const wordsPerBlock = BLOCK_BYTES / 4;
  for (let block = 0; block < blocks; block++) {
    const first = words[block * wordsPerBlock]!;
    let [hash, other] = [0x811c9dc5, 0];
    for (let at = block * wordsPerBlock; at < (block + 1) * wordsPerBlock; at++) {
      hash = Math.imul(hash ^ words[at]!, 0x01000193);
      hash ^= hash >>> 15;
      other |= words[at]! ^ first;
    }
    hashes[block] = hash;
    uniform[block] = other === 0 ? 1 : 0;
  }
  return [hashes, uniform];
}
