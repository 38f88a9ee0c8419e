// Where the regions of a base are: by its own descriptor, or by the machine's map where the base has no descriptor that agrees.
import type { Machine } from '../../machines';
import { appError } from '../../model/errors';
import { err, ok, type Result } from '../../model/result';
import { parseDescriptor, type DescriptorRegion } from '../descriptor';
import { endOf } from '../ranges';
import type { PlacedRegion, Placement } from './types';

const titles: Readonly<Record<string, string>> = {
  fd: 'Descriptor',
  bios: 'BIOS',
  me: 'Management engine (ME)',
  gbe: 'Network (GbE)',
  pdr: 'Platform data (PDR)',
};
/** Without a map the BIOS region holds the variables too. */
const perBoard: Readonly<Record<string, PlacedRegion['perBoard']>> = { fd: 'maybe', bios: 'maybe', me: 'yes', gbe: 'yes', pdr: 'maybe' };

/**
 * IMAGE_WRONG_SIZE where the base is not as large as the machine's chip; IMAGE_FOREIGN where neither a map nor a descriptor says
 * where anything is.
 */
export function placementFor(base: Uint8Array, machine: Machine | undefined): Result<Placement> {
  if (machine) {
    const { layout } = machine;
    if (base.length !== layout.sizeBytes) return err(appError('IMAGE_WRONG_SIZE', { size: base.length, expected: layout.sizeBytes }));
    const regions = layout.regions.map((region) => ({ ...region, perBoard: region.perBoard.value }));
    const placement = { sizeBytes: base.length, regions, by: 'map' as const };
    const agrees = parseDescriptor(base) !== undefined && placedElsewhere(base, placement, machine).length === 0;
    return ok({ ...placement, by: agrees ? 'descriptor' : 'map' });
  }
  const found = parseDescriptor(base)?.regions ?? [];
  // A region that overlaps another has no place of its own: some makers give the BIOS the whole chip.
  const regions = found.filter(
    (region) => endOf(region) <= base.length && !found.some((other) => other !== region && overlap(region, other)),
  );
  if (regions.length === 0) return err(appError('IMAGE_FOREIGN', { reason: 'no-descriptor' }));
  const placed = regions
    .map(({ name, offset, length }) => ({ name, offset, length, title: titles[name] ?? name, perBoard: perBoard[name] ?? 'maybe' }))
    .sort((a, b) => a.offset - b.offset);
  return ok({ sizeBytes: base.length, regions: placed, by: 'descriptor' });
}

/** Names of the regions that the descriptor in `image` has elsewhere than `placement`; none where it has no readable descriptor. */
export function placedElsewhere(image: Uint8Array, placement: Placement, machine: Machine | undefined): string[] {
  const found = parseDescriptor(image)?.regions;
  if (!found) return [];
  return placement.regions.filter((region) => !isPlacedSo(region, found, machine)).map(({ name }) => name);
}

function isPlacedSo(region: PlacedRegion, found: readonly DescriptorRegion[], machine: Machine | undefined): boolean {
  // What the descriptor knows only as one: variables, code and boot block.
  const isInBios = machine !== undefined && ['nvram', 'bios', 'bb'].includes(region.name);
  const named = found.find(({ name }) => name === (isInBios ? 'bios' : region.name));
  if (!named) return !(region.name in titles) && !isInBios;
  if (isInBios) return named.offset <= region.offset && endOf(named) >= endOf(region);
  return named.offset === region.offset && named.length === region.length;
}

const overlap = (a: DescriptorRegion, b: DescriptorRegion): boolean => a.offset < endOf(b) && b.offset < endOf(a);
