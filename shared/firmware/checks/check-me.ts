// The management engine region, in words.
import { assertNever } from '../../model/result';
import type { MeRegion } from '../me/parse-me';
import type { Finding } from '../report';
import { fail, note, warn } from './finding';

const damageText = {
  'no-table': 'The ME region has no partition table: it is damaged or something else.',
  'table-checksum': 'The checksum of the ME partition table is wrong.',
  'partition-outside': 'An ME partition lies outside the region: the region is cut or of another size.',
  'no-code': 'The ME code partition is missing or damaged.',
} as const;

/** `isC600`: the machine is known to have the C600 chipset. */
export function checkMe(me: MeRegion, offset: number, length: number, isC600: boolean): Finding[] {
  const region = { offset, length };
  const restore = "Take the ME region from the board's own backup.";
  const kit = isC600 && me.version?.startsWith('7.') && me.patsburg === false;
  const chipset = kit
    ? [warn('ME_NOT_FOR_C600', 'This ME 7 is not made for the C600 chipset of this board.', { ...region, next: restore })]
    : [];
  switch (me.state) {
    case 'empty':
      return [fail('ME_EMPTY', 'The ME region is blank: the board does not start properly without it.', { ...region, next: restore })];
    case 'damaged':
      return [
        fail(`ME_${(me.damage ?? 'no-table').replace('-', '_').toUpperCase()}`, damageText[me.damage ?? 'no-table'], {
          ...region,
          next: restore,
        }),
      ];
    case 'not-declared-valid':
    case 'stock':
      return [...chipset, notDeclaredValid(me, offset, isC600)];
    case 'update-image':
      return [
        warn('ME_UPDATE_IMAGE', 'This is ME code for the update tool, without a partition table: it is no content for the ME region.', {
          ...region,
          next: restore,
        }),
      ];
    case 'configured':
      return [...chipset, note('ME_CONFIGURED', 'The ME has never run from this copy; it sets itself up at the next cold start.', region)];
    case 'initialised':
      return chipset;
    default:
      return assertNever(me.state);
  }
}

/** On boards of another family the mark is known to be FF in normal use too, so it is no warning there. */
function notDeclaredValid(me: MeRegion, offset: number, isC600: boolean): Finding {
  const found =
    me.state === 'stock'
      ? 'The ME is as its vendor publishes it, with no settings and never run'
      : 'The ME has never run from this copy and its settings are not declared valid';
  return (isC600 ? warn : note)(
    'ME_NOT_DECLARED_VALID',
    isC600
      ? `${found}: the machine will show “management platform in manufacturing mode”.`
      : `${found}: whether this machine minds is not known.`,
    {
      offset: offset + (me.validMark?.offset ?? 0),
      length: 1,
      next: "Restore the board's own ME, or set the mark to 01 and start from cold.",
      evidence: `mark ${(me.validMark?.value ?? 0xff).toString(16).toUpperCase()}, erase counts 0`,
    },
  );
}
