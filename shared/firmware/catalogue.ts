// Which pieces of a file equal one of the catalogue. A match says more than any checksum: every bit is the one that is known.
import { zx20Catalogue, type CataloguePiece } from '../machines/zx20-catalogue';
import type { ByteRange } from '../model/plan';
import { fail } from './checks/finding';
import { hexOf, type InspectTools } from './hashing';
import type { Finding, KnownPiece, MeFacts, ProofRange } from './report';

export interface CatalogueInput {
  readonly bytes: Uint8Array;
  /** Where the first byte of `bytes` belongs in the chip; undefined where that is not known. */
  readonly base: number | undefined;
  /** Of the ME region; offsets in the file. */
  readonly partitions: MeFacts['partitions'];
}

export interface CatalogueReading {
  readonly known: readonly KnownPiece[];
  /** Pieces that say by their signed head what they are, and are something else. */
  readonly findings: readonly Finding[];
  /** What was compared bit by bit, in effect. */
  readonly proofs: readonly ProofRange[];
}

export function readCatalogue({ bytes, base, partitions }: CatalogueInput, { sha256 }: InspectTools): CatalogueReading {
  const hashes = new Map<string, string>();
  const hashOf = ({ offset, length }: ByteRange): string | undefined => {
    if (offset < 0 || length === 0 || offset + length > bytes.length) return undefined;
    const key = `${offset}+${length}`;
    const found = hashes.get(key) ?? hexOf(sha256(bytes.subarray(offset, offset + length)));
    hashes.set(key, found);
    return found;
  };
  const known: KnownPiece[] = [];
  const findings: Finding[] = [];
  const proofs: ProofRange[] = [];
  for (const piece of zx20Catalogue) {
    const place = placeOf(piece, base, partitions);
    if (!place) continue;
    const { value, source } = piece.certainty;
    const isOther = piece.place.kind === 'me-partition' && piece.place.manifest && !hasKnownManifest(piece, place, hashOf);
    // Code of another version is told by its head: the megabytes behind it need no hash.
    if (isOther) continue;
    if (hashOf(place) === piece.sha256) {
      known.push({ ...place, name: piece.name, certainty: `${value} (${source})` });
      proofs.push({ ...place, by: 'hash' });
    } else if (hasKnownManifest(piece, place, hashOf)) {
      findings.push(differs(piece, place));
      proofs.push({ ...place, by: 'hash' });
    }
  }
  return { known, findings, proofs };
}

/** The manifest is under a signature of its own and holds the hashes of the rest: equal here, the rest must be equal too. */
function hasKnownManifest(
  { place }: CataloguePiece,
  { offset, length }: ByteRange,
  hashOf: (range: ByteRange) => string | undefined,
): boolean {
  if (place.kind !== 'me-partition' || !place.manifest || place.manifest.length > length) return false;
  return hashOf({ offset, length: place.manifest.length }) === place.manifest.sha256;
}

const differs = ({ name, certainty }: CataloguePiece, place: ByteRange): Finding =>
  fail(
    'ME_CODE_DIFFERS',
    `The partition ${name} is not the published one, though its signed head is: at least one bit of its code differs.`,
    {
      ...place,
      next: "Read the chip again; if it stays, take the ME code from the board's own backup or a known file.",
      evidence: `SHA-256 is not that of ${certainty.value}`,
    },
  );

function placeOf({ place }: CataloguePiece, base: number | undefined, partitions: MeFacts['partitions']): ByteRange | undefined {
  if (place.kind === 'flash') return base === undefined ? undefined : { offset: place.offset - base, length: place.length };
  const found = partitions.find(({ name }) => name === place.partition);
  return found && { offset: found.offset, length: found.length };
}
