// Faults of reading, in what no change of content explains (images.md 8.2): lost bus, clock, signal level, one block.
import { hex } from '../bytes';
import { looksLikeNoise, sounderOf, totalOf, type PairFacts } from './pair-facts';
import { capital, changeText, listed, many, percent, regionTitle, say } from './say';
import type { Meaning } from './types';
import { zoneKinds, type ZoneKind } from './zones';

const readAgain = 'Seat the clip anew and read again until two reads agree.';

/** `explained`: zones that a change of content accounts for. */
export function readingRules(facts: PairFacts, explained: readonly ZoneKind[]): Meaning[] {
  const open = zoneKinds.filter((kind) => !explained.includes(kind) && totalOf(facts, [kind]).bytes > 0);
  const sum = totalOf(facts, open);
  if (sum.bytes === 0) return [];
  const lost = busLost(facts, sum.bytes);
  if (lost) return [lost];
  // A pattern counts for what is open only where that is nearly all there is.
  const isMost = sum.bytes >= 0.9 * facts.total.bytes;
  const regular = isMost ? periodic(facts) : undefined;
  if (regular) return [regular];
  if (looksLikeNoise(sum)) return [signal(facts, sum)];
  const block = isMost ? oneBlock(facts) : undefined;
  return block ? [block] : replaced(facts, open);
}

function busLost(facts: PairFacts, openBytes: number): Meaning | undefined {
  const { blank } = facts.patterns;
  if (!blank || blank.bytes < 0.9 * openBytes || blank.bytes > openBytes) return undefined;
  const [bad, good] = blank.file === 'left' ? [facts.left, facts.right] : [facts.right, facts.left];
  const value = blank.value === 0 ? '00' : 'FF';
  if (blank.wholeBlocks && blank.value === 0xff) {
    return say(facts, {
      code: 'BLOCKS_BLANK',
      certainty: 'likely',
      message: `${bad.name} is blank in whole blocks of 4 KiB where ${good.name} has content: they were erased, or the chip did not answer there.`,
      next: 'Read these blocks again; if they stay blank, an erase was broken off there.',
      evidence: `${many(blank.runs, 'run')}, ${many(blank.bytes, 'byte')}`,
    });
  }
  return say(facts, {
    code: 'READ_BUS_LOST',
    certainty: 'likely',
    message: `${bad.name} has ${many(blank.runs, 'run')} of ${value} where ${good.name} has content: the contact was lost while it was read.`,
    next: `Do not use ${bad.name}. ${readAgain}`,
    evidence: `${many(blank.bytes, 'byte')}, not at the borders of blocks`,
  });
}

function periodic(facts: PairFacts): Meaning | undefined {
  const { period } = facts.patterns;
  const { byBit, cleared, set } = facts.flips;
  if (period) {
    return say(facts, {
      code: 'READ_PERIODIC',
      certainty: 'likely',
      message: `The differences come back every ${many(period.bytes, 'byte')}: a fault of the clock or of the transfer, not other content.`,
      next: 'Read again with shorter wires or a slower clock, without a USB hub.',
      evidence: `${percent(period.share)} of the places`,
    });
  }
  const bits = cleared + set;
  const bit = byBit.findIndex((counts) => counts.cleared + counts.set >= 0.95 * bits);
  if (bits < 16 || bit < 0) return undefined;
  return say(facts, {
    code: 'READ_PERIODIC',
    certainty: 'likely',
    message: `All ${bits} bits that differ are bit ${bit} of their byte: an edge of the clock was taken too early or too late.`,
    next: 'Read again with shorter wires or a slower clock.',
  });
}

function signal(facts: PairFacts, { bytes, cleared, set }: { bytes: number; cleared: number; set: number }): Meaning {
  const bits = cleared + set;
  const oneWay = Math.max(cleared, set) >= 0.9 * bits;
  const sounder = sounderOf(facts);
  const good = sounder && facts[sounder];
  const way = !oneWay || bits < 4 ? '' : cleared > set ? ', nearly all from 1 to 0' : ', nearly all from 0 to 1';
  const kind = way ? 'a weak signal or supply' : bits < 4 ? 'most likely an error of reading' : 'noise or a loose contact';
  return say(facts, {
    code: 'READ_SIGNAL',
    certainty: bits >= 4 || good ? 'likely' : 'possible',
    message: `${many(bits, 'single bit')} ${bits === 1 ? 'differs' : 'differ'}${way}: ${kind}, not other content${good ? `; the checksums speak for ${good.name}` : ''}.`,
    next: readAgain,
    evidence: `${many(bytes, 'byte')} in ${many(facts.total.blocks4k, 'block')} of 4 KiB; ${cleared} from 1 to 0, ${set} from 0 to 1`,
  });
}

function oneBlock(facts: PairFacts): Meaning | undefined {
  const { inOneBlock } = facts.patterns;
  if (!inOneBlock) return undefined;
  return say(facts, {
    code: 'READ_ONE_BLOCK',
    certainty: sounderOf(facts) ? 'likely' : 'possible',
    message: `All differences are in the ${inOneBlock.length / 1024} KiB at ${hex(inOneBlock.offset + facts.alignment.leftOffset)}: the chip was busy or under power of the board there, or the block was written.`,
    next: 'Take all power from the board, and read this block again.',
  });
}

function replaced(facts: PairFacts, open: readonly ZoneKind[]): Meaning[] {
  const damaged = open.includes('bios') ? damagedFiles(facts) : undefined;
  const rest = damaged ? open.filter((kind) => kind !== 'bios') : open;
  return [...(damaged ? [damaged] : []), ...(rest.length > 0 ? otherContent(facts, rest) : [])];
}

/** Files that were changed and do not match their own checksums: nobody's work, or clumsy work. */
function damagedFiles(facts: PairFacts): Meaning | undefined {
  const { left, right, files } = facts;
  const changes = files && changeText(files.changes.changed, files.changes.added, files.changes.removed);
  if (!files || !changes) return undefined;
  const damaged = files.soundLeft === files.soundRight ? undefined : files.soundLeft ? right : left;
  return say(facts, {
    code: 'BIOS_DIFFERS',
    certainty: damaged ? 'likely' : 'possible',
    message: damaged
      ? `${damaged.name} is damaged in the BIOS code: files that differ do not match their own checksums there.`
      : 'Files of the BIOS differ and do not match their own checksums in either file.',
    next: damaged ? `Go by ${damaged === left ? right.name : left.name}, and read the chip again.` : 'Read the chip again.',
    evidence: changes.evidence,
  });
}

function otherContent(facts: PairFacts, open: readonly ZoneKind[]): Meaning[] {
  const regions = [...new Set(facts.zones.filter(({ kind }) => open.includes(kind)).map(({ region }) => region))];
  const isMeCode = open.length === 1 && open[0] === 'me-code';
  const what = capital(listed(regions.map(regionTitle)));
  return [
    say(facts, {
      code: isMeCode ? 'ME_CODE_DIFFERS' : open.includes('none') ? 'UNEXPLAINED' : 'REGION_REPLACED',
      certainty: 'possible',
      message: isMeCode
        ? 'The code of the management engine differs under one version: it was cleaned, changed, or is damaged.'
        : `${what} ${regions.length === 1 ? 'holds' : 'hold'} other content; no rule tells why.`,
      next: 'Go by the findings of each file.',
    }),
  ];
}
