// The comparison of two or more files: which are equal, where the others differ, and what that means. Changes nothing, makes no image.
import { comparePair } from './compare-pair';
import { majorityView } from './majority';
import { inOrder } from './meanings';
import { listed, many, regionTitle } from './say';
import { sameContent } from './tally';
import type { ComparedFile, Comparison, MajorityView, Meaning, PairComparison } from './types';
import type { Zone } from './zones';

/** More files than this are not compared each with the first: their groups are told, and so many pairs. */
const MAX_PAIRS = 32;
/** Reads of one chip differ in less; what differs in more has no majority worth a look. */
const READ_DENSITY = 0.25;

/** What a caller may leave out: regions by name, and the data that the management engine writes. */
export const ignorableNames = ['fd', 'gbe', 'pdr', 'me', 'me-data', 'nvram', 'bios', 'bb'] as const;
export type IgnorableName = (typeof ignorableNames)[number];

export interface CompareOptions {
  readonly ignore?: readonly IgnorableName[];
  /** Equality of two byte runs of one length, where the platform has a faster one. */
  readonly same?: (left: Uint8Array, right: Uint8Array) => boolean;
}

/** Two files or more; of one it says that it is equal to itself. Any bytes of any length. */
export function compareImages(files: readonly ComparedFile[], { ignore = [], same = sameContent }: CompareOptions = {}): Comparison {
  const groups = groupsOf(files, same);
  const isIgnored = (zone: Zone): boolean =>
    ignore.some((name) => name === zone.region || (name === 'me-data' && (zone.kind === 'me-data' || zone.kind === 'me-mark')));
  const pairs = groups.slice(1, 1 + MAX_PAIRS).map(([other]) => comparePair(files[0]!, files[other!]!, [0, other!], isIgnored));
  const majority = majorityOf(files, groups, pairs);
  const identical = groups.length <= 1;
  const equal = identical || (groups.length <= 1 + MAX_PAIRS && pairs.every(isEqual));
  return {
    equal,
    identical,
    files: files.map(({ name, bytes }) => ({ name, size: bytes.length })),
    groups,
    pairs,
    ...(majority ? { majority } : {}),
    meanings: allMeanings(files, groups, pairs, majority, equal, ignore),
    ignored: ignore,
  };
}

const isEqual = ({ total, alignment }: PairComparison): boolean =>
  total.bytes === 0 && alignment.onlyLeftBytes === 0 && alignment.onlyRightBytes === 0;

function groupsOf(files: readonly ComparedFile[], same: (left: Uint8Array, right: Uint8Array) => boolean): number[][] {
  const groups: number[][] = [];
  files.forEach(({ bytes }, index) => {
    const group = groups.find(([first]) => {
      const other = files[first!]!.bytes;
      return other.length === bytes.length && same(other, bytes);
    });
    if (group) group.push(index);
    else groups.push([index]);
  });
  return groups;
}

function majorityOf(
  files: readonly ComparedFile[],
  groups: readonly (readonly number[])[],
  pairs: readonly PairComparison[],
): MajorityView | undefined {
  const areReads = pairs.every(({ alignment, flips }) => alignment.kind === 'same' && flips.density < READ_DENSITY);
  return files.length >= 3 && groups.length >= 2 && areReads ? majorityView(files.map(({ bytes }) => bytes)) : undefined;
}

function allMeanings(
  files: readonly ComparedFile[],
  groups: readonly (readonly number[])[],
  pairs: readonly PairComparison[],
  majority: MajorityView | undefined,
  equal: boolean,
  ignore: readonly IgnorableName[],
): Meaning[] {
  const everyone = files.map((_, index) => index);
  if (groups.length <= 1) return [equalMeaning(files, everyone)];
  if (equal) {
    const left = listed(ignore.map((name) => (name === 'me-data' ? 'the ME data' : regionTitle(name))));
    return [
      {
        code: 'EQUAL_BUT_IGNORED',
        certainty: 'certain',
        message: `The files are equal in everything but ${left}, which was left out.`,
        next: 'Compare without --ignore to see what differs there.',
        files: everyone,
      },
    ];
  }
  return [...(files.length > 2 ? [groupMeaning(files, groups, majority)] : []), ...inOrder(pairs.flatMap(({ meanings }) => meanings))];
}

function equalMeaning(files: readonly ComparedFile[], everyone: number[]): Meaning {
  const isUnsound = files[0]?.report.verdict === 'damaged' || files[0]?.report.verdict === 'not-an-image';
  return {
    code: 'EQUAL',
    certainty: 'certain',
    message: `${files.length === 2 ? 'The two files' : `All ${files.length} files`} are equal, byte for byte.`,
    next: isUnsound
      ? 'They are equal and not sound: a contact that is steadily wrong gives equal bad reads. Go by the findings of the inspection.'
      : 'Equal reads can still be wrong together where a contact is steadily bad: go by the inspection too.',
    files: everyone,
  };
}

function groupMeaning(files: readonly ComparedFile[], groups: readonly (readonly number[])[], majority: MajorityView | undefined): Meaning {
  const biggest = [...groups].sort((a, b) => b.length - a.length)[0]!;
  const nameOf = (index: number): string => files[index]!.name;
  const others = files.map((_, index) => index).filter((index) => !biggest.includes(index));
  if (biggest.length === 1) {
    const most = majority?.everywhere ? ', but at every byte more than half of them agree' : '';
    return {
      code: 'NO_TWO_AGREE',
      certainty: 'certain',
      message: `No two of the ${files.length} files are equal${most}.`,
      next: 'Read again with better contact until two reads agree; what most of them hold is a view, never a backup.',
      files: files.map((_, index) => index),
    };
  }
  return {
    code: 'ODD_ONE_OUT',
    certainty: 'certain',
    message: `${many(biggest.length, 'file')} of ${files.length} are equal (${listed(biggest.map(nameOf))}); ${listed(others.map(nameOf))} ${others.length === 1 ? 'differs' : 'differ'}.`,
    next: 'Go by the equal ones if they inspect as sound: a contact that is steadily wrong gives equal bad reads.',
    files: others,
  };
}
