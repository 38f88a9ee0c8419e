// Jumpers and headers of the Zx20 boards, as owners and service texts describe them. Pin numbers must be confirmed on the board.
import type { Known } from '../model/knowledge';
import type { Jumper } from './types';

const known = (value: string, certainty: Known<string>['certainty'], source: string): Known<string> => ({ value, certainty, source });

const fdo: Jumper = {
  id: 'fdo',
  name: 'E1 “FDO”: ME/AMT flash override',
  form: known('3 pins', 'stated', 'HP ME update paper, 2012; photo of a Z420 board'),
  place: known('next to SW2, by the SATA row', 'stated', 'HP ME update paper, 2012'),
  normal: known('on the two pins away from the SATA connectors (OFF)', 'stated', 'HP ME update paper, 2012'),
  other: known('on the two pins on the SATA side (ON)', 'stated', 'HP ME update paper, 2012'),
  effect: known(
    'The host may read and write the descriptor and the ME; the ME is off while it is ON.',
    'stated',
    'HP ME update paper, 2012; owners of the boot-block guide',
  ),
};

const bootBlock: Jumper = {
  id: 'bb',
  name: 'E14 “BB”: boot-block write',
  form: known('2 pins', 'stated', 'owners of the boot-block guide'),
  place: known('by the yellow CMOS button', 'stated', 'owners of the boot-block guide'),
  normal: known('open', 'stated', 'owners of the boot-block guide'),
  other: known('closed', 'stated', 'owners of the boot-block guide'),
  effect: known(
    'Lifts the protection of the boot block; needed for an internal write, but not enough alone.',
    'stated',
    'owners of the boot-block guide',
  ),
};

const crisis: Jumper = {
  id: 'crisis',
  name: 'E15 “ROM_RECOVERY”: crisis recovery',
  form: known('3 pins', 'stated', 'HP Community 8191868, 6658619'),
  place: known('between the two bottom slots', 'stated', 'HP Community 8191868, 6658619'),
  normal: known('2-3', 'stated', 'HP Community 8191868, 6658619'),
  other: known('1-2', 'stated', 'HP Community 8191868, 6658619'),
  effect: known(
    'The boot block starts the recovery volume, which looks for a signed BIOS file on a stick.',
    'inferred',
    'code of the 2013 boot block: GPIO73 low',
  ),
};

const password: Jumper = {
  id: 'pswd',
  name: 'PSWD: the green password jumper',
  form: known('2 pins', 'stated', 'HP Community 6737848, 8677247'),
  place: known('front edge', 'stated', 'HP Community 6737848, 8677247'),
  normal: known('fitted', 'stated', 'HP Community 6737848, 8677247'),
  other: known('removed', 'stated', 'HP Community 6737848, 8677247'),
  effect: known(
    'Removed: passwords are ignored and an older BIOS may be installed.',
    'stated',
    'HP Community 6737848; owners of the boot-block guide',
  ),
};

const cmos: Jumper = {
  id: 'cmos',
  name: 'CMOS button',
  form: known('yellow button', 'stated', 'service texts and owners'),
  place: known('front edge, by the PCI slot', 'stated', 'service texts and owners'),
  normal: known('not pressed', 'stated', 'service texts and owners'),
  other: known('held for 5 to 10 seconds with mains unplugged', 'stated', 'service texts and owners'),
  effect: known('Resets the settings of Setup; required after a full restore.', 'stated', 'boot-block upgrade repository, issue 13'),
};

const spiHeader: Jumper = {
  id: 'e16',
  name: 'E16: test pads of the flash',
  form: known('2×4 plated holes', 'measured', 'photo of a Z420 board'),
  place: known('beside the flash chip', 'measured', 'photo of a Z420 board'),
  normal: known('empty', 'measured', 'photo of a Z420 board'),
  other: known('not known', 'unknown', 'pin map not known'),
  effect: known('Said to be wired to the flash; used to measure the supply voltage.', 'stated', 'boot-block upgrade repository, issue 2'),
};

/** Z420 and Z620. */
export const zx20Jumpers: readonly Jumper[] = [fdo, bootBlock, crisis, password, cmos, spiHeader];

export const z820Jumpers: readonly Jumper[] = [
  { ...fdo, place: known('moved between early and late Z820 boards; find it by its label', 'stated', 'HP Community 6976862') },
  {
    ...bootBlock,
    effect: known(
      'Boards of revision 1.00 (618266-001) do not have it: there the boot block can only be written from outside.',
      'stated',
      'owners of the boot-block guide',
    ),
  },
  crisis,
  password,
  cmos,
];
