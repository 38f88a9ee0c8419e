// The inspection of an image or of one region's file: any bytes of any length, never an exception. Structure by structure; the
// checks live in checks/, this only decides which apply.
import { bareReport } from './bare-report';
import { machineById, machinesOfFamily, type ImageLayout, type Machine } from '../machines';
import { zx20Layout } from '../machines/zx20-layout';
import { checkBios, checkFamily, checkVariables, readBiosFacts, type BiosFacts } from './checks/check-bios';
import { checkDescriptor } from './checks/check-descriptor';
import { dumpFinding } from './checks/check-dump';
import { checkFit, checkPairing } from './checks/check-start';
import { checkGbe } from './checks/check-gbe';
import { checkMe } from './checks/check-me';
import { fail, note, warn } from './checks/finding';
import { parseDescriptor, type Descriptor } from './descriptor';
import { diagnoseDump } from './dump-diagnosis';
import { parseFit } from './fit';
import { parseGbe } from './gbe';
import { pureTools, type InspectTools } from './hashing';
import { identifyFile, type FileKind } from './identify-file';
import { parseMe } from './me';
import type { Finding, ImageReport, RegionSpan, Severity, Verdict } from './report';

export interface InspectHints {
  /** The machine the image is for: another family then is a finding. */
  readonly machineId?: string;
  /** JEDEC id of the fitted chip, "EF 40 18", where it was read. */
  readonly chipJedec?: string;
  /** Identity with its values; otherwise only where it is and the hash of it. */
  readonly withIdentity?: boolean;
}

type Facts = Pick<
  ImageReport,
  'biosVersion' | 'recoveryVersion' | 'bootBlockDate' | 'bootBlockClass' | 'meVersion' | 'meState' | 'mac' | 'macKind'
> & {
  readonly machineFamily?: string;
};
interface Part {
  readonly findings: readonly Finding[];
  readonly facts: Facts;
}

export function inspectImage(bytes: Uint8Array, hints: InspectHints = {}, _tools: InspectTools = pureTools): ImageReport {
  const machine = hints.machineId === undefined ? undefined : machineById(hints.machineId);
  // All machines known share one map so far; the descriptor speaks for those that are not known.
  const layout = machine?.layout ?? zx20Layout;
  const identity = identifyFile(bytes, layout);
  if (identity.kind !== 'unknown' && identity.kind !== 'full')
    return inspectPart(bytes, identity.kind, identity.offset, identity.fits, layout, machine);

  const defects = diagnoseDump(bytes, layout.marks.flashTag);
  const dump = defects.map(dumpFinding);
  if (defects.some(({ kind }) => kind === 'empty' || kind === 'constant'))
    return report(bytes, [], [{ findings: dump, facts: {} }], 'not-an-image');
  // What is shifted or swapped would only repeat the same defect under many names.
  if (defects.some(({ kind }) => kind === 'shifted' || kind === 'swapped'))
    return report(bytes, [], [{ findings: dump, facts: {} }], 'damaged');
  if (identity.kind === 'unknown') {
    const foreign = fail('NOT_FIRMWARE', 'Nothing in this file is known: it is not an image of this kind of chip.', {
      next: 'Choose another file.',
    });
    return report(bytes, [], [{ findings: [...dump, foreign], facts: {} }], dump.length > 0 ? 'damaged' : 'not-an-image');
  }
  return inspectWhole(bytes, dump, layout, machine);
}

function inspectWhole(bytes: Uint8Array, dump: readonly Finding[], layout: ImageLayout, machine: Machine | undefined): ImageReport {
  const descriptor = parseDescriptor(bytes);
  const facts = readBiosFacts(bytes, 0, layout.marks);
  const known = bytes.length === layout.sizeBytes && (machine !== undefined || isOfThisFamily(facts, descriptor, layout));
  const regions = known ? spansOf(layout) : (descriptor?.regions ?? []);
  const isCut = dump.some(({ code }) => code === 'DUMP_TRUNCATED');
  const parts: Part[] = [
    { findings: dump, facts: {} },
    { findings: checkDescriptor(descriptor, isCut ? undefined : bytes.length, known ? layout : undefined), facts: {} },
    ...regions
      .filter(({ offset, length }) => offset + length <= bytes.length)
      .map((region) => inspectRegion(bytes.subarray(region.offset, region.offset + region.length), region, known)),
  ];
  if (known) {
    const fit = parseFit(bytes, layout.marks.fitPointer);
    const findings = [...checkBios(bytes, 0, layout, facts), ...checkFit(fit, layout.marks.fitPointer), ...familyFindings(facts, machine)];
    parts.push({ findings, facts: biosFacts(facts) });
    const meVersion = parts.find((part) => part.facts.meVersion)?.facts.meVersion;
    parts.push({ findings: checkPairing(facts, meVersion), facts: {} });
  } else if (!isCut) {
    parts.push({ findings: [unknownMachine(machine)], facts: {} });
  }
  return report(bytes, regions, parts);
}

