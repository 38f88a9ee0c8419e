// Meanings of a change of content: another machine, board or release, a changed BIOS, another state of the management engine.
import { isFilledWith } from '../bytes';
import type { MeState } from '../me';
import { differs, looksLikeNoise, totalOf, type Explained, type PairFacts, type Rule } from './pair-facts';
import { boardRules } from './board-rules';
import { descriptorRules } from './descriptor-rules';
import { capital, changeText, listed, regionTitle, say } from './say';
import type { Meaning } from './types';
import { writtenByMachine, zoneKinds, type ZoneKind } from './zones';

/** Content that is explained; what none of them explains may be a fault of reading. */
export function contentRules(facts: PairFacts): Explained {
  const found = [otherMachine, blankRegions, descriptorRules, boardRules, bios, bootBlock, managementEngine].flatMap(
    (rule) => rule(facts) ?? [],
  );
  const meanings = found.flatMap((part) => part.meanings);
  const zones = found.flatMap((part) => part.zones);
  const ran = machineRan(facts, meanings, zones);
  return { meanings: [...meanings, ...(ran?.meanings ?? [])], zones: [...zones, ...(ran?.zones ?? [])] };
}

const otherMachine: Rule = (facts) => {
  const { left, right } = facts;
  const [a, b] = [left.report.machineFamily, right.report.machineFamily];
  if (a === undefined || b === undefined || a === b) return undefined;
  return {
    zones: ['bios', 'bb'],
    meanings: [
      say(facts, {
        code: 'OTHER_MACHINE',
        certainty: 'certain',
        message: `${left.name} is of the family ${a} and ${right.name} of ${b}: they are for different machines.`,
        next: 'Never write one to the machine of the other: it stays dark.',
      }),
    ],
  };
};

/** Regions that hold something in one file and nothing in the other. */
const blankRegions: Rule = (facts) => {
  const kinds: ZoneKind[] = [];
  const blankIn: Record<'left' | 'right', string[]> = { left: [], right: [] };
  for (const zone of facts.zones) {
    if (zone.kind === 'none' || !differs(facts, zone.kind) || kinds.includes(zone.kind)) continue;
    const sides = bothSidesOf(facts, zone.region);
    if (!sides) continue;
    const [a, b] = sides.map((bytes) => isFilledWith(bytes, 0xff));
    if (a === b || looksLikeNoise(totalOf(facts, [zone.kind]))) continue;
    kinds.push(...facts.zones.filter(({ region }) => region === zone.region).map(({ kind }) => kind));
    blankIn[a ? 'left' : 'right'].push(zone.region);
  }
  const meanings = (['left', 'right'] as const).flatMap((side) =>
    blankIn[side].length === 0
      ? []
      : [
          say(facts, {
            code: 'BLOCKS_BLANK',
            certainty: 'certain',
            message: `${capital(listed(blankIn[side].map(regionTitle)))} ${blankIn[side].length === 1 ? 'is' : 'are'} blank in ${facts[side].name} and not in ${facts[side === 'left' ? 'right' : 'left'].name}.`,
            next: 'Keep the one that holds something; blank is normal only where a maker’s file has no data of a board.',
          }),
        ],
  );
  return { meanings, zones: kinds };
};

function bothSidesOf({ left, right, alignment, zones }: PairFacts, region: string): [Uint8Array, Uint8Array] | undefined {
  const parts = zones.filter((zone) => zone.region === region);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last || region === '') return undefined;
  const [from, to] = [first.offset, last.offset + last.length];
  if (from < alignment.leftOffset || to > alignment.leftOffset + alignment.length) return undefined;
  const distance = alignment.rightOffset - alignment.leftOffset;
  return [left.bytes.subarray(from, to), right.bytes.subarray(from + distance, to + distance)];
}

const bios: Rule = (facts) => {
  if (!differs(facts, 'bios')) return undefined;
  const { left, right, files } = facts;
  const [a, b] = [left.report.biosVersion, right.report.biosVersion];
  const changes = files && changeText(files.changes.changed, files.changes.added, files.changes.removed);
  if (a !== undefined && b !== undefined && a !== b) {
    return {
      zones: ['bios'],
      meanings: [
        say(facts, {
          code: 'OTHER_RELEASE',
          certainty: 'certain',
          message: `${left.name} holds BIOS ${a} and ${right.name} BIOS ${b}: another release.`,
          next: 'Take the BIOS code of one release as a whole; do not mix the two.',
          ...(changes ? { evidence: changes.evidence } : {}),
        }),
      ],
    };
  }
  if (!files || !changes) return undefined;
  // A flipped bit is always caught by the sum of its file: a change that keeps all sums was made by someone.
  if (files.soundLeft && files.soundRight) {
    return {
      zones: ['bios'],
      meanings: [
        say(facts, {
          code: 'BIOS_MODIFIED',
          certainty: 'likely',
          message: `The BIOS was modified: ${a === undefined ? '' : `both say release ${a}, but `}${changes.message}.`,
          next: 'Find out which of the two is the maker’s; a modified one starts only where its changes suit the board.',
          evidence: changes.evidence,
        }),
      ],
    };
  }
  return undefined;
};

