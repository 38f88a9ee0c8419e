// The network controller's settings (82579): two copies, each with its own sum. Words 0 to 0x3F are all that is summed.
import { isFilledWith, sum16, u16, u8 } from '../bytes';

const SUM = 0xbaba;
/** Of each copy: words 0 to 0x3F. */
export const SUMMED_BYTES = 0x80;
/** Intel's default and a well-known sample value (domain images.md 4). */
const placeholders = ['88:88:88:88:87:88', '00:de:ad:c0:ff:ee'];

export type MacKind = 'factory' | 'placeholder' | 'generated' | 'blank';

export interface GbeCopy {
  readonly offset: number;
  readonly blank: boolean;
  readonly sumIsGood: boolean;
  /** Word 0x13 bits 15:14 = 10b: the driver takes a copy only with it. */
  readonly markedValid: boolean;
  readonly deviceId: number;
  /** Lower-case hex pairs with colons. */
  readonly mac: string;
}

export interface Gbe {
  readonly copies: readonly [GbeCopy, GbeCopy];
  readonly copiesAgree: boolean;
  /** Of the first usable copy, else of the first. */
  readonly mac: string;
  readonly macKind: MacKind;
}

export function parseGbe(region: Uint8Array): Gbe {
  const half = region.length >>> 1;
  const copies = [copyAt(region, 0), copyAt(region, half)] as const;
  const chosen = copies.find((copy) => copy.sumIsGood && copy.markedValid) ?? copies.find((copy) => !copy.blank) ?? copies[0];
  const copiesAgree = Array.from({ length: SUMMED_BYTES }, (_, at) => u8(region, at) === u8(region, half + at)).every(Boolean);
  return { copies, copiesAgree, mac: chosen.mac, macKind: macKindOf(chosen.mac) };
}

function copyAt(region: Uint8Array, offset: number): GbeCopy {
  return {
    offset,
    blank: isFilledWith(region, 0xff, offset, SUMMED_BYTES) || isFilledWith(region, 0, offset, SUMMED_BYTES),
    sumIsGood: sum16(region, offset, SUMMED_BYTES) === SUM,
    markedValid: (u16(region, offset + 0x26) & 0xc000) === 0x8000,
    deviceId: u16(region, offset + 0x1a),
    mac: Array.from({ length: 6 }, (_, at) =>
      u8(region, offset + at)
        .toString(16)
        .padStart(2, '0'),
    ).join(':'),
  };
}

export function macKindOf(mac: string): MacKind {
  const first = parseInt(mac.slice(0, 2), 16);
  if (/^(ff:){5}ff$|^(00:){5}00$/.test(mac)) return 'blank';
  if (placeholders.includes(mac)) return 'placeholder';
  // Bit 0: multicast, never a card's own. Bit 1: locally administered, so made up.
  if (first & 1) return 'placeholder';
  return first & 2 ? 'generated' : 'factory';
}

/** Sets word 0x3F of the copy at `offset` so that its sum is good; used where an address is edited or made. */
export function fixGbeSum(region: Uint8Array, offset: number): void {
  const word = (SUM - sum16(region, offset, SUMMED_BYTES - 2)) & 0xffff;
  region[offset + 0x7e] = word & 0xff;
  region[offset + 0x7f] = word >>> 8;
}