const unknownMachine = (machine: Machine | undefined): Finding =>
  machine
    ? fail('OTHER_MACHINE', `This image is not of the ${machine.name}: its size is another.`, { next: 'Do not write it to this board.' })
    : warn('MACHINE_UNKNOWN', 'This is no machine the program knows: only what the descriptor names was checked.');

const partTitle: Record<Exclude<FileKind, 'full'>, string> = {
  fd: 'a descriptor',
  gbe: 'a network (GbE) region',
  pdr: 'a platform data (PDR) region',
  me: 'an ME region',
  nvram: 'a variable area',
  bios: 'BIOS code',
  bb: 'a boot block',
  'bios-region': 'a BIOS region',
};

function inspectPart(
  bytes: Uint8Array,
  kind: Exclude<FileKind, 'full'>,
  base: number,
  fits: boolean,
  layout: ImageLayout,
  machine: Machine | undefined,
): ImageReport {
  const regions =
    kind === 'bios-region'
      ? spansOf(layout)
          .filter(({ offset }) => offset >= base)
          .map((span) => ({ ...span, offset: span.offset - base }))
      : [{ name: kind, offset: 0, length: bytes.length }];
  const facts = readBiosFacts(bytes, base, layout.marks);
  const isBios = kind === 'bios' || kind === 'bb' || kind === 'bios-region';
  const size = fits
    ? []
    : [
        warn('PART_OTHER_SIZE', `This is ${partTitle[kind]}, but of another size than that of the machines known.`, {
          evidence: `${bytes.length} bytes`,
        }),
      ];
  const parts: Part[] = [
    { findings: [note('FILE_IS_PART', `This file is ${partTitle[kind]} alone, not a whole image.`), ...(machine ? size : [])], facts: {} },
    ...regions.map((region) =>
      inspectRegion(bytes.subarray(region.offset, region.offset + region.length), region, fits && machine !== undefined),
    ),
    { findings: [...(isBios ? checkBios(bytes, base, layout, facts) : []), ...familyFindings(facts, machine)], facts: biosFacts(facts) },
  ];
  if (kind === 'fd') parts.push({ findings: checkDescriptor(parseDescriptor(bytes), undefined, machine?.layout), facts: {} });
  return report(bytes, regions, parts);
}

function inspectRegion(region: Uint8Array, { name, offset, length }: RegionSpan, isC600: boolean): Part {
  if (name === 'gbe') {
    const gbe = parseGbe(region);
    return { findings: checkGbe(gbe, offset, length), facts: { mac: gbe.mac, macKind: gbe.macKind } };
  }
  if (name === 'me') {
    const me = parseMe(region);
    return {
      findings: checkMe(me, offset, length, isC600),
      facts: { meState: me.state, ...(me.version ? { meVersion: me.version } : {}) },
    };
  }
  return { findings: name === 'nvram' ? checkVariables(region, offset) : [], facts: {} };
}

/** The image is of the family where a mark in its place says so, or the descriptor's BIOS region is where theirs is. */
function isOfThisFamily({ flash, recovery, crtm }: BiosFacts, descriptor: Descriptor | undefined, layout: ImageLayout): boolean {
  const families = [flash?.family, recovery?.family, crtm?.family].filter((family) => family !== undefined);
  if (families.length > 0) return families.some((family) => machinesOfFamily(family).length > 0);
  const bios = descriptor?.regions.find(({ name }) => name === 'bios');
  return bios?.offset === layout.biosRegion.offset && bios.length === layout.biosRegion.length;
}

const familyFindings = (facts: BiosFacts, machine: Machine | undefined): Finding[] =>
  checkFamily(facts, machine && { family: machine.family.value, machine: machine.name });

function biosFacts({ flash, recovery, crtm, bootBlock }: BiosFacts): Facts {
  const family = flash?.family ?? crtm?.family ?? recovery?.family;
  return {
    ...(family ? { machineFamily: family } : {}),
    ...(flash ? { biosVersion: flash.version } : {}),
    ...(recovery ? { recoveryVersion: recovery.version } : {}),
    ...(bootBlock ? { bootBlockDate: bootBlock.date, bootBlockClass: bootBlock.class } : {}),
  };
}

const spansOf = (layout: ImageLayout): RegionSpan[] => layout.regions.map(({ name, offset, length }) => ({ name, offset, length }));

function report(bytes: Uint8Array, regions: readonly RegionSpan[], parts: readonly Part[], verdict?: Verdict): ImageReport {
  const findings = parts.flatMap((part) => part.findings).sort((a, b) => weight[a.severity] - weight[b.severity]);
  return {
    ...bareReport({ size: bytes.length, verdict: verdict ?? verdictOf(findings), summary: findings[0]?.message ?? '', findings }),
    ...parts.reduce<Facts>((all, part) => ({ ...all, ...part.facts }), {}),
    regions: regions.map(({ name, offset, length }) => ({ name, offset, length })),
  };
}

const weight: Record<Severity, number> = { fail: 0, warn: 1, note: 2 };

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'fail')) return 'damaged';
  return findings.some(({ severity }) => severity === 'warn') ? 'usable' : 'good';
}
