// The flash descriptor of Intel 5- to 7-series and C600 boards: regions, who may write what, chip size. It has no checksum.
import { u16, u32 } from './bytes';

const SIGNATURE = 0x0ff0a55a;
const regionNames = ['fd', 'bios', 'me', 'gbe', 'pdr'] as const;
export type DescriptorRegionName = (typeof regionNames)[number];

export interface DescriptorRegion {
  readonly name: DescriptorRegionName;
  readonly offset: number;
  readonly length: number;
}

/** What one master may do; its own region it always may. */
export interface MasterAccess {
  readonly requesterId: number;
  readonly read: readonly DescriptorRegionName[];
  readonly write: readonly DescriptorRegionName[];
}

export interface Descriptor {
  /** 0x10 on 5-series and later, 0 on ICH8 to ICH10. */
  readonly signatureAt: number;
  /** 2 from 100-series on, told by the 17 MHz read clock. */
  readonly version: 1 | 2;
  readonly chips: number;
  /** Capacity of the first chip; absent where the code is reserved. */
  readonly densityBytes?: number;
  /** Used regions only, in the descriptor's order. */
  readonly regions: readonly DescriptorRegion[];
  readonly masters: Readonly<Record<'host' | 'me' | 'gbe', MasterAccess>>;
  /** PCH strap 10 bit 7: the switch that turns ME 6 to 10 off. */
  readonly meDisabledByStrap: boolean;
}

export const hasDescriptorSignature = (bytes: Uint8Array, offset: number): boolean =>
  offset + 4 <= bytes.length && u32(bytes, offset) === SIGNATURE;

/** Answers undefined only where there is no signature or its maps point outside the first 4 KiB; everything else is told as it stands. */
export function parseDescriptor(bytes: Uint8Array): Descriptor | undefined {
  const signatureAt = hasDescriptorSignature(bytes, 0x10) ? 0x10 : hasDescriptorSignature(bytes, 0) ? 0 : undefined;
  if (signatureAt === undefined) return undefined;
  const [map0, map1] = [u32(bytes, signatureAt + 4), u32(bytes, signatureAt + 8)];
  // All bases count from the start of the image, not from the signature.
  const componentBase = (map0 & 0xff) << 4;
  const regionBase = ((map0 >>> 16) & 0xff) << 4;
  const masterBase = (map1 & 0xff) << 4;
  const strapBase = ((map1 >>> 16) & 0xff) << 4;
  if (new Set([componentBase, regionBase, masterBase]).size < 3 || Math.max(componentBase, regionBase, masterBase) + 20 > bytes.length)
    return undefined;

  const component = u32(bytes, componentBase);
  const version = ((component >>> 17) & 7) === 6 ? 2 : 1;
  const density = component & (version === 2 ? 0xf : 7);
  return {
    signatureAt,
    version,
    chips: ((map0 >>> 8) & 3) + 1,
    ...(density <= (version === 2 ? 7 : 5) ? { densityBytes: 0x80000 << density } : {}),
    regions: regionNames.flatMap((name, index) => regionOf(name, bytes, regionBase + index * 4, version)),
    masters: { host: access(u32(bytes, masterBase)), me: access(u32(bytes, masterBase + 4)), gbe: access(u32(bytes, masterBase + 8)) },
    meDisabledByStrap: strapBase !== 0 && (u16(bytes, strapBase + 0x28) & 0x80) !== 0,
  };
}

function regionOf(name: DescriptorRegionName, bytes: Uint8Array, at: number, version: 1 | 2): DescriptorRegion[] {
  const mask = version === 2 ? 0x7fff : 0xfff;
  const entry = u32(bytes, at);
  const [base, limit] = [entry & mask, (entry >>> 16) & mask];
  // The region count is not to be trusted (boards with a count of 2 hold unused entries behind it): an entry tells itself.
  if (limit < base || entry === 0xffffffff || (entry === 0 && name !== 'fd')) return [];
  return [{ name, offset: base * 0x1000, length: (limit - base + 1) * 0x1000 }];
}

function access(entry: number): MasterAccess {
  const names = (mask: number): DescriptorRegionName[] => regionNames.filter((_, bit) => mask & (1 << bit));
  return { requesterId: entry & 0xffff, read: names((entry >>> 16) & 0xff), write: names(entry >>> 24) };
}
