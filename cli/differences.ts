// Differences with the names of the regions they lie in.
import { intersect } from '../shared/firmware/ranges';
import type { RegionSpan } from '../shared/firmware/report';
import type { ByteRange } from '../shared/model/plan';

export interface Difference extends ByteRange {
  /** "none" where no region is known to hold it. */
  readonly region: string;
}

/** A run that crosses a border of regions is cut there. */
export function differencesByRegion(ranges: readonly ByteRange[], layout: readonly RegionSpan[]): Difference[] {
  return ranges.flatMap((range) => {
    const named = layout.flatMap((region) => intersect(range, [region]).map((part) => ({ ...part, region: region.name })));
    return named.length > 0 ? named : [{ ...range, region: 'none' }];
  });
}
