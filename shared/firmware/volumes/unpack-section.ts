// Opens encapsulating sections: what stands inside, and whether it could be unpacked.
import { efiDecompress, tianoDecompress } from '../compression/tiano';
import { lzmaAlone } from '../compression/lzma';
import type { Decode } from '../compression/types';
import { u32 } from '../bytes';
import { sectionGuids } from './guids';
import { looksLikeSections } from './section-header';
import type { Walk } from './walk';

export type Unpacked =
  | { readonly kind: 'unpacked'; readonly bytes: Uint8Array; readonly by: string }
  | { readonly kind: 'failed'; readonly by: string }
  | { readonly kind: 'limit'; readonly by: string };

interface Packing {
  readonly name: string;
  readonly decode: Decode;
}

const tiano: Packing = { name: 'Tiano', decode: tianoDecompress };
const efi: Packing = { name: 'EFI 1.1', decode: efiDecompress };
const lzma: Packing = { name: 'LZMA', decode: lzmaAlone };

const LZMA_SIZE_AT = 5;
const STANDARD_SIZE_AT = 4;
/** The shortest header of the three, and something behind it. */
const SHORTEST_STREAM_BYTES = 9;

/** Type byte of a compressed section: 1 is the standard algorithm, 2 one that the vendor chose. */
export function unpackCompressed(walk: Walk, content: Uint8Array, type: number): Unpacked | undefined {
  if (type === 1) return unpackStandard(walk, content);
  return type === 2 ? unpackOne(walk, content, lzma, u32(content, LZMA_SIZE_AT)) : undefined;
}

export function unpackByGuid(walk: Walk, content: Uint8Array, guid: string): Unpacked | undefined {
  if (guid === sectionGuids.lzma) return unpackOne(walk, content, lzma, u32(content, LZMA_SIZE_AT));
  return guid === sectionGuids.tiano ? unpackStandard(walk, content) : undefined;
}

/** Nothing says which of the two variants it is; a wrong one nearly always breaks off, and never gives sections. */
function unpackStandard(walk: Walk, content: Uint8Array): Unpacked {
  const size = u32(content, STANDARD_SIZE_AT);
  const first = unpackOne(walk, content, tiano, size);
  if (first.kind === 'limit' || (first.kind === 'unpacked' && looksLikeSections(first.bytes))) return first;
  const second = unpackOne(walk, content, efi, size);
  if (second.kind === 'unpacked' && (first.kind !== 'unpacked' || looksLikeSections(second.bytes))) return second;
  return first.kind === 'unpacked' ? first : { kind: second.kind === 'limit' ? 'limit' : 'failed', by: `${tiano.name}, ${efi.name}` };
}

function unpackOne(walk: Walk, content: Uint8Array, { name, decode }: Packing, size: number): Unpacked {
  // More than everything together may be is no honest size.
  if (content.length < SHORTEST_STREAM_BYTES || size > walk.limits.unpackedBytes) return { kind: 'failed', by: name };
  if (size > walk.unpackedBytesLeft) return { kind: 'limit', by: name };
  // Spent whether it succeeds or not: a thousand broken sections that claim a lot cost as much as good ones.
  walk.spend(size);
  const bytes = decode(content, { maxOutputBytes: size });
  return bytes ? { kind: 'unpacked', bytes, by: name } : { kind: 'failed', by: name };
}
