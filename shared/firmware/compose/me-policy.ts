// Whose ME a region is, and whether it may be put on this board: an ME that has run carries the state of its board (images.md 3.4, 9).
import { appError, type AppError } from '../../model/errors';
import type { ByteRange } from '../../model/plan';
import { warn } from '../checks/finding';
import { parseDescriptor } from '../descriptor';
import { parseGbe } from '../gbe';
import { parseMe } from '../me';
import type { Finding } from '../report';
import type { ComposeRuleId } from './rules';
import type { ComposeRequest, Placement, SourceInput } from './types';

export type MeOwner = 'own' | 'other' | 'unknown';

export type MeVerdict =
  | { readonly ok: true; readonly rule: ComposeRuleId; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly error: AppError };

/** `region`: the ME cut from `source`. */
export function judgeMe(region: Uint8Array, source: SourceInput, request: ComposeRequest, placement: Placement): MeVerdict {
  const { state } = parseMe(region);
  if (state !== 'initialised') return { ok: true, rule: source.ownBackup ? 'me-own' : 'me-never-run', findings: [] };
  const owner = ownerOfMe(region, source, request.base, placement);
  if (owner === 'own') return { ok: true, rule: 'me-own', findings: [] };
  const { foreignMe = 'refuse' } = request;
  if (foreignMe === 'refuse' || (foreignMe === 'unknown-owner' && owner === 'other')) {
    return {
      ok: false,
      error: appError('SAFETY_REFUSED', {
        file: source.label,
        problem:
          owner === 'other'
            ? `the ME in ${source.label} has run on another board and carries its state`
            : `the ME in ${source.label} has run, and nothing says that it was on this board`,
        next: 'Take the ME from a backup of this board, or one that has never run.',
      }),
    };
  }
  const place = placement.regions.find(({ name }) => name === 'me');
  const message =
    owner === 'other'
      ? 'This ME has run on another board: the machine may loop, refuse to start, or stay in manufacturing mode with it.'
      : 'This ME has run, and nothing in it says that it was on this board.';
  const finding = warn('ME_OF_ANOTHER_BOARD', message, {
    ...(place ? { offset: place.offset, length: place.length } : {}),
    evidence: source.label,
    next: 'Take the ME from a backup of this board, or one that has never run.',
  });
  return { ok: true, rule: 'me-foreign', findings: [finding] };
}

/** Told by the person, by the network address beside it, or by the board's address inside its data (an initialised ME keeps copies). */
export function ownerOfMe(region: Uint8Array, source: SourceInput, base: Uint8Array, placement: Placement): MeOwner {
  if (source.ownBackup) return 'own';
  const place = placement.regions.find(({ name }) => name === 'gbe');
  const own = place && factoryMac(base, place);
  if (!own) return 'unknown';
  const data = parseMe(region).partitions.find(({ name }) => name === 'EFFS');
  if (data && holds(region.subarray(data.offset, data.offset + data.length), own)) return 'own';
  const beside = source.bytes.length > region.length ? gbePlaceOf(source.bytes, place) : undefined;
  const other = beside && factoryMac(source.bytes, beside);
  if (!other) return 'unknown';
  return other.every((byte, index) => byte === own[index]) ? 'own' : 'other';
}

/** The donor's own descriptor first; an image of the same shape without one has it where the base has. */
const gbePlaceOf = (donor: Uint8Array, inBase: ByteRange): ByteRange | undefined => {
  const descriptor = parseDescriptor(donor);
  return descriptor ? descriptor.regions.find(({ name }) => name === 'gbe') : inBase;
};

function factoryMac(image: Uint8Array, { offset, length }: ByteRange): number[] | undefined {
  const { mac, macKind } = parseGbe(image.subarray(offset, offset + length));
  return macKind === 'factory' ? mac.split(':').map((pair) => parseInt(pair, 16)) : undefined;
}

function holds(bytes: Uint8Array, wanted: readonly number[]): boolean {
  const [first] = wanted;
  for (let at = bytes.indexOf(first!); at >= 0; at = bytes.indexOf(first!, at + 1)) {
    let index = 1;
    while (index < wanted.length && bytes[at + index] === wanted[index]) index++;
    if (index === wanted.length) return true;
  }
  return false;
}
