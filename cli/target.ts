// The chip as it shall be: an image laid on what is there, within the regions that were chosen. Refuses what would do harm.
import { copyOf, sameBytes } from '../shared/firmware/bytes';
import { ledgerOf } from '../shared/firmware/compose';
import { familyIn, identifyFile } from '../shared/firmware/identify-file';
import { inspectImage } from '../shared/firmware/inspect';
import { endOf, intersect } from '../shared/firmware/ranges';
import type { ImageReport, RegionSpan } from '../shared/firmware/report';
import { machines } from '../shared/machines';
import { fault } from '../shared/model/errors';
import type { ByteRange } from '../shared/model/plan';
import { select, type Selection, type SelectionOptions } from './selection';
import { hex } from './numbers';

export interface TargetOptions extends SelectionOptions {
  /** Write although the composed image has faults, or is no firmware image that is known. */
  readonly allowUnsound?: boolean;
}

export interface Target {
  /** Whole chip. Outside `selection.ranges` it is what `base` holds. */
  readonly desired: Uint8Array;
  readonly selection: Selection;
  readonly layout: readonly RegionSpan[];
  /** Written last, so that a write cut short still finds the boot block it had. */
  readonly last?: ByteRange;
}

export interface TargetRequest {
  readonly image: Uint8Array;
  /** What the chip holds, whole chip; absent where it is not known. */
  readonly base?: Uint8Array;
  readonly chipBytes: number;
  readonly options: TargetOptions;
}

/** Regions that belong to one board: never replaced unless they were named. */
const identityRegions = ['fd', 'gbe', 'pdr', 'me', 'nvram'];

export function composeTarget({ image, base, chipBytes, options }: TargetRequest): Target {
  const whole = image.length === chipBytes;
  const layout = layoutOf(base, whole ? image : undefined, chipBytes);
  const selection = selectFor(image, options, layout, chipBytes);
  const desired = base ? copyOf(base) : new Uint8Array(chipBytes).fill(0xff);
  for (const range of selection.ranges) desired.set(whole ? image.subarray(range.offset, endOf(range)) : image, range.offset);
  if (base) {
    if (!selection.named) requireIdentityKept(base, desired, layout);
    if (!options.allowUnsound) requireSound(base, desired, selection, whole ? image : undefined);
  }
  const last = layout.find(({ name }) => name === 'bb');
  return { desired, selection, layout, ...(last ? { last: { offset: last.offset, length: last.length } } : {}) };
}

/** The chip's own descriptor first, then the image's, then the map of the machines that have a chip of this size. */
export function layoutOf(base: Uint8Array | undefined, image: Uint8Array | undefined, chipBytes: number): readonly RegionSpan[] {
  for (const bytes of [base, image]) {
    const regions = bytes ? inspectImage(bytes).regions : [];
    if (regions.length > 0) return regions;
  }
  return machines.find(({ layout }) => layout.sizeBytes === chipBytes)?.layout.regions ?? [];
}

/** A whole image is cut to the selection; any other file must be exactly one range, named or told by its content. */
function selectFor(image: Uint8Array, options: TargetOptions, layout: readonly RegionSpan[], chipBytes: number): Selection {
  const selection = select(options, layout, chipBytes);
  if (image.length === chipBytes) return selection;
  if (!selection.named) return placedByContent(image, chipBytes);
  const [only, ...others] = selection.ranges;
  if (only?.length === image.length && others.length === 0) return selection;
  throw fault('IMAGE_WRONG_SIZE', { size: image.length, expected: chipBytes });
}

function placedByContent(image: Uint8Array, chipBytes: number): Selection {
  const layout = machines.find((machine) => machine.layout.sizeBytes === chipBytes)?.layout;
  const found = layout && identifyFile(image, layout);
  if (found?.kind === 'unknown' && found.reason === 'content') throw fault('IMAGE_FOREIGN', { reason: 'it holds nothing that is known' });
  if (!found || found.kind === 'unknown' || !found.fits) throw fault('IMAGE_WRONG_SIZE', { size: image.length, expected: chipBytes });
  return { names: [found.kind], ranges: [{ offset: found.offset, length: image.length }], named: true };
}

function requireIdentityKept(base: Uint8Array, desired: Uint8Array, layout: readonly RegionSpan[]): void {
  const part = (bytes: Uint8Array, range: ByteRange) => bytes.subarray(range.offset, endOf(range));
  const lost = layout.filter((region) => identityRegions.includes(region.name) && !sameBytes(part(base, region), part(desired, region)));
  if (lost.length === 0) return;
  throw fault('SAFETY_REFUSED', {
    problem: `this image would replace what belongs to the board (${lost.map(({ name }) => name).join(', ')})`,
    next: 'Name the regions to write with --regions, for example --regions bios,bb; --regions all writes everything.',
  });
}

function requireSound(base: Uint8Array, desired: Uint8Array, selection: Selection, whole: Uint8Array | undefined): void {
  const layout = machines.find((machine) => machine.layout.sizeBytes === desired.length)?.layout;
  const [expected, found] = layout ? [familyIn(base, layout, 0), familyIn(desired, layout, 0)] : [];
  if (expected && found && expected !== found) throw fault('IMAGE_WRONG_FAMILY', { expected, found });
  const report = inspectImage(desired);
  const before = inspectImage(base);
  const isForeign = (bytes: Uint8Array) => inspectImage(bytes).verdict === 'not-an-image';
  // A chip that never held an image of a known kind may well be given another of that kind.
  if (before.verdict !== 'not-an-image' && isForeign(whole ?? desired))
    throw fault('IMAGE_FOREIGN', { reason: 'it holds nothing that is known' });
  const faults = newFaults(report, before, selection);
  if (faults.length > 0) throw fault('IMAGE_UNSOUND', { codes: faults.join(', ') });
}

/** Faults inside what is written, and faults of the whole that were not there before. Old faults elsewhere are not made worse. */
function newFaults(report: ImageReport, before: ImageReport, { ranges }: Selection): string[] {
  return ledgerOf(report.findings, before.findings)
    .introduced.filter(({ offset, length = 1 }) => offset === undefined || intersect({ offset, length }, ranges).length > 0)
    .map(({ code, offset }) => (offset === undefined ? code : `${code} at ${hex(offset)}`));
}
