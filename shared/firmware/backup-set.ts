// The files of the owners' DOS backup script (FDOO, GBEO, PDRO, MEOO, BIOV, BIOB, BBLK, and BIOS or FIRM) joined to one image again.
// By size and content; a name only decides where nothing in the file can.
import type { ImageLayout, RegionId } from '../machines';
import type { ByteRange } from '../model/plan';
import { sameBytes } from './bytes';
import { sizeText } from './checks/check-dump';
import { familyIn, identifyFile, type FileKind } from './identify-file';

export interface BackupFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface BackupSetPart {
  readonly name: string;
  readonly kind: FileKind;
  /** Where its first byte belongs in the chip. */
  readonly offset: number;
  readonly length: number;
}

export interface BackupSet {
  /** Only where every region is there and nothing contradicts. */
  readonly image?: Uint8Array;
  /** What each file is taken for. */
  readonly parts: readonly BackupSetPart[];
  /** Regions that no file holds. */
  readonly missing: readonly RegionId[];
  /** Whole sentences. */
  readonly contradictions: readonly string[];
  /** Names of files that belong to no such set. */
  readonly strange: readonly string[];
}

interface Placed extends BackupSetPart {
  readonly bytes: Uint8Array;
}

/** `layout`: of the machine that the files are of. */
export function joinBackupSet(files: readonly BackupFile[], layout: ImageLayout): BackupSet {
  const placed: Placed[] = [];
  const strange: string[] = [];
  for (const file of files) {
    const kind = kindOf(file, layout);
    if (!kind) strange.push(file.name);
    else placed.push({ name: file.name, kind, bytes: file.bytes, ...rangeOf(kind, layout) });
  }
  const contradictions = [...overlapping(placed), ...families(placed, layout)];
  const missing = layout.regions.filter((region) => !placed.some((part) => holds(part, region))).map(({ name }) => name);
  const parts = placed.map(({ name, kind, offset, length }) => ({ name, kind, offset, length }));
  if (missing.length > 0 || contradictions.length > 0) return { parts, missing, contradictions, strange };
  const image = new Uint8Array(layout.sizeBytes).fill(0xff);
  for (const { bytes, offset } of placed) image.set(bytes, offset);
  return { image, parts, missing, contradictions, strange };
}

const holds = (part: ByteRange, region: ByteRange): boolean =>
  part.offset <= region.offset && region.offset + region.length <= part.offset + part.length;

const rangeOf = (kind: FileKind, layout: ImageLayout): ByteRange => {
  if (kind === 'full') return { offset: 0, length: layout.sizeBytes };
  if (kind === 'bios-region') return layout.biosRegion;
  const { offset, length } = layout.regions.find(({ name }) => name === kind)!;
  return { offset, length };
};

/** Blank network and platform regions are of one size, and variables of no known format: there the script's name is asked. */
function kindOf({ name, bytes }: BackupFile, layout: ImageLayout): FileKind | undefined {
  const identity = identifyFile(bytes, layout);
  if (identity.kind !== 'unknown' && identity.by === 'content') return identity.fits ? identity.kind : undefined;
  const stem = /([^/\\]+?)(\.[^.]*)?$/.exec(name)?.[1]?.toUpperCase() ?? '';
  const named = layout.regions.find(({ backupFile, length }) => stem.startsWith(backupFile) && length === bytes.length)?.name;
  if (named) return named;
  if (identity.kind !== 'unknown' && identity.fits) return identity.kind;
  // A blank variable area says nothing of itself; its size is no other region's.
  return layout.regions.find(({ name: region, length }) => region === 'nvram' && length === bytes.length)?.name;
}

/** Files that hold the same range must hold the same bytes. */
function overlapping(placed: readonly Placed[]): string[] {
  const told: string[] = [];
  placed.forEach((one, index) => {
    for (const other of placed.slice(index + 1)) {
      const from = Math.max(one.offset, other.offset);
      const to = Math.min(one.offset + one.length, other.offset + other.length);
      if (from >= to) continue;
      const [left, right] = [one, other].map(({ bytes, offset }) => bytes.subarray(from - offset, to - offset));
      if (left && right && !sameBytes(left, right))
        told.push(`${one.name} and ${other.name} differ in ${sizeText(to - from)} that both hold: they are not of one reading.`);
    }
  });
  return told;
}

function families(placed: readonly Placed[], layout: ImageLayout): string[] {
  const named = placed.flatMap(({ name, bytes, offset }) => {
    const family = familyIn(bytes, layout, offset);
    return family === undefined ? [] : [{ name, family }];
  });
  const [first] = named;
  return named
    .filter(({ family }) => family !== first?.family)
    .map(({ name, family }) => `${name} is of family ${family}, ${first!.name} of ${first!.family}: they are of different machines.`);
}
