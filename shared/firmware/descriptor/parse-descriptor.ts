// The flash descriptor: regions, who may write what, chip size. It has no checksum. Version 2 has more regions and masters than are read here.
import { u16, u32 } from '../bytes';
import { readMaps, type DescriptorMaps } from './maps';

export const regionNames = ['fd', 'bios', 'me', 'gbe', 'pdr'] as const;
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
  /** Of the second, where there is one. */
  readonly secondDensityBytes?: number;
  /** Used regions only, in the descriptor's order. */
  readonly regions: readonly DescriptorRegion[];
  readonly masters: Readonly<Record<'host' | 'me' | 'gbe', MasterAccess>>;
  /** PCH strap 10 bit 7: the switch that turns ME 6 to 10 off. */
  readonly meDisabledByStrap: boolean;
}

/** Answers undefined only where there is no signature or its maps point at no possible place; everything else is told as it stands. */
export function parseDescriptor(bytes: Uint8Array): Descriptor | undefined {
  const maps = readMaps(bytes);
  return maps && !maps.damage ? descriptorAt(bytes, maps) : undefined;
}

/** The same from maps that may be damaged: what they point at is read all the same. */
export function descriptorAt(bytes: Uint8Array, maps: DescriptorMaps): Descriptor {
  const component = u32(bytes, maps.componentBase);
  const version = ((component >>> 17) & 7) === 6 ? 2 : 1;
  const first = densityOf(component, version);
  // With one chip the second code is a leftover (most samples have one).
  const second = maps.chips > 1 ? densityOf(component >>> (version === 2 ? 4 : 3), version) : undefined;
  return {
    signatureAt: maps.signatureAt,
    version,
    chips: maps.chips,
    ...(first === undefined ? {} : { densityBytes: first }),
    ...(second === undefined ? {} : { secondDensityBytes: second }),
    regions: regionNames.flatMap((name, index) => regionOf(name, u32(bytes, maps.regionBase + index * 4), version)),
    masters: {
      host: access(u32(bytes, maps.masterBase), version),
      me: access(u32(bytes, maps.masterBase + 4), version),
      gbe: access(u32(bytes, maps.masterBase + 8), version),
    },
    meDisabledByStrap: version === 1 && maps.pchStrapBase !== 0 && (u16(bytes, maps.pchStrapBase + 0x28) & 0x80) !== 0,
  };
}

function densityOf(code: number, version: 1 | 2): number | undefined {
  const density = code & (version === 2 ? 0xf : 7);
  return density <= (version === 2 ? 7 : 5) ? 0x80000 << density : undefined;
}

/** Reading a version 2 entry with the 12 bits of version 1 would turn the BIOS region of a 32 MiB board into 0 to 0xFFFFFF. */
export const regionMask = (version: 1 | 2): number => (version === 2 ? 0x7fff : 0xfff);

function regionOf(name: DescriptorRegionName, entry: number, version: 1 | 2): DescriptorRegion[] {
  const mask = regionMask(version);
  const [base, limit] = [entry & mask, (entry >>> 16) & mask];
  // The region count is not to be trusted (boards with a count of 2 hold unused entries behind it): an entry tells itself.
  if (limit < base || entry === 0xffffffff || (entry === 0 && name !== 'fd')) return [];
  return [{ name, offset: base * 0x1000, length: (limit - base + 1) * 0x1000 }];
}

/** Version 2 has twelve bits for each and an eight-bit identifier; ifdtool reads it the same way. */
function access(entry: number, version: 1 | 2): MasterAccess {
  const names = (mask: number): DescriptorRegionName[] => regionNames.filter((_, bit) => mask & (1 << bit));
  return version === 1
    ? { requesterId: entry & 0xffff, read: names((entry >>> 16) & 0xff), write: names(entry >>> 24) }
    : { requesterId: entry & 0xff, read: names((entry >>> 8) & 0xfff), write: names(entry >>> 20) };
}
