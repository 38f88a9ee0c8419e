// What a file is and what it is good for, in sentences that say no more than is known.
import { machinesOfFamily } from '../../machines';
import { sizeText } from '../checks/check-dump';
import { intersect } from '../ranges';
import type { BiosFacts, Finding, ImageKind, ImageReport, MeFacts, RegionSpan, Verdict } from '../report';

export interface Told {
  readonly kind: ImageKind;
  readonly size: number;
  readonly verdict: Verdict;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly regions: readonly RegionSpan[];
  readonly bios?: BiosFacts;
  readonly me?: MeFacts;
  readonly macKind?: ImageReport['macKind'];
  readonly isKnownMachine: boolean;
}

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);
const withoutStop = (text: string): string => text.replace(/\.$/, '');
const shortVersion = (version: string): string => version.replace(/^0/, '');

/** "Z420/Z620" for the machines that share a family; the family where none is known. */
const machineTitle = (family: string): string => {
  const names = machinesOfFamily(family).map(({ name }) => name.replace(/^HP /, ''));
  return names.length > 0 ? names.join('/') : family;
};

const partTitle: Readonly<Record<Exclude<ImageKind, 'full' | 'unknown' | 'capsule' | 'softpaq' | 'archive'>, string>> = {
  'bios-region': 'The BIOS region alone',
  fd: 'A flash descriptor alone',
  gbe: 'A network (GbE) region alone',
  pdr: 'A platform data (PDR) region alone',
  me: 'An ME region alone',
  nvram: 'A variable area alone',
  bios: 'BIOS code alone',
  bb: 'A boot block alone',
  volume: 'A UEFI firmware volume alone',
  microcode: 'Processor microcode alone',
};

export function meStateText(me: MeFacts): string {
  const version = me.version ?? 'of unknown version';
  switch (me.state) {
    case 'empty':
      return 'ME blank';
    case 'damaged':
      return me.version ? `ME ${version} damaged` : 'ME damaged';
    case 'configured':
      return `ME ${version} ready for its first start`;
    case 'not-declared-valid':
      return `ME ${version} never run and not declared valid`;
    case 'initialised':
      return `ME ${version} as it ran on a board`;
    case 'stock':
      return `ME ${version} as its maker publishes it`;
    case 'update-image':
      return `an update image of ME ${version}, not a region`;
  }
}

/** One sentence. */
export function summaryOf(told: Told): string {
  const { findings, verdict } = told;
  const [first] = findings;
  if (verdict === 'not-an-image') return first?.message ?? 'Nothing in this file is known.';
  const head = [whatItIs(told), contents(told)].filter((text) => text !== '').join(': ');
  const dump = findings.find(({ code, severity }) => code.startsWith('DUMP_') && severity === 'fail');
  if (dump) return told.bios?.family === undefined ? dump.message : `${withoutStop(dump.message)} (${lowerFirst(head)}).`;
  const failing = findings.filter(({ severity }) => severity === 'fail');
  if (failing.length > 0) return `${head}; damaged: ${lowerFirst(withoutStop(failing[0]!.message))}${andMore(failing.length - 1)}.`;
  const doubtful = findings.filter(({ severity }) => severity === 'warn');
  if (doubtful.length > 0) return `${head}; to look at: ${lowerFirst(withoutStop(doubtful[0]!.message))}${andMore(doubtful.length - 1)}.`;
  return `${head}; nothing damaged found.`;
}

const andMore = (count: number): string => (count <= 0 ? '' : count === 1 ? ', and one more finding' : `, and ${count} more findings`);

function whatItIs({ kind, size, bios, isKnownMachine }: Told): string {
  const of = bios?.family ? ` of the ${machineTitle(bios.family)}` : '';
  switch (kind) {
    case 'full':
      return bios?.family
        ? `A whole ${machineTitle(bios.family)} image`
        : isKnownMachine
          ? 'A whole image'
          : `A ${sizeText(size)} image of a machine that is not known`;
    case 'unknown':
    case 'capsule':
    case 'softpaq':
    case 'archive':
      return 'A file';
    default:
      return `${partTitle[kind]}${of}`;
  }
}

