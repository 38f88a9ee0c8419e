// All platform data of a BIOS, in one reading: microcode, FIT, ACM, variables, the maker's marks, and whether the parts belong together.
import type { ImageLayout } from '../../machines';
import type { InspectTools } from '../hashing';
import type { BiosFacts, Finding, Reading, RegionSpan } from '../report';
import type { FirmwareFile } from '../volumes/types';
import { parseAcm } from './acm';
import { checkBelonging, type ExpectedFamily } from './check-belonging';
import { checkBootBlock } from './check-boot-block';
import { checkProcessors } from './check-processors';
import { checkMapVolumes, recoveryState } from './check-volumes';
import type { ChipPlace } from './chip-place';
import { readFirmwareId } from './firmware-id';
import { fitTypes, parseFit, type Fit } from './fit';
import { hpNodes, readHpMarks, type HpMarks } from './hp-marks';
import { readAcm } from './read-acm';
import { readFit } from './read-fit';
import { findMicrocode, readMicrocode } from './read-microcode';
import { readVariables } from './read-variables';
import { joinReadings } from './readings';
import { checkRomLayoutCopies, readRomLayout } from './rom-layout';
import { romLayoutNodes } from './rom-layout-nodes';
import { fitCandidates, microcodeCandidates, volumeMarks } from './scan-marks';

export interface PlatformContext {
  /** Chip offset of the file's first byte. */
  readonly base: number;
  /** Of the chip. */
  readonly sizeBytes: number;
  /** Only where the image is known to be of this machine. */
  readonly layout?: ImageLayout;
  /** All files of all volumes. */
  readonly files: readonly FirmwareFile[];
  /** What the volume reader found: damage inside the recovery volume. */
  readonly volumeFindings?: readonly Finding[];
  /** Regions of the descriptor, to hold against the BIOS's own table. */
  readonly descriptorRegions?: readonly RegionSpan[];
  /** "8.1.60.1561", where the file holds an ME. */
  readonly meVersion?: string;
  /** The family that the chosen machine needs. */
  readonly expected?: ExpectedFamily;
}

/** Without what the volume reader counts. */
export type PlatformFacts = Omit<BiosFacts, 'volumes' | 'files' | 'pe32Images'>;

export type PlatformReading = Reading & { readonly facts: PlatformFacts };

/** `bytes` is the whole file; offsets in the answer are those in it. */
export function readPlatform(bytes: Uint8Array, context: PlatformContext, tools: InspectTools): PlatformReading {
  const { base, layout, files } = context;
  const chip: ChipPlace = { base, sizeBytes: context.sizeBytes };
  const from = Math.max(0, (layout?.biosRegion.offset ?? 0) - base);
  const fit = parseFit(bytes, chip, () => fitCandidates(bytes, from)[0]);
  const pointedAt = targetsOf(fit, fitTypes.microcode);
  const updates = findMicrocode(bytes, pointedAt, microcodeCandidates(bytes, from));
  const acms = targetsOf(fit, fitTypes.startupAcm).flatMap((offset) => parseAcm(bytes, offset, tools) ?? []);
  const microcode = readMicrocode(updates, pointedAt, files);
  const acm = readAcm(acms[0], layout?.acmChipsetId.value);
  const fitReading = readFit(
    fit,
    {
      isMicrocode: (offset) => updates.some((update) => update.offset === offset),
      isAcm: (offset) => acms.some((module) => module.offset === offset),
    },
    layout !== undefined,
  );
  const scan = volumeMarks(bytes, from);
  const variables = readVariables(bytes, files, areaOf(bytes, base, layout), scan.variableVolumes);
  const romLayout = readRomLayout(files, context.sizeBytes, layout);
  const marks = readHpMarks(bytes, base, layout?.marks, scan.tags, readFirmwareId(files));
  const facts: PlatformFacts = {
    ...markFacts(marks),
    ...recoveryFact(bytes, context, marks),
    ...(variables.facts ? { variables: variables.facts } : {}),
    ...(fit.offset === undefined || fit.state === 'no-table' ? {} : { fit: { offset: fit.offset, entries: fit.count } }),
    microcode: microcode.facts,
    ...(acm.facts ? { acm: acm.facts } : {}),
    ...(romLayout ? { romLayout: romLayout.rows.map(({ name, offset, length }) => ({ name, offset, length })) } : {}),
  };
  const own: Reading = {
    findings: [
      ...(layout ? [...checkMapVolumes(bytes, base, layout, marks), ...checkBootBlock(bytes, base, layout.marks, marks)] : []),
      ...checkBelonging(marks, context.expected),
      ...(romLayout ? checkRomLayoutCopies(romLayout, context.descriptorRegions ?? []) : []),
      ...(layout ? checkProcessors(facts, layout.processors, context.meVersion) : []),
    ],
    structure: [...hpNodes(marks), ...romLayoutNodes(romLayout)],
    proofs: tagProofs(marks),
  };
  return { ...joinReadings([own, fitReading, microcode, acm, variables]), facts };
}

const targetsOf = ({ entries }: Fit, wanted: number): number[] =>
  entries.flatMap(({ type, target }) => (type === wanted && target !== undefined ? [target] : []));

/** The variable area in the file, where the file holds all of it. */
function areaOf(bytes: Uint8Array, base: number, layout: ImageLayout | undefined): { offset: number; length: number } | undefined {
  const region = layout?.regions.find(({ name }) => name === 'nvram');
  if (!region || region.offset < base || region.offset + region.length > base + bytes.length) return undefined;
  return { offset: region.offset - base, length: region.length };
}

function markFacts({ flash, recovery, crtm, bootBlock, signature, firmwareId }: HpMarks): Partial<PlatformFacts> {
  const family = flash?.family ?? firmwareId?.family ?? crtm?.family ?? recovery?.family;
  const version = flash?.version ?? firmwareId?.version;
  const block = {
    ...(crtm ? { family: crtm.family, version: crtm.version } : {}),
    ...(bootBlock ? { date: bootBlock.date, class: bootBlock.class } : {}),
  };
  return {
    ...(family ? { family } : {}),
    ...(version ? { version } : {}),
    ...(firmwareId?.buildDate ? { buildDate: firmwareId.buildDate } : {}),
    ...(crtm || bootBlock ? { bootBlock: block } : {}),
    ...(signature ? { signatureBlock: signature.version } : {}),
  };
}

function recoveryFact(bytes: Uint8Array, context: PlatformContext, marks: HpMarks): Pick<PlatformFacts, 'recovery'> {
  const { base, layout, volumeFindings = [] } = context;
  const state = layout ? recoveryState(bytes, base, layout, marks, volumeFindings) : marks.recovery?.sumIsGood ? 'good' : undefined;
  return state ? { recovery: { ...(marks.recovery ? { version: marks.recovery.version } : {}), state } } : {};
}

const TAG_BYTES = 16;
const tagProofs = ({ flash, recovery }: HpMarks): Reading['proofs'] =>
  [flash, recovery].flatMap((tag) => (tag ? [{ offset: tag.offset, length: TAG_BYTES, by: 'sum' as const }] : []));
