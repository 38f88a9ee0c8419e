// A descriptor and a network region for a map, made from the public meaning of their fields.
import { fixGbeSum } from '../gbe';
import type { ByteRange } from '../../model/plan';
import { blank, put } from './paint';

export interface SyntheticMap {
  readonly sizeBytes: number;
  readonly bios: ByteRange;
  readonly me: ByteRange;
  readonly gbe: ByteRange;
  readonly pdr: ByteRange;
}

/** 4 KiB, version 1, locked as boards leave the factory. */
export function syntheticDescriptor(map: SyntheticMap): Uint8Array {
  const bytes = blank(0x1000);
  const [component, region, master, straps] = [0x30, 0x40, 0x60, 0x100];
  put(bytes, 0x10, 0x0ff0a55a, 4);
  put(bytes, 0x14, (component >> 4) | ((region >> 4) << 16) | (4 << 24), 4);
  put(bytes, 0x18, (master >> 4) | (2 << 8) | ((straps >> 4) << 16) | (18 << 24), 4);
  put(bytes, 0x1c, 0x0020 | (1 << 8) | (0x21 << 16), 4);
  // Density of the first chip as a power of two of 512 KiB; 33 MHz fast read.
  put(bytes, component, Math.log2(map.sizeBytes / 0x80000) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 27), 4);
  put(bytes, component + 4, 0, 4);
  put(bytes, component + 8, 0, 4);
  [{ offset: 0, length: 0x1000 }, map.bios, map.me, map.gbe, map.pdr].forEach((range, index) => {
    put(bytes, region + index * 4, (range.offset >> 12) | (((range.offset + range.length - 1) >> 12) << 16), 4);
  });
  [0x1a1b0000, 0x0c0d0000, 0x08080118].forEach((access, index) => put(bytes, master + index * 4, access, 4));
  for (let strap = 0; strap < 18; strap++) put(bytes, straps + strap * 4, 0, 4);
  put(bytes, 0x200, 0, 4);
  // One entry of supported chips: JEDEC id EF 40 18, 4 KiB erase with opcode 20.
  put(bytes, 0xefc, (0xdf0 >> 4) | (2 << 8), 4);
  put(bytes, 0xdf0, 0x1840ef, 4);
  put(bytes, 0xdf4, 0x20052005, 4);
  return bytes;
}

/** 8 KiB: two equal copies with good sums. `mac` is six bytes. */
export function syntheticGbe(mac: readonly number[]): Uint8Array {
  const bytes = blank(0x2000);
  for (const copy of [0, 0x1000]) {
    bytes.fill(0, copy, copy + 0x80);
    bytes.set(mac, copy);
    put(bytes, copy + 0x0a, 0x0100, 2);
    put(bytes, copy + 0x14, 0x10c3, 2);
    put(bytes, copy + 0x16, 0x158a, 2);
    put(bytes, copy + 0x18, 0x103c, 2);
    put(bytes, copy + 0x1a, 0x1502, 2);
    put(bytes, copy + 0x26, 0x8000, 2);
    fixGbeSum(bytes, copy);
  }
  return bytes;
}
