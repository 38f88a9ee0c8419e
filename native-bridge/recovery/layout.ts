// The regions that a case works with: the machine's map where it is known, else those of the image's descriptor.
import { machineById } from '../../shared/machines';
import type { ImageReport } from '../../shared/firmware/report';
import type { ByteRange } from '../../shared/model/plan';

export interface CaseRegion extends ByteRange {
  readonly name: string;
  readonly title: string;
}

export interface CaseLayout {
  readonly regions: readonly CaseRegion[];
  /** Goes last in a write: the boot block. */
  readonly last?: ByteRange;
}

/** `sizeBytes` is the chip's. A chip of another size than the machine's map is only known by its descriptor. */
export function layoutFor(machineId: string | undefined, sizeBytes: number, report: ImageReport | undefined): CaseLayout {
  const machine = machineId === undefined ? undefined : machineById(machineId);
  if (machine && machine.layout.sizeBytes === sizeBytes) {
    const { regions } = machine.layout;
    const bootBlock = regions.find(({ name }) => name === 'bb');
    return { regions, ...(bootBlock ? { last: bootBlock } : {}) };
  }
  const found = (report?.regions ?? []).filter(({ offset, length }) => length > 0 && offset + length <= sizeBytes);
  const regions =
    found.length > 0
      ? found.map((region) => ({ ...region, title: region.name }))
      : [{ name: 'chip', title: 'Chip', offset: 0, length: sizeBytes }];
  return { regions };
}

/** The region a byte is in; "" between regions. */
export const regionAt = (layout: CaseLayout, offset: number): string =>
  layout.regions.find((region) => offset >= region.offset && offset < region.offset + region.length)?.name ?? '';

/** Cuts ranges at the borders of regions, and names the part of each. */
export function byRegion(layout: CaseLayout, ranges: readonly ByteRange[]): { offset: number; length: number; region: string }[] {
  const borders = layout.regions.flatMap(({ offset, length }) => [offset, offset + length]);
  return ranges.flatMap(({ offset, length }) => {
    const cuts = [...new Set([offset, ...borders.filter((border) => border > offset && border < offset + length), offset + length])].sort(
      (a, b) => a - b,
    );
    return cuts.slice(0, -1).map((start, index) => ({ offset: start, length: cuts[index + 1]! - start, region: regionAt(layout, start) }));
  });
}
