// Takes one region out of a file someone chose, or says why it cannot be taken. By size and content; never by name. The file's own
// descriptor only says where to cut; where the bytes go is the base's business.
import type { ImageLayout, Machine, RegionId } from '../machines';
import { appError, type AppError } from '../model/errors';
import type { ByteRange } from '../model/plan';
import { err, ok, type Result } from '../model/result';
import { isFilledWith, startsWith } from './bytes';
import { hasDescriptorSignature, parseDescriptor } from './descriptor';
import { parseGbe } from './gbe';
import { blockTag } from './hp';
import { familyIn, identifyFile, type FileIdentity } from './identify-file';
import { parseMe } from './me';

/** A part of a file. */
export interface Cut {
  /** A view of the file. */
  readonly bytes: Uint8Array;
  /** Where it begins in the file. */
  readonly from: number;
}

/** What `region` would hold if it came from this file. */
export function regionFromFile(bytes: Uint8Array, region: RegionId, machine: Machine, label: string): Result<Uint8Array> {
  const cut = cutRegion(bytes, region, machine, label);
  return cut.ok ? ok(cut.value.bytes) : cut;
}

/** IMAGE_EMPTY, IMAGE_WRONG_SIZE, IMAGE_FOREIGN or IMAGE_WRONG_FAMILY where the file cannot give this region to this machine. */
export function cutRegion(bytes: Uint8Array, region: RegionId, machine: Machine, label: string): Result<Cut> {
  const { layout } = machine;
  const place = layout.regions.find(({ name }) => name === region)!;
  const identity = identifyFile(bytes, layout);
  const refusal = refuse(bytes, identity, region, machine, label);
  if (refusal) return err(refusal);
  const offset = identity.kind === 'unknown' ? place.offset : identity.offset;
  const own = identity.kind === 'full' ? ownPlace(bytes, region) : undefined;
  if (own && own.length !== place.length)
    return err(appError('IMAGE_WRONG_SIZE', { file: label, size: own.length, expected: place.length, reason: 'region-size' }));
  const from = own?.offset ?? place.offset - offset;
  const slice = bytes.subarray(from, from + place.length);
  if (region === 'bios' || region === 'bb') {
    // The file as a whole may name the right family and carry a boot block of another.
    const refused = refuseCode(slice, layout, place.offset, machine, label);
    if (refused) return err({ ...refused, params: { ...refused.params, ...(refused.code === 'IMAGE_EMPTY' ? { region } : {}) } });
  }
  if (region === 'me' && !isUsableMe(slice)) return err(appError('IMAGE_FOREIGN', { file: label, reason: 'no-me' }));
  return ok({ bytes: slice, from });
}

/** The crisis-recovery volume out of a whole image, a BIOS region or BIOS code. */
export function cutRecovery(bytes: Uint8Array, machine: Machine, label: string): Result<Cut> {
  const { layout } = machine;
  const place = layout.volumes.find(({ role }) => role === 'recovery')!;
  const identity = identifyFile(bytes, layout);
  const refusal = refuse(bytes, identity, 'bios', machine, label);
  if (refusal) return err(refusal);
  const from = place.offset - (identity.kind === 'unknown' ? 0 : identity.offset);
  const slice = bytes.subarray(from, from + place.length);
  const refused = refuseCode(slice, layout, place.offset, machine, label);
  if (refused) return err(refused);
  return isRecoveryVolume(slice) ? ok({ bytes: slice, from }) : err(appError('IMAGE_FOREIGN', { file: label, reason: 'no-recovery' }));
}

/** The boot block starts it by this tag; without a volume behind the tag there is nothing to start. */
export const isRecoveryVolume = (volume: Uint8Array): boolean => blockTag(volume, 0)?.kind === 'RCRV' && startsWith(volume, 0x28, '_FVH');