const bootBlock: Rule = (facts) => {
  if (!differs(facts, 'bb') || looksLikeNoise(totalOf(facts, ['bb']))) return undefined;
  const { left, right } = facts;
  const [a, b] = [left.report.bootBlockDate, right.report.bootBlockDate];
  const dated = a !== undefined && b !== undefined && a !== b;
  // Without two dates it may as well be damage: then only what is seen is said.
  if (!dated && (a === undefined || b === undefined)) return undefined;
  return {
    zones: ['bb'],
    meanings: [
      say(facts, {
        code: 'BOOT_BLOCK_EXCHANGED',
        certainty: dated ? 'certain' : 'possible',
        message: dated
          ? `The boot block was exchanged: it is of ${a} in ${left.name} and of ${b} in ${right.name}.`
          : `The boot block differs although both name the date ${a}.`,
        next: 'Choose the boot block by the processor: E5 v2 needs the one of 2013.',
      }),
    ],
  };
};

const stateText: Readonly<Record<MeState, string>> = {
  empty: 'blank',
  damaged: 'damaged',
  stock: 'as its vendor publishes it',
  'not-declared-valid': 'clean and not declared valid',
  configured: 'clean and declared valid',
  initialised: 'initialised by a board',
  'update-image': 'an update image',
};

const managementEngine: Rule = (facts) => {
  const all = ['me-code', 'me-data', 'me-mark'] as const;
  if (!differs(facts, ...all)) return undefined;
  const { left, right } = facts;
  const [a, b] = [left.report, right.report];
  const meanings: Meaning[] = [];
  const zones: ZoneKind[] = [];
  if (a.meVersion !== undefined && b.meVersion !== undefined && a.meVersion !== b.meVersion) {
    zones.push(...all);
    meanings.push(
      say(facts, {
        code: 'ME_OTHER_VERSION',
        certainty: 'certain',
        message: `The management engine is ${a.meVersion} in ${left.name} and ${b.meVersion} in ${right.name}.`,
        next: 'Take the ME region as a whole from one file, never in parts.',
      }),
    );
  }
  const sound = a.meState !== 'damaged' && b.meState !== 'damaged';
  if (a.meState !== undefined && b.meState !== undefined && a.meState !== b.meState && sound) {
    zones.push('me-data', 'me-mark');
    const onlyMark = differs(facts, 'me-mark') && !differs(facts, 'me-data', 'me-code');
    meanings.push(
      say(facts, {
        code: onlyMark ? 'ME_VALID_MARK' : 'ME_DATA_STATE',
        certainty: 'certain',
        message: onlyMark
          ? `Only the mark that declares the settings of the management engine valid differs: ${left.name} is ${stateText[a.meState]}, ${right.name} is ${stateText[b.meState]}.`
          : `The data of the management engine is ${stateText[a.meState]} in ${left.name} and ${stateText[b.meState]} in ${right.name}.`,
        next: 'An initialised ME belongs to its board alone; on another board take one that is clean and declared valid.',
      }),
    );
  }
  return meanings.length > 0 ? { meanings, zones } : undefined;
};

/** Variables and ME data, when nothing speaks for another board. */
function machineRan(facts: PairFacts, meanings: readonly Meaning[], explained: readonly ZoneKind[]): Explained | undefined {
  // Flips that reach into code as well are one fault of reading, not two reasons.
  const code = totalOf(
    facts,
    zoneKinds.filter((kind) => !writtenByMachine.includes(kind) && !explained.includes(kind)),
  );
  const open = writtenByMachine.filter(
    (kind) => differs(facts, kind) && !explained.includes(kind) && !(looksLikeNoise(code) && looksLikeNoise(totalOf(facts, [kind]))),
  );
  if (open.length === 0 || meanings.some(({ code }) => code === 'OTHER_BOARD' || code === 'OTHER_MACHINE')) return undefined;
  const sum = totalOf(facts, open);
  const places = listed(open.map((kind) => (kind === 'nvram' ? 'the variables' : 'the data of the management engine')));
  const only = sum.bytes === facts.total.bytes;
  // A few single bits may as well be misread: what a machine writes is longer.
  const doubtful = looksLikeNoise(sum) && sum.bytes < 16;
  return {
    zones: doubtful ? [] : open,
    meanings: [
      say(facts, {
        code: 'MACHINE_RAN',
        certainty: doubtful ? 'possible' : only ? 'likely' : 'possible',
        message: only
          ? `Only ${places} ${open.length === 1 && open[0] === 'me-data' ? 'differs' : 'differ'}: the machine ran between the two reads, which is no error of reading.`
          : `${capital(places)} differ too, as after the machine ran or was set up anew.`,
        next: only ? 'Keep the newer one as the backup; both are good reads.' : 'Keep both; the newer one has the present settings.',
      }),
    ],
  };
}
