// Rules of work on a Zx20 board: power, clip, first start, beeps.
import type { Known } from '../model/knowledge';

const known = (value: string, certainty: Known<string>['certainty'], source: string): Known<string> => ({ value, certainty, source });

export const zx20PowerRules: readonly Known<string>[] = [
  known('Pull the mains plug and wait until every light on the board is off.', 'stated', 'owners who flashed with a clip'),
  known('Never have mains or standby power and the programmer’s 3.3 V on the board together.', 'inferred', 'two supplies on one rail'),
  known(
    'The board drains the 3.3 V line: at the chip it must stay at 3.0 V or more; about 3.2 V was fine.',
    'stated',
    'HP Community 9025210; boot-block upgrade repository',
  ),
  known('Whether the coin cell must come out is not known; taking it out does no harm to the image.', 'unknown', 'no report either way'),
];

export const zx20ClipRules: readonly Known<string>[] = [
  known('The chip is a wide SOIC-16, not a SOIC-8: take a 16-pin clip.', 'measured', 'photo of a Z420 board'),
  known('A SOIC-8 footprint sits inside the same outline: do not go by it.', 'measured', 'photo of a Z420 board'),
  known(
    'The clip must sit straight down; cheap clips wear out after a few tries.',
    'stated',
    'HP Community 9025210; boot-block guide of the owners',
  ),
  known('Reads that agree at 5 MHz and not at 10 MHz are common here.', 'stated', 'boot-block upgrade repository, issue 16'),
  known('On one Z820 the chip answered only after every pin in use had been lifted.', 'stated', 'boot-block upgrade repository, issue 2'),
];

export const zx20FirstBoot: readonly Known<string>[] = [
  known('Take the USB plug of the programmer out first, then the clip off.', 'inferred', 'the programmer powers the chip'),
  known(
    'Put every jumper back to normal: E1 away from the SATA side, E14 open, E15 on 2-3, the green jumper fitted.',
    'stated',
    'boot-block guide of the owners',
  ),
  known('With the mains unplugged, hold the yellow CMOS button for 10 seconds.', 'stated', 'boot-block upgrade repository, issue 13'),
  known(
    'Connect the mains, switch on and wait: several restarts by itself are normal after a change of the ME.',
    'stated',
    'HP Community 9025210',
  ),
  known('In Setup, look at the date of the boot block and the version of the ME.', 'stated', 'HP ME update paper, 2012'),
  known('Keep the backup files: they hold the identity of this board.', 'inferred', 'MAC, serial number and ME data are in them'),
];

const table = 'HP’s table of that era, xw8200 to Z230; assumed for these machines';
export const zx20Beeps: readonly { readonly count: number; readonly meaning: Known<string> }[] = [
  { count: 3, meaning: known('processor missing', 'inferred', table) },
  { count: 4, meaning: known('power failure', 'inferred', table) },
  { count: 5, meaning: known('memory', 'inferred', table) },
  { count: 6, meaning: known('graphics card', 'inferred', table) },
  { count: 7, meaning: known('board failure found by the BIOS', 'inferred', table) },
  { count: 8, meaning: known('BIOS checksum is wrong', 'inferred', table) },
  { count: 9, meaning: known('powers on but cannot start', 'inferred', table) },
];
