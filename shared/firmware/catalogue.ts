// Which pieces of a file equal one of the catalogue. A match says more than any checksum: every bit is the one that is known.
import { zx20Catalogue, type CataloguePiece } from '../machines/zx20-catalogue';
import { hexOf, type InspectTools } from './hashing';
import type { KnownPiece, MeFacts } from './report';

export interface CatalogueInput {
  readonly bytes: Uint8Array;
  /** Where the first byte of `bytes` belongs in the chip; undefined where that is not known. */
  readonly base: number | undefined;
  /** Of the ME region; offsets in the file. */
  readonly partitions: MeFacts['partitions'];
}

export function knownPieces({ bytes, base, partitions }: CatalogueInput, { sha256 }: InspectTools): KnownPiece[] {
  const hashes = new Map<string, string>();
  const hashAt = (offset: number, length: number): string | undefined => {
    if (offset < 0 || length === 0 || offset + length > bytes.length) return undefined;
    const key = `${offset}+${length}`;
    const found = hashes.get(key) ?? hexOf(sha256(bytes.subarray(offset, offset + length)));
    hashes.set(key, found);
    return found;
  };
  return zx20Catalogue.flatMap((piece) => {
    const place = placeOf(piece, base, partitions);
    if (!place || hashAt(place.offset, place.length) !== piece.sha256) return [];
    const { value, source } = piece.certainty;
    return [{ ...place, name: piece.name, certainty: `${value} (${source})` }];
  });
}

function placeOf(
  { place }: CataloguePiece,
  base: number | undefined,
  partitions: MeFacts['partitions'],
): { offset: number; length: number } | undefined {
  if (place.kind === 'flash') return base === undefined ? undefined : { offset: place.offset - base, length: place.length };
  const found = partitions.find(({ name }) => name === place.partition);
  return found && { offset: found.offset, length: found.length };
}
