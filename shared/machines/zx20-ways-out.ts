// Ways out for Z420, Z620 and Z820, with the evidence for and against each. After the decision tree of the domain notes.
import type { Certainty } from '../model/knowledge';
import type { GuideStep, SymptomId, WeighedText } from '../model/diagnosis';
import { zx20Guides } from './zx20-guides';
import type { Evidence, EvidenceCondition, WayOutData } from './ways-out';

const HP_THREAD = 'HP Community 9025210';
const OWNERS = 'boot-block guide of the owners';
const BEEPS = 'HP’s beep table of that era; assumed for these machines';
const BOOT_CODE = 'code of the J61 boot block and recovery volume';
const CRISIS_THREADS = 'HP Community 8191868, 6658619';
const LOGIC = 'follows from how the parts work together';

const says = (id: string, text: string, certainty: Certainty, source: string): WeighedText => ({
  id: `evidence.${id}`,
  text,
  certainty,
  source,
});
const risk = (id: string, text: string, certainty: Certainty, source: string): WeighedText => ({
  id: `risk.${id}`,
  text,
  certainty,
  source,
});
const evidence = (weight: number, when: EvidenceCondition, said: WeighedText): Evidence => ({ when, weight, says: said });
const guide = (id: string): readonly GuideStep[] => zx20Guides[id] ?? [];

const starts: readonly SymptomId[] = ['boots-to-setup', 'boots-to-system', 'me-manufacturing-message', 'post-944'];
const booting: readonly SymptomId[] = ['boots-to-setup', 'boots-to-system'];
const dark: readonly SymptomId[] = ['dark-fans-loud'];
const partsBeeps: readonly SymptomId[] = ['beeps-3', 'beeps-4', 'beeps-5', 'beeps-6'];