function contents({ bios, me }: Told): string {
  const { version, bootBlock, microcode = [] } = bios ?? {};
  const age = bootBlock?.class && bootBlock.class !== 'other' ? bootBlock.class : bootBlock?.date;
  return [
    ...(version ? [`BIOS ${shortVersion(version)}`] : []),
    ...(age ? [`boot block ${age.includes('/') ? `of ${age}` : age}`] : []),
    ...(me ? [meStateText(me)] : []),
    ...(!version && !age && !me && microcode.length > 0
      ? [
          `microcode for ${microcode
            .map(({ cpuid }) => cpuid)
            .slice(0, 6)
            .join(', ')}`,
        ]
      : []),
  ].join(', ');
}

/** Region by region what is sound enough to be used, best first; whole sentences. */
export function usesOf(told: Told): string[] {
  const { kind, verdict, findings, bios, me } = told;
  if (verdict === 'not-an-image') return [];
  const dump = findings.filter(({ code, severity }) => code.startsWith('DUMP_') && severity === 'fail');
  if (dump.some(({ code }) => cannotBeUsed.has(code))) return [];
  if (verdict === 'good' && kind === 'full') return wholeUses(told);
  const machines = bios?.family ? machineTitle(bios.family).replaceAll('/', ' or ') : undefined;
  return [
    ...(verdict === 'usable' && kind === 'full' ? wholeUses(told) : []),
    ...(isSound(told, 'bb') && machines ? [`Its boot block${blockAge(bios)} can be used for a ${machines}.`] : []),
    ...(isSound(told, 'bios') && machines && bios?.version
      ? [`Its BIOS code ${shortVersion(bios.version)} can be used for a ${machines}.`]
      : []),
    ...(isSound(told, 'me') && me ? meUse(me) : []),
    ...(isSound(told, 'gbe') && told.macKind === 'factory'
      ? ['Its network settings and MAC address can be given back to their own board.']
      : []),
    ...(kind !== 'nvram' && isSound(told, 'nvram') && !findings.some(({ code }) => code === 'NVRAM_BLANK')
      ? ['Its variable area can be given back to its own board, as far as one read can tell.']
      : []),
  ];
}

/** Where nothing stands in its place, no piece can be taken as it is. */
const cannotBeUsed = new Set([
  'DUMP_SHIFTED',
  'DUMP_SWAPPED',
  'DUMP_BIT_SLIP',
  'DUMP_WRONG_ORDER',
  'DUMP_CONSTANT',
  'DUMP_EMPTY',
  'DUMP_ADDRESS_LINE',
  'DUMP_ADDRESS_LINES_JOINED',
  'DUMP_DATA_LINE',
  'DUMP_MIRRORED',
  'DUMP_MOSTLY_BLANK',
]);

const blockAge = (bios: BiosFacts | undefined): string =>
  bios?.bootBlock?.class && bios.bootBlock.class !== 'other' ? ` of ${bios.bootBlock.class}` : '';

function wholeUses({ me, macKind, isKnownMachine, findings }: Told): string[] {
  const own = macKind === 'factory' && me?.state === 'initialised';
  const hasSettings = !findings.some(({ code }) => code === 'NVRAM_BLANK');
  return [
    own
      ? 'It can be written back whole to the board it was read from.'
      : macKind === 'factory' || hasSettings
        ? 'It can be written whole to the board it belongs to.'
        : 'It can be a base for a rebuild; it carries no identity of a board, which then has to be entered again.',
    ...(own && isKnownMachine ? ['For another board of the family only its BIOS code and boot block may be taken.'] : []),
    ...(!own && isKnownMachine && me?.state === 'configured' ? ['Its ME region can be put on any board of the family.'] : []),
  ];
}

function meUse(me: MeFacts): string[] {
  switch (me.state) {
    case 'initialised':
      return ['Its ME region can be given back to its own board, and to no other.'];
    case 'configured':
      return ['Its ME region has never run and can be put on any board of the family.'];
    case 'not-declared-valid':
    case 'stock':
      return ['Its ME region has never run; with its mark set to 01 it can be put on any board of the family.'];
    case 'empty':
    case 'damaged':
    case 'update-image':
      return [];
  }
}

/** The file holds the region whole, and nothing in it failed. */
function isSound({ regions, size, findings }: Told, name: string): boolean {
  const region = regions.find((span) => span.name === name);
  if (!region || region.offset + region.length > size) return false;
  return !findings.some(
    ({ severity, offset, length = 1, code }) =>
      severity === 'fail' && !code.startsWith('DUMP_') && offset !== undefined && intersect({ offset, length }, [region]).length > 0,
  );
}