/** For a board whose map is not known: the region's own file, or a whole image cut by its own descriptor. */
export function cutByDescriptor(bytes: Uint8Array, region: string, place: ByteRange, chipBytes: number, label: string): Result<Cut> {
  if (bytes.length === 0) return err(appError('IMAGE_EMPTY', { file: label }));
  const isRegionFile = bytes.length === place.length && bytes.length !== chipBytes && (region === 'fd' || !ownPlace(bytes, region));
  const sameShape = bytes.length === chipBytes ? place : undefined;
  const own = isRegionFile ? { offset: 0, length: bytes.length } : (ownPlace(bytes, region) ?? sameShape);
  if (own?.length !== place.length)
    return err(appError('IMAGE_WRONG_SIZE', { file: label, size: own?.length ?? bytes.length, expected: place.length }));
  const slice = bytes.subarray(own.offset, own.offset + own.length);
  const isRight = contentOf[region]?.(slice) ?? true;
  return isRight
    ? ok({ bytes: slice, from: own.offset })
    : err(appError('IMAGE_FOREIGN', { file: label, reason: 'other-region', expected: region }));
}

const contentOf: Readonly<Record<string, (slice: Uint8Array) => boolean>> = {
  fd: (slice) => hasDescriptorSignature(slice, 0x10) || hasDescriptorSignature(slice, 0),
  gbe: (slice) => parseGbe(slice).copies.some(({ sumIsGood, blank }) => sumIsGood && !blank),
  me: (slice) => isUsableMe(slice),
  bios: (slice) => !isFilledWith(slice, 0xff) && !isFilledWith(slice, 0),
};

const isUsableMe = (region: Uint8Array): boolean => !['empty', 'damaged'].includes(parseMe(region).state);

/** Where the file's own descriptor has the region; absent for what a descriptor does not know and where there is none. */
function ownPlace(bytes: Uint8Array, region: string): ByteRange | undefined {
  // Code and variables stand at addresses of the processor: only the map says where.
  if (region === 'nvram' || region === 'bb' || bytes.length < 0x1000) return undefined;
  const found = parseDescriptor(bytes)?.regions.find(({ name }) => name === region);
  return found && found.offset + found.length <= bytes.length && region !== 'bios' ? found : undefined;
}

function refuseCode(slice: Uint8Array, layout: ImageLayout, offset: number, machine: Machine, label: string): AppError | undefined {
  const found = familyIn(slice, layout, offset);
  if (found !== undefined && found !== machine.family.value)
    return appError('IMAGE_WRONG_FAMILY', { file: label, expected: machine.family.value, found });
  return isFilledWith(slice, 0xff) || isFilledWith(slice, 0) ? appError('IMAGE_EMPTY', { file: label }) : undefined;
}

function refuse(bytes: Uint8Array, identity: FileIdentity, region: RegionId, machine: Machine, label: string): AppError | undefined {
  const { layout, family } = machine;
  const place = layout.regions.find(({ name }) => name === region)!;
  const wrongSize = (): AppError => appError('IMAGE_WRONG_SIZE', { file: label, size: bytes.length, expected: place.length });
  if (identity.kind === 'unknown') {
    if (identity.reason === 'empty') return appError('IMAGE_EMPTY', { file: label });
    return identity.reason === 'size' ? wrongSize() : appError('IMAGE_FOREIGN', { file: label, reason: 'unknown-content' });
  }
  if (identity.family !== undefined && identity.family !== family.value) {
    return appError('IMAGE_WRONG_FAMILY', { file: label, expected: family.value, found: identity.family });
  }
  if (!identity.fits) return wrongSize();
  const holds =
    identity.kind === 'full' ||
    identity.kind === region ||
    (identity.kind === 'bios-region' && (region === 'nvram' || region === 'bios' || region === 'bb'));
  if (!holds) return appError('IMAGE_FOREIGN', { file: label, reason: 'other-region', found: identity.kind, expected: region });
  // A BIOS that names no family cannot be told from another machine's.
  if (identity.family === undefined && (region === 'bios' || region === 'bb'))
    return appError('IMAGE_FOREIGN', { file: label, reason: 'no-family' });
  return undefined;
}