export const zx20WaysOut: readonly WayOutData[] = [
  {
    id: 'hardware-first',
    title: 'Check the parts first',
    certainty: 'inferred',
    source: BEEPS,
    needs: [],
    timeMinutes: [10, 60],
    runsHere: false,
    forAnyMachine: true,
    evidence: [
      evidence(90, { symptoms: ['beeps-3'] }, says('beeps-3', 'Three beeps: the processor is missing or not seen.', 'inferred', BEEPS)),
      evidence(90, { symptoms: ['beeps-4'] }, says('beeps-4', 'Four beeps: the power supply.', 'inferred', BEEPS)),
      evidence(90, { symptoms: ['beeps-5'] }, says('beeps-5', 'Five beeps: the memory.', 'inferred', BEEPS)),
      evidence(90, { symptoms: ['beeps-6'] }, says('beeps-6', 'Six beeps: the graphics card.', 'inferred', BEEPS)),
      evidence(60, { symptoms: ['beeps-7'] }, says('beeps-7', 'Seven beeps: the BIOS found a failure of the board.', 'inferred', BEEPS)),
      evidence(
        70,
        { symptoms: ['nothing-at-all'] },
        says('no-sign', 'No fan and no light: firmware is seldom the cause, power often.', 'inferred', LOGIC),
      ),
      evidence(
        40,
        { changes: ['memory-or-card'] },
        says('parts-changed', 'Parts were changed last; put them back first.', 'inferred', LOGIC),
      ),
      evidence(
        25,
        { changes: ['nothing'], symptoms: ['dark-fans-loud', 'boot-loop'] },
        says('nothing-written', 'Nothing was written to the flash: a part may have failed.', 'inferred', LOGIC),
      ),
    ],
    risks: [],
    guide: guide('hardware-first'),
  },
  {
    id: 'cmos-minimal',
    title: 'CMOS reset with the fewest parts',
    certainty: 'stated',
    source: HP_THREAD,
    needs: [],
    timeMinutes: [10, 30],
    runsHere: false,
    forAnyMachine: false,
    evidence: [
      evidence(
        60,
        { symptoms: dark },
        says(
          'cmos-cheap',
          'A dark screen is sometimes a setting or a part: this costs ten minutes and destroys nothing.',
          'stated',
          HP_THREAD,
        ),
      ),
      evidence(35, { symptoms: ['boot-loop'] }, says('loop-settings', 'Endless restarts can come from settings.', 'inferred', LOGIC)),
      evidence(25, { symptoms: ['nothing-at-all'] }, says('drain', 'Draining the board brings some back.', 'inferred', LOGIC)),
      evidence(
        20,
        { changes: ['memory-or-card', 'cpu-swap'] },
        says('memory-speed', 'DIMMs of 1866 speed failed with a v1 processor.', 'stated', 'report of a v1 to v2 upgrade on a Z420'),
      ),
      evidence(-60, { symptoms: booting }, says('starts-anyway', 'The machine starts: nothing to reset.', 'inferred', LOGIC)),
    ],
    risks: [risk('settings', 'The settings of Setup are lost.', 'stated', HP_THREAD)],
    guide: guide('cmos-minimal'),
  },
  {
    id: 'cpu-me-jumper',
    title: 'Fit a v1 processor, or switch the ME off with the FDO jumper',
    certainty: 'stated',
    source: "owners' test notes at BIOS 3.85",
    needs: [],
    timeMinutes: [15, 60],
    runsHere: false,
    forAnyMachine: false,
    evidence: [
      evidence(
        90,
        { symptoms: ['post-944'] },
        says('post-944', 'Message 944 says that ME and processor do not fit each other.', 'measured', 'texts in BIOS 3.96'),
      ),
      evidence(
        90,
        { symptoms: ['boot-loop'], changes: ['cpu-swap'] },
        says(
          'loop-after-cpu',
          'A v2 processor with ME 7 restarts endlessly until AMT is off or FDO is ON.',
          'stated',
          "owners' test notes at BIOS 3.85",
        ),
      ),
      evidence(
        70,
        { symptoms: dark, changes: ['cpu-swap'] },
        says('dark-after-cpu', 'A v2 processor does not start with the boot block of 2011: the old processor tells.', 'stated', HP_THREAD),
      ),
      evidence(
        40,
        { symptoms: dark, changes: ['bios-update'] },
        says('jump-to-396', 'BIOS 3.96 with ME 7 has left a Z420 dark.', 'stated', 'report of a v1 to v2 upgrade on a Z420'),
      ),
      evidence(
        25,
        { symptoms: ['boot-loop'] },
        says('loop-me', 'Endless restarts can come from the ME.', 'stated', "owners' test notes at BIOS 3.85"),
      ),
    ],
    risks: [risk('me-off', 'The ME stays off while the jumper is ON.', 'stated', 'HP ME update paper, 2012')],
    guide: guide('cpu-me-jumper'),
  },
  {
    id: 'boot-internally-backup',
    title: 'Start the machine and back up from inside',
    certainty: 'stated',
    source: HP_THREAD,
    needs: ['usb-stick'],
    timeMinutes: [30, 90],
    runsHere: false,
    forAnyMachine: false,
    evidence: [
      evidence(
        90,
        { symptoms: booting },
        says('it-starts', 'The machine starts: save everything now, while it does.', 'stated', HP_THREAD),
      ),
      evidence(-100, { without: starts }, says('does-not-start', 'The machine must start for this.', 'inferred', LOGIC)),
    ],
    risks: [
      risk(
        'half-write',
        'A full-file write from inside can stop half way with error 7 and leave the chip mixed: only read here, or write single regions.',
        'stated',
        'boot-block guide of the owners, issue 25',
      ),
      risk('no-e14', 'Z820 boards of revision 1.00 have no E14: their boot block cannot be written from inside.', 'stated', OWNERS),
    ],
    guide: guide('boot-internally-backup'),
  },
  {
    id: 'me-restore-internal',
    title: 'Restore the ME from inside',
    certainty: 'stated',
    source: OWNERS,
    needs: ['usb-stick', 'own-backup'],
    timeMinutes: [30, 120],
    runsHere: false,
    forAnyMachine: false,
    evidence: [
      evidence(
        85,
        { symptoms: ['me-manufacturing-message'] },
        says('manufacturing', 'In manufacturing mode the tool of the owners can often write every region.', 'stated', OWNERS),
      ),
      evidence(
        10,
        { symptoms: ['me-manufacturing-message'], has: ['own-backup'] },
        says('own-me', 'Your own ME and network regions from before end this mode.', 'stated', OWNERS),
      ),
      evidence(-100, { without: starts }, says('does-not-start', 'The machine must start for this.', 'inferred', LOGIC)),
    ],
    risks: [
      risk(
        'false-green',
        'Writing equal data “passes” even when everything is locked: it proves nothing.',
        'stated',
        'boot-block upgrade repository, issue 3',
      ),
      risk(
        'half-write',
        'A full-file write from inside can stop half way with error 7 and leave the chip mixed: write single regions.',
        'stated',
        'boot-block guide of the owners, issue 25',
      ),
    ],
    guide: guide('me-restore-internal'),
  },
  {
    id: 'crisis-recovery',
    title: 'Crisis recovery with a USB key',
    certainty: 'stated',
    source: CRISIS_THREADS,
    needs: ['usb-stick', 'second-pc', 'stock-bios-file'],
    timeMinutes: [20, 60],
    runsHere: false,
    forAnyMachine: false,
    evidence: [
      evidence(85, { symptoms: ['beeps-8'] }, says('beeps-8', 'Eight beeps: the BIOS checksum is wrong.', 'inferred', BEEPS)),
      evidence(
        55,
        { symptoms: dark, changes: ['bios-update'] },
        says('stock-update-failed', 'After a stock update the boot block and the recovery volume are likely whole.', 'inferred', BOOT_CODE),
      ),
      evidence(
        30,
        { symptoms: dark, changes: ['unknown', 'nothing'] },
        says('crisis-try', 'Success is reported about as often as failure.', 'stated', CRISIS_THREADS),
      ),
      evidence(
        -100,
        { changes: ['modded-bios'] },
        says('mod-took-recovery', 'The last write of BIOS code replaced the recovery volume too: the odds are low.', 'inferred', BOOT_CODE),
      ),
      evidence(
        -100,
        { symptoms: ['me-manufacturing-message'] },
        says('crisis-manufacturing', 'It did not work while the ME was in manufacturing mode.', 'stated', OWNERS),
      ),
      evidence(-60, { changes: ['me-change'] }, says('crisis-me', 'It needs an ME that works.', 'inferred', BOOT_CODE)),
      evidence(
        -60,
        { changes: ['boot-block-change'] },
        says('crisis-boot-block', 'It is started by the boot block, and that is what was changed.', 'inferred', BOOT_CODE),
      ),
      evidence(
        -40,
        { changes: ['crisis-attempt'] },
        says('crisis-tried', 'It was tried already; three sticks are enough.', 'inferred', 'a limit this program proposes'),
      ),
      evidence(-60, { symptoms: [...starts, ...partsBeeps] }, says('crisis-other-cause', 'The signs point elsewhere.', 'inferred', LOGIC)),
    ],
    risks: [
      risk('unsigned', 'Only stock signed files are taken; a modified image is refused.', 'measured', BOOT_CODE),
      risk('power-cut', 'Cutting the power while it writes leaves the BIOS half written.', 'inferred', LOGIC),
    ],
    guide: guide('crisis-recovery'),
  },
  {
    id: 'external-flash',
    title: 'Flash the chip from outside with a clip',
    certainty: 'stated',
    source: HP_THREAD,
    needs: ['programmer', 'clip'],
    timeMinutes: [30, 120],
    runsHere: true,
    forAnyMachine: true,
    evidence: [
      evidence(
        40,
        { symptoms: dark },
        says('clip-independent', 'The chip can be read and written without the machine starting.', 'stated', HP_THREAD),
      ),
      evidence(
        45,
        { changes: ['modded-bios'] },
        says(
          'mod-broke-code',
          'A modified BIOS that keeps its tag is started and fails: the code must be replaced from outside.',
          'inferred',
          BOOT_CODE,
        ),
      ),
      evidence(
        45,
        { changes: ['boot-block-change'] },
        says('boot-block-outside', 'A broken boot block can only be replaced from outside.', 'inferred', LOGIC),
      ),
      evidence(35, { changes: ['me-change'] }, says('me-outside', 'The ME can be put back from outside.', 'stated', OWNERS)),
      evidence(
        20,
        { changes: ['bios-update'] },
        says('update-outside', 'A failed update can be written again from outside.', 'stated', HP_THREAD),
      ),
      evidence(
        30,
        { changes: ['crisis-attempt'] },
        says('after-crisis', 'What recovery by jumper did not mend, the clip can.', 'stated', HP_THREAD),
      ),
      evidence(
        35,
        { symptoms: ['beeps-8'] },
        says('checksum-outside', 'A wrong checksum is mended by writing the region again.', 'inferred', LOGIC),
      ),
      evidence(
        35,
        { symptoms: ['me-manufacturing-message'] },
        says('me-mode-outside', 'The ME and network regions can be restored from outside too.', 'stated', OWNERS),
      ),
      evidence(15, { symptoms: ['boot-loop'] }, says('loop-outside', 'The clip shows what the chip really holds.', 'inferred', LOGIC)),
      evidence(10, { has: ['own-backup'] }, says('own-backup', 'Your own backup keeps the identity of the board.', 'stated', HP_THREAD)),
      evidence(-40, { symptoms: booting }, says('inside-is-easier', 'The machine starts: from inside it is easier.', 'stated', OWNERS)),
      evidence(-50, { symptoms: partsBeeps }, says('parts-first', 'The beeps name a part, not the flash.', 'inferred', BEEPS)),
      evidence(
        -30,
        { symptoms: ['nothing-at-all'] },
        says('power-first', 'Without any sign of life look at the power first.', 'inferred', LOGIC),
      ),
    ],
    risks: [
      risk(
        'two-supplies',
        'Mains or standby power together with the programmer’s can destroy chip and board.',
        'inferred',
        'two supplies on one rail',
      ),
      risk('black-board', 'Black CH341A boards drive the data lines at 5 V unless they were changed.', 'stated', HP_THREAD),
      risk('worn-clip', 'A worn clip reads wrong: every read is compared with a second one here.', 'stated', HP_THREAD),
    ],
    guide: guide('external-flash'),
  },
  {
    id: 'board-swap',
    title: 'Change the board',
    certainty: 'stated',
    source: HP_THREAD,
    needs: ['spare-board'],
    timeMinutes: [60, 120],
    runsHere: false,
    forAnyMachine: true,
    evidence: [
      evidence(10, {}, says('last-resort', 'What is left when a verified image still does not start.', 'stated', HP_THREAD)),
      evidence(
        15,
        { symptoms: ['beeps-7', 'nothing-at-all'] },
        says('board-failure', 'The signs may mean the board itself.', 'inferred', BEEPS),
      ),
    ],
    risks: [risk('licence', 'Whether a used board starts your Windows licence is luck.', 'stated', HP_THREAD)],
    guide: guide('board-swap'),
  },
];
