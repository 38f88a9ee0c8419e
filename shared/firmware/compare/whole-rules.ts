// Meanings that are about the two files as wholes: how one lies on the other, and faults that touch every byte.
import { hex } from '../bytes';
import type { PairFacts } from './pair-facts';
import { many, percent, regionTitle, say } from './say';
import type { Meaning } from './types';

const SAMPLES = 8192;

/** Shifted, cut, padded, part of the other. */
export function alignmentRules(facts: PairFacts): Meaning[] {
  const { alignment, total, left, right } = facts;
  const exact = total.bytes === 0 && facts.ignoredBytes === 0;
  const [shorter, longer] = left.bytes.length < right.bytes.length ? [left, right] : [right, left];
  switch (alignment.kind) {
    case 'same':
      return [];
    case 'shifted': {
      const later = alignment.rightOffset > alignment.leftOffset;
      const [behind, ahead] = later ? [right, left] : [left, right];
      return [
        say(facts, {
          code: 'SHIFTED',
          certainty: exact ? 'certain' : 'likely',
          message: `${behind.name} holds the content of ${ahead.name}, ${many(Math.abs(alignment.rightOffset - alignment.leftOffset), 'byte')} later.`,
          next: 'Use the one in which everything stands at its place; the other was shifted when it was read or saved.',
        }),
      ];
    }
    case 'part':
      return [
        say(facts, {
          code: 'PART_OF_OTHER',
          certainty: exact ? 'certain' : 'likely',
          message: exact
            ? `${shorter.name} is ${regionTitle(alignment.region ?? '')} of ${longer.name}, byte for byte.`
            : `${shorter.name} was compared with ${regionTitle(alignment.region ?? '')} of ${longer.name}, and differs from it.`,
          next: exact ? 'Nothing needs to be done.' : 'See below for what differs.',
        }),
      ];
    case 'shared-start':
    case 'shared-end': {
      const rest = longer.bytes.length - shorter.bytes.length;
      const place = alignment.kind === 'shared-start' ? 'behind' : 'before';
      const isPadding = alignment.restFilledWith === 0xff || alignment.restFilledWith === 0;
      const padding = `${longer.name} has ${many(rest, 'byte')} of ${hex(alignment.restFilledWith ?? 0, 2).slice(2)} ${place} what ${shorter.name} holds.`;
      const cut =
        alignment.kind === 'shared-start'
          ? `${shorter.name} ends ${many(rest, 'byte')} before ${longer.name} does: it was cut off, or is of a smaller chip.`
          : `${shorter.name} is the end of ${longer.name}: ${many(rest, 'byte')} before it are missing.`;
      return [
        say(facts, {
          code: isPadding ? 'PADDED' : 'CUT_OFF',
          certainty: exact ? 'certain' : 'possible',
          message: isPadding ? padding : cut,
          next: isPadding
            ? 'Go by the size of the chip: the padding is not part of its content.'
            : 'Use the one that is as large as the chip.',
        }),
      ];
    }
  }
}

/** Faults of reading that change every byte in their reach. */
export function addressRules(facts: PairFacts): Meaning[] {
  const { patterns, left, right } = facts;
  const { addressBit, exchangedBytes, slip } = patterns;
  if (addressBit) {
    const bad = addressBit.file === 'left' ? left : right;
    return [
      say(facts, {
        code: 'READ_ADDRESS_BIT',
        certainty: 'certain',
        message: `${bad.name} was read with address bit ${addressBit.bit} always ${addressBit.stuckAt}: it repeats the content of other addresses.`,
        next: 'Seat the clip anew and read again; the size of the chip that the reader was told may be wrong.',
        evidence: `each byte that differs is the other file's byte at the address with bit ${addressBit.bit} turned over`,
      }),
    ];
  }
  if (exchangedBytes !== undefined) {
    const halves = exchangedBytes * 2 === left.bytes.length;
    return [
      say(facts, {
        code: 'ORDER_EXCHANGED',
        certainty: 'certain',
        message: halves
          ? 'The two files hold the same two halves in the other order: two chips were joined the wrong way round in one of them.'
          : `The two files hold the same content with neighbours of ${many(exchangedBytes, 'byte')} exchanged.`,
        next: 'Use the one that inspects as sound.',
      }),
    ];
  }
  if (slip) {
    const amount = slip.byBytes !== 0 ? many(Math.abs(slip.byBytes), 'byte') : many(Math.abs(slip.byBits), 'bit');
    const ahead = slip.byBytes > 0 || slip.byBits > 0;
    return [
      say(facts, {
        code: 'READ_SLIP',
        certainty: 'likely',
        message: `From ${hex(slip.offset + facts.alignment.leftOffset)} on, ${right.name} runs ${amount} ${ahead ? 'ahead of' : 'behind'} ${left.name}: something was lost or doubled on the way.`,
        next: slip.byBits === 0 ? 'Read again; use another USB port, without a hub.' : 'Read again with shorter wires or a slower clock.',
      }),
    ];
  }
  return [];
}

/** Two files that have nothing to do with each other. Not asked of two images of one family: releases differ nearly everywhere. */
export function unrelatedRule(facts: PairFacts): Meaning[] {
  const { left, right, total, alignment } = facts;
  const [a, b] = [left.report, right.report];
  const sameFamily = a.machineFamily !== undefined && a.machineFamily === b.machineFamily;
  if (sameFamily || (a.meVersion !== undefined && b.meVersion !== undefined) || total.bytes < 1024) return [];
  const share = differingShare(left.bytes, right.bytes, alignment.leftOffset, alignment.rightOffset, alignment.length);
  if (share < 0.9) return [];
  return [
    say(facts, {
      code: 'UNRELATED',
      certainty: 'likely',
      message: `${left.name} and ${right.name} have nothing in common: they are not reads of one chip.`,
      next: 'Check which files these are, each for itself.',
      evidence: `${percent(share)} of the bytes that are not blank differ`,
    }),
  ];
}

function differingShare(left: Uint8Array, right: Uint8Array, leftAt: number, rightAt: number, length: number): number {
  let [used, differing] = [0, 0];
  const step = Math.max(1, Math.floor(length / SAMPLES));
  for (let at = 0; at < length; at += step) {
    const [a, b] = [left[leftAt + at]!, right[rightAt + at]!];
    if (a === b && (a === 0xff || a === 0)) continue;
    used++;
    if (a !== b) differing++;
  }
  return used === 0 ? 0 : differing / used;
}
