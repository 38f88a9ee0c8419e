// One order of composition: the image placed, inspected, judged, explained and planned in one go. Values in, values out, so that it can
// be carried out on a thread. Whether the image may be written is not decided here.
import {
  judgeComposition,
  manifestOf,
  placeRegions,
  wholeWithoutBackup,
  type ComposeRequest,
  type Composition,
  type CompositionManifest,
  type ExplainedRange,
  type PlacedTarget,
} from '../../shared/firmware/compose';
import { hexOf } from '../../shared/firmware/hashing';
import { inspectImage } from '../../shared/firmware/inspect';
import { planWrite, type PlanRequest } from '../../shared/firmware/plan-write';
import { mergeRanges, subtract } from '../../shared/firmware/ranges';
import type { Finding, ImageReport } from '../../shared/firmware/report';
import type { ChipProfile } from '../../shared/model/chip';
import { appError, Fault } from '../../shared/model/errors';
import type { ByteRange, WritePlan } from '../../shared/model/plan';
import { nodeTools } from '../inspection/node-tools';
import type { LinkModel } from '../spi/bus';
import { contentOf, type ChipFacts } from './chip-content';

/** What the image is judged by: a backup of the chip, or nothing at all where the chip cannot be read. */
export type KnownOfChip =
  | { readonly kind: 'backup'; readonly report: ImageReport; readonly facts: ChipFacts }
  /** `request.base` is then the one file that is written whole. */
  | { readonly kind: 'nothing' };

export interface ComposeOrder {
  readonly request: ComposeRequest;
  readonly known: KnownOfChip;
  readonly planner?: { readonly chip: ChipProfile; readonly link: LinkModel } | undefined;
  /** Goes last in a write: the boot block. */
  readonly last?: ByteRange | undefined;
  /** A write is open: it gets its plan whatever is found. */
  readonly goesOn: boolean;
}

export interface Composed {
  readonly sha256: string;
  /** Its findings are those of the image, of the choices and of the explanation; worst first. */
  readonly report: ImageReport;
  readonly explained: readonly ExplainedRange[];
  readonly changedRegions: readonly string[];
  /** Codes of failures that the chip does not have now: they are of our making. What was broken and stays so is no reason to stop. */
  readonly newFailures: readonly string[];
  /** Codes of failures that the chip has now and keeps, of a machine that is known: a person says that they know. */
  readonly oldFailures: readonly string[];
  /** What of this board's identity the image no longer carries; for people. */
  readonly identityLost: readonly string[];
  /** None without a planner, and none while there are new failures, unless the write is open. */
  readonly plan?: WritePlan;
}

/** Of the image alone, for a write that begins. */
export interface ComposedImage {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly changedRegions: readonly string[];
  /** All that a write may change. */
  readonly ranges: readonly ByteRange[];
}

/** Throws the faults of `placeRegions`, and IMAGE_WRONG_SIZE where the chip is of another size. */
export function composeImage({ request, known, planner }: Pick<ComposeOrder, 'request' | 'known' | 'planner'>): ComposedImage {
  return imageOf(known, place(request, planner));
}

export function composeAndJudge(order: ComposeOrder): Composed {
  const { request, known, planner, goesOn } = order;
  const placed = place(request, planner);
  const image = imageOf(known, placed);
  const composition = judge(order, placed);
  const { report, findings, explained, faults, identityLost } = composition;
  const newFailures = codesOf(faults.introduced);
  const mayPlan = newFailures.length === 0 || goesOn;
  return {
    sha256: image.sha256,
    report: { ...report, findings },
    explained,
    changedRegions: image.changedRegions,
    newFailures,
    oldFailures: known.kind === 'backup' && request.machine ? codesOf(faults.remaining) : [],
    identityLost,
    ...(planner && mayPlan ? { plan: planWrite(planRequest(order, image, planner)) } : {}),
  };
}

/** The paper that goes with the image. `version`: the program's. */
export function composeManifest(order: ComposeOrder, version: string): CompositionManifest {
  const request: ComposeRequest = order.known.kind === 'nothing' ? { ...order.request, rebuild: true } : order.request;
  return manifestOf(request, judge(order, place(order.request, order.planner)), version, nodeTools);
}

function place(request: ComposeRequest, planner: ComposeOrder['planner']): PlacedTarget {
  const { length } = request.base;
  if (planner && planner.chip.sizeBytes !== length)
    throw new Fault(appError('IMAGE_WRONG_SIZE', { size: length, expected: planner.chip.sizeBytes }));
  const placed = placeRegions(request);
  if (!placed.ok) throw new Fault(placed.error);
  return placed.value;
}

function imageOf(known: KnownOfChip, { target, placement, changedRegions, chosenRanges }: PlacedTarget): ComposedImage {
  const sha256 = hexOf(nodeTools.sha256(target));
  return known.kind === 'nothing'
    ? { bytes: target, sha256, changedRegions: placement.regions.map(({ name }) => name), ranges: [{ offset: 0, length: target.length }] }
    : { bytes: target, sha256, changedRegions, ranges: mergeRanges([...chosenRanges, ...known.facts.touched]) };
}

/** Failures are told apart by the backup: what it has is the chip's, the rest would be ours. */
function judge({ request, known }: ComposeOrder, placed: PlacedTarget): Composition {
  const report = inspectImage(placed.target, request.machine ? { machineId: request.machine.id } : {}, nodeTools);
  if (known.kind === 'backup') return judgeComposition(request, placed, known.report, report);
  const judged = judgeComposition(request, placed, { ...report, findings: [] }, report);
  // An address that was typed is this board's again.
  const isGiven = request.edits?.mac !== undefined && report.macKind === 'factory';
  const lost = wholeWithoutBackup(placed.placement.regions.filter(({ name }) => !isGiven || name !== 'gbe'));
  return { ...judged, findings: [lost, ...judged.findings] };
}

function planRequest({ request, known, last }: ComposeOrder, image: ComposedImage, { chip, link }: NonNullable<ComposeOrder['planner']>) {
  const { bytes, sha256, ranges, changedRegions } = image;
  const content =
    known.kind === 'backup'
      ? contentOf(request.base, known.facts, bytes, sha256)
      : { current: new Uint8Array(bytes.length).fill(0xff), unknown: ranges };
  return planRequestFor({ ...content, target: bytes, ranges, regionNames: changedRegions, chip, link, last });
}

export interface WriteToPlan extends Pick<PlanRequest, 'current' | 'target' | 'ranges' | 'regionNames' | 'chip' | 'link'> {
  readonly unknown: readonly ByteRange[];
  readonly last?: ByteRange | undefined;
}

/** What is not known is written too. */
export function planRequestFor({ unknown, ranges, last, ...rest }: WriteToPlan): PlanRequest {
  return {
    ...rest,
    currentKnown: subtract({ offset: 0, length: rest.target.length }, mergeRanges(unknown)),
    ranges: mergeRanges([...ranges, ...unknown]),
    ...(last ? { last } : {}),
  };
}

const codesOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ code }) => code))];
