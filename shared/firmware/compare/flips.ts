// Direction, bit and address of what differs, as figures; what they mean is said elsewhere.
import { sumOf, type Tally } from './tally';
import type { Flips } from './types';

/** `baseOffset` is the address of the first byte compared; `length` is how many were. */
export function flipsOf(tally: Tally, baseOffset: number, length: number): Flips {
  const [cleared, set] = [sumOf(tally.cleared), sumOf(tally.set)];
  const bits = cleared + set;
  return {
    cleared,
    set,
    byBit: [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => ({ cleared: tally.cleared[bit]!, set: tally.set[bit]! })),
    byAddressBit: tally.bytes === 0 ? [] : addressBits(tally, baseOffset, length),
    bitsPerByte: tally.bytes === 0 ? 0 : bits / tally.bytes,
    oneWayShare: bits === 0 ? 0 : Math.max(cleared, set) / bits,
    density: length === 0 ? 0 : tally.bytes / length,
  };
}

function addressBits(tally: Tally, baseOffset: number, length: number): number[] {
  const lowest = [0, 1].map((bit) => sumWhere(tally.byLane, bit));
  const words = Array.from({ length: 10 }, (_, bit) => sumWhere(tally.byWord, bit));
  const highest = Math.max(12, 32 - Math.clz32(Math.max(1, baseOffset + length - 1)));
  const firstBlock = Math.floor(baseOffset / 4096);
  const blocks = Array.from({ length: highest - 12 }, (_, bit) => sumWhere(tally.byBlock, bit, firstBlock));
  return [...lowest, ...words, ...blocks].map((count) => count / tally.bytes);
}

function sumWhere(counts: Uint32Array | Uint16Array, bit: number, first = 0): number {
  let sum = 0;
  for (let index = 0; index < counts.length; index++) if (((index + first) >>> bit) & 1) sum += counts[index]!;
  return sum;
}
