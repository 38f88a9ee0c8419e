// The practice machines: what is broken and what will happen, said before.
import type { PracticeScenario } from '../../shared/model/practice';

type ScenarioMessage = {
  readonly title: string;
  readonly story: string;
  readonly happens: string;
  /** The button that mends a device fault; empty where there is nothing to mend by hand. */
  readonly mend: string;
};

export const practiceMessages: Record<PracticeScenario, ScenarioMessage> = {
  'dark-after-mod': {
    title: 'Dark after a modified BIOS',
    story: 'A Z620 shows nothing since a modified BIOS was written. The fans go loud after a minute.',
    happens: 'Everything works: read, compose, write, verify. A good first run.',
    mend: '',
  },
  'me-manufacturing-mode': {
    title: 'Management Engine in manufacturing mode',
    story: 'The machine starts, but says that the management platform is in manufacturing mode.',
    happens: 'The backup shows an ME region that was never declared valid. You choose how to mend it.',
    mend: '',
  },
  'old-boot-block': {
    title: 'Boot block of 2011',
    story: 'A v2 processor does not start: the boot block is from 2011.',
    happens: 'Only the boot block changes. The write takes about a second.',
    mend: '',
  },
  'clip-slips': {
    title: 'The clip slips at 40 %',
    story: 'In the middle of the work the clip loses contact.',
    happens: 'The work stops. You press the clip down and go on where it stopped.',
    mend: 'Press the clip down',
  },
  'adapter-unplugged': {
    title: 'The adapter is unplugged during erase',
    story: 'Somebody trips over the cable while the chip is half written.',
    happens: 'The case says which blocks are old, new and unknown. You plug in again and go on.',
    mend: 'Plug it back in',
  },
  'write-protected': {
    title: 'The chip is write-protected',
    story: 'The protection bits of the chip are set and /WP is low.',
    happens: 'Writing is refused before anything changes. You tie /WP to 3.3 V and go on.',
    mend: 'Tie /WP to 3.3 V',
  },
  'low-voltage-chip': {
    title: 'A 1.8 V chip',
    story: 'The board carries a chip that 3.3 V would damage.',
    happens: 'The program stops at the id and tells you to unplug. There is no way on, and that is right.',
    mend: '',
  },
  'flaky-reads': {
    title: 'Flaky reads',
    story: 'The contact is poor: some blocks read differently each time.',
    happens: 'The map shows blocks that differ and settle. What never settles is named.',
    mend: 'Press the clip down',
  },
};
