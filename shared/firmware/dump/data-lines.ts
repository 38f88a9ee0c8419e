// Data bits that never change: in the whole file, or over a stretch of it where a contact was lost meanwhile.
import type { BlockScan } from './scan-blocks';

export interface StuckBit {
  readonly bit: number;
  readonly value: 0 | 1;
  readonly offset: number;
  readonly length: number;
}

const GROUP_BYTES = 0x10000;
const GROUP_BLOCKS = GROUP_BYTES / 4096;
/** Text alone never sets the highest bit over 64 KiB; two such stretches in a row are no text. */
const FEWEST_GROUPS = 2;
const FEWEST_PROGRAMMED = 0x1000;

export function stuckBits(scan: BlockScan): StuckBit[] {
  const whole = bitsOf(scan, 0, scan.blocks).map(([bit, value]) => ({ bit, value, offset: 0, length: scan.sizeBytes }));
  if (whole.length > 0) return whole;
  const groups = Math.floor(scan.blocks / GROUP_BLOCKS);
  const stuck = Array.from({ length: groups }, (_, group) => stuckIn(scan, group));
  const found: StuckBit[] = [];
  for (let bit = 0; bit < 8; bit++) {
    for (const value of [0, 1] as const) {
      const isStuck = (group: number): boolean => stuck[group]!.some(([at, is]) => at === bit && is === value);
      for (let group = 0; group < groups; group++) {
        const first = group;
        while (group < groups && isStuck(group)) group++;
        if (group - first >= FEWEST_GROUPS) found.push({ bit, value, offset: first * GROUP_BYTES, length: (group - first) * GROUP_BYTES });
      }
    }
  }
  return found;
}

type Level = readonly [bit: number, value: 0 | 1];
const none: readonly Level[] = [];

/** One or two bits of the group are stuck while the others move, or it would be blank but for one bit. Any other uniform stretch says nothing. */
function stuckIn(scan: BlockScan, group: number): readonly Level[] {
  const [from, to] = [group * GROUP_BLOCKS, (group + 1) * GROUP_BLOCKS];
  let programmed = 0;
  for (let block = from; block < to; block++) programmed += scan.programmed[block]!;
  if (programmed < FEWEST_PROGRAMMED) return none;
  const stuck = bitsOf(scan, from, to);
  if (stuck.length === 8) return blankButFor(stuck);
  return stuck.length <= 2 ? stuck : none;
}

/**
 * One value all over that lacks one bit of FF: a blank stretch, read without that line. No firmware fills with such a value. A line held
 * at 1 changes nothing in a blank stretch: there it cannot be seen.
 */
function blankButFor(levels: readonly Level[]): readonly Level[] {
  const low = levels.filter(([, value]) => value === 0);
  return low.length === 1 ? low : none;
}

function bitsOf(scan: BlockScan, from: number, to: number): readonly Level[] {
  let [and, or] = [0xff, 0];
  for (let block = from; block < to; block++) {
    and &= scan.and[block]!;
    or |= scan.or[block]!;
  }
  const bits: Level[] = [];
  for (let bit = 0; bit < 8; bit++) {
    if (and & (1 << bit)) bits.push([bit, 1]);
    else if (!(or & (1 << bit))) bits.push([bit, 0]);
  }
  return bits;
}
