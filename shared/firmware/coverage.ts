// How much of an image any checksum, hash or signature could prove, in all and by region.
import type { ByteRange } from '../model/plan';
import { programmedIn, type BlockScan } from './dump/scan-blocks';
import { intersect, mergeRanges } from './ranges';
import type { Coverage, ProofRange, RegionSpan } from './report';

/** Blank bytes count on neither side. Regions may overlap and need not fill the file. */
export function coverageOf(bytes: Uint8Array, scan: BlockScan, regions: readonly RegionSpan[], proofs: readonly ProofRange[]): Coverage {
  const inFile = intersect({ offset: 0, length: bytes.length }, mergeRanges(proofs));
  const programmed = (ranges: readonly ByteRange[]): number =>
    ranges.reduce((sum, { offset, length }) => sum + programmedIn(bytes, scan, offset, length), 0);
  return {
    programmedBytes: programmed([{ offset: 0, length: bytes.length }]),
    coveredBytes: programmed(inFile),
    regions: regions.map((region) => ({
      name: region.name,
      programmedBytes: programmed([region]),
      coveredBytes: programmed(intersect(region, inFile)),
    })),
  };
}
