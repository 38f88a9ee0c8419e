// Where the descriptor says its tables are (domain images.md 2.1). Every base counts from the start of the image, not from the signature.
import { u32 } from '../bytes';

const SIGNATURE = 0x0ff0a55a;
/** No table lies behind it, however long the descriptor's region is. */
export const DESCRIPTOR_BYTES = 0x1000;
/** FLUMAP1, the one map with a place of its own. */
export const UPPER_MAP = 0xefc;
export const OEM_AREA = { offset: 0xf00, length: 0x100 } as const;
const COMPONENT_BYTES = 12;
const REGION_BYTES = 20;
const MASTER_BYTES = 12;

/** Offsets from the start of the image; counts in dwords. */
export interface DescriptorMaps {
  /** 0x10 on 5-series and later, 0 on ICH8 to ICH10. */
  readonly signatureAt: number;
  readonly chips: number;
  readonly componentBase: number;
  readonly regionBase: number;
  readonly masterBase: number;
  readonly pchStrapBase: number;
  readonly pchStraps: number;
  readonly processorStrapBase: number;
  readonly processorStraps: number;
  readonly vsccBase: number;
  readonly vsccWords: number;
  /** Why these places cannot be right. */
  readonly damage?: 'outside' | 'overlapping';
}

export const hasDescriptorSignature = (bytes: Uint8Array, offset: number): boolean =>
  offset + 4 <= bytes.length && u32(bytes, offset) === SIGNATURE;

export function readMaps(bytes: Uint8Array): DescriptorMaps | undefined {
  const signatureAt = hasDescriptorSignature(bytes, 0x10) ? 0x10 : hasDescriptorSignature(bytes, 0) ? 0 : undefined;
  if (signatureAt === undefined) return undefined;
  const [map0, map1, map2] = [u32(bytes, signatureAt + 4), u32(bytes, signatureAt + 8), u32(bytes, signatureAt + 12)];
  const upper = u32(bytes, UPPER_MAP);
  const maps = {
    signatureAt,
    chips: ((map0 >>> 8) & 3) + 1,
    componentBase: (map0 & 0xff) << 4,
    regionBase: ((map0 >>> 16) & 0xff) << 4,
    masterBase: (map1 & 0xff) << 4,
    pchStrapBase: ((map1 >>> 16) & 0xff) << 4,
    pchStraps: map1 >>> 24,
    processorStrapBase: (map2 & 0xff) << 4,
    processorStraps: (map2 >>> 8) & 0xff,
    // Erased where there is no such table.
    vsccBase: upper === 0xffffffff ? 0 : (upper & 0xff) << 4,
    vsccWords: upper === 0xffffffff ? 0 : (upper >>> 8) & 0xff,
  };
  const damage = damageOf(maps, bytes.length);
  return { ...maps, ...(damage ? { damage } : {}) };
}

/** Only the three tables that everything hangs on; straps and chips out of range are told as absent. */
function damageOf(maps: DescriptorMaps, length: number): DescriptorMaps['damage'] {
  const spans = [
    { from: maps.signatureAt, bytes: 16 },
    { from: maps.componentBase, bytes: COMPONENT_BYTES },
    { from: maps.regionBase, bytes: REGION_BYTES },
    { from: maps.masterBase, bytes: MASTER_BYTES },
  ].sort((a, b) => a.from - b.from);
  if (spans.some(({ from, bytes }) => from + bytes > Math.min(length, DESCRIPTOR_BYTES))) return 'outside';
  return spans.some(({ from }, index) => index > 0 && from < spans[index - 1]!.from + spans[index - 1]!.bytes) ? 'overlapping' : undefined;
}

/** The dwords at `base` that lie inside the descriptor; a base of 0 means there are none. */
export function dwordsAt(bytes: Uint8Array, base: number, count: number): number[] {
  const words: number[] = [];
  if (base === 0) return words;
  const end = Math.min(base + count * 4, DESCRIPTOR_BYTES, bytes.length);
  for (let at = base; at + 4 <= end; at += 4) words.push(u32(bytes, at));
  return words;
}
