// The steps of each way out, with what to see before going on. Guides only: nothing here is run by the program.
import type { GuideStep, WayOutId } from '../model/diagnosis';
import type { Certainty } from '../model/knowledge';

type Row = readonly [text: string, certainty: Certainty, source: string, check?: string];

const HP_THREAD = 'HP Community 9025210';
const OWNERS = 'boot-block guide of the owners';
const HP_PAPER = 'HP ME update paper, 2012';
const CRISIS = 'HP Community 8191868, 6658619; boot-block guide of the owners, issue 12';
const RECOVERY_CODE = 'code of the J61 3.96 recovery volume; other versions may differ';
const LOGIC = 'follows from how the parts work together';

const rows: Record<WayOutId, readonly Row[]> = {
  'hardware-first': [
    ['Pull the mains plug and wait until every light on the board is off.', 'stated', HP_THREAD],
    ['Take out what was added last and put back what worked.', 'inferred', LOGIC],
    [
      'Start with one processor, one memory module and a simple graphics card.',
      'stated',
      HP_THREAD,
      'The number of red blinks or beeps changes or stops.',
    ],
    ['Try another memory module in another slot.', 'inferred', LOGIC],
    [
      'Check the processor’s power plug and the pins of its socket.',
      'inferred',
      LOGIC,
      'One Z820 that blinked three times lacked a processor.',
    ],
  ],
  'cmos-minimal': [
    ['Pull the mains plug and wait until every light on the board is off.', 'stated', HP_THREAD],
    ['Hold the yellow CMOS button for 10 seconds.', 'stated', HP_THREAD],
    ['Leave one processor (a v1 where you have one), one memory module, a simple graphics card and a PS/2 keyboard in.', 'stated', CRISIS],
    ['Connect the mains, switch on and wait five minutes.', 'inferred', LOGIC, 'Several restarts by itself are normal.'],
  ],
  'cpu-me-jumper': [
    ['Pull the mains plug and wait until every light on the board is off.', 'stated', HP_THREAD],
    ['Fit a v1 processor; without one, put jumper E1 (FDO) on the two pins on the SATA side.', 'stated', "owners' test notes at BIOS 3.85"],
    ['Start, and look at the ME version in Setup.', 'stated', HP_PAPER, 'With FDO ON the ME shows as disabled.'],
    ['Bring the ME to version 8 before a BIOS of 3.88 or later and before a v2 processor.', 'stated', OWNERS],
    ['Put E1 back and fit the v2 processor last.', 'stated', OWNERS],
  ],
  'boot-internally-backup': [
    ['With the mains off, put E1 (FDO) on the SATA side, so that the ME can be read.', 'stated', HP_PAPER],
    ['Start DOS from a stick and run the owners’ backup script.', 'stated', OWNERS, 'Nine files; with FDO off only seven.'],
    ['Copy the files off the stick at once.', 'inferred', LOGIC],
    ['Check them here with “Check backups”.', 'inferred', LOGIC, 'Family, ME state and MAC are those of this board.'],
    [
      'Only for a boot block of 2013: v1 processor, E14 closed, FDO ON, and write the 64 KiB alone.',
      'stated',
      OWNERS,
      'Error 7 means the range is protected: stop.',
    ],
    ['Put the jumpers back.', 'stated', OWNERS],
  ],
  'me-restore-internal': [
    ['Do not write anything yet: back up every region first.', 'stated', OWNERS],
    ['Read the ME region as a test.', 'stated', OWNERS, 'Error 26 means that FDO is off.'],
    [
      'Write your own ME and your own network region from before the change, one at a time.',
      'stated',
      OWNERS,
      'Neither write ends with an error.',
    ],
    ['Put the official BIOS back.', 'stated', OWNERS],
    ['Mains off, jumpers normal, CMOS button for 10 seconds, start.', 'stated', OWNERS, 'The message about manufacturing mode is gone.'],
  ],
  'crisis-recovery': [
    ['Make a stick with one small FAT partition (256 to 512 MB) and only the stock BIOS file on it.', 'stated', CRISIS],
    [
      'Name the file J61.BIN on a Z420 or Z620; twelve characters at most.',
      'measured',
      RECOVERY_CODE,
      'On a Z820 J63.BIN, which is inferred.',
    ],
    ['Mains off, CMOS button, few parts, jumper E15 on 1-2, stick in a black USB 2.0 port.', 'stated', CRISIS],
    ['Switch on and wait at least ten minutes once.', 'stated', CRISIS, 'The light of the stick flickers.'],
    ['Mains off, E15 back on 2-3, start.', 'stated', CRISIS],
    ['Try three sticks, then stop.', 'inferred', 'a limit this program proposes'],
  ],
  'external-flash': [
    ['Pull the mains plug and wait until every light on the board is off.', 'stated', HP_THREAD],
    ['Check which CH341A board you have: its data lines must be at 3.3 V.', 'stated', OWNERS],
    [
      'Put the 16-pin clip on the chip, pin 1 to pin 1, and test contact here.',
      'measured',
      'photo of a Z420 board',
      'All lights of the contact test are good.',
    ],
    ['Back up: the program reads twice and compares.', 'stated', HP_THREAD, 'Two reads are equal and the image is of this machine.'],
    ['Choose what to write; identity stays with the board.', 'stated', HP_THREAD],
    ['Flash and verify.', 'stated', HP_THREAD, 'The hash read back equals the hash planned.'],
  ],
  'board-swap': [
    ['Prefer a board that was sold with a v2 processor.', 'stated', HP_THREAD],
    ['Keep the backup of the old chip: licence data and serial number are in it.', 'inferred', LOGIC],
    ['Do not write the old board’s whole image to the new board.', 'inferred', 'the ME and its data belong to one board'],
  ],
};

export const zx20Guides: Readonly<Record<string, readonly GuideStep[]>> = Object.fromEntries(
  Object.entries(rows).map(([way, steps]) => [
    way,
    steps.map(([text, certainty, source, check], index): GuideStep => ({
      id: `guide.${way}.${index + 1}`,
      text,
      certainty,
      source,
      ...(check ? { check } : {}),
    })),
  ]),
);
