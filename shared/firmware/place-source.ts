// Takes one region out of a file someone chose, or says why it cannot be taken. By size and content; never by name.
import type { Machine, RegionId } from '../machines';
import { appError, type AppError } from '../model/errors';
import { err, ok, type Result } from '../model/result';
import { isFilledWith } from './bytes';
import { familyIn, identifyFile, type FileIdentity } from './identify-file';
import { parseMe } from './me';

/** What `region` would hold if it came from this file. */
export function regionFromFile(bytes: Uint8Array, region: RegionId, machine: Machine, label: string): Result<Uint8Array> {
  const { layout } = machine;
  const place = layout.regions.find(({ name }) => name === region)!;
  const identity = identifyFile(bytes, layout);
  const refusal = refuse(bytes, identity, region, machine, label);
  if (refusal) return err(refusal);
  const offset = identity.kind === 'unknown' ? place.offset : identity.offset;
  const from = place.offset - offset;
  const slice = bytes.subarray(from, from + place.length);
  if (region === 'bios' || region === 'bb') {
    // The file as a whole may name the right family and carry a boot block of another.
    const found = familyIn(slice, layout, place.offset);
    if (found !== undefined && found !== machine.family.value)
      return err(appError('IMAGE_WRONG_FAMILY', { file: label, expected: machine.family.value, found }));
    if (isFilledWith(slice, 0xff) || isFilledWith(slice, 0)) return err(appError('IMAGE_EMPTY', { file: label, region }));
  }
  if (region === 'me' && !['configured', 'initialised', 'not-declared-valid'].includes(parseMe(slice).state)) {
    return err(appError('IMAGE_FOREIGN', { file: label, reason: 'no-me' }));
  }
  return ok(slice);
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
