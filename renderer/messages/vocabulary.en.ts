// One plain name or sentence for every id of the shared vocabularies. A test walks them all.
import type { BlockState } from '../../shared/model/blocks';
import type { Certainty } from '../../shared/model/knowledge';
import type { ChangeId, ItemId, MachineId, SymptomId } from '../../shared/model/diagnosis';
import type { ChecklistId, ProblemCode, RecipeId, RecoveryState, Step } from '../../shared/model/recovery';
import type { ContactCheckName, ContactDiagnosis } from '../../shared/model/contact';
import type { ChipState } from '../../shared/model/chip-state';
import type { OperationKind, Phase } from '../../shared/model/progress';
import type { BoardAnswer } from '../../shared/model/programmer';
import type { ImageReport, Verdict } from '../../shared/firmware/report';

export const machineNames: Record<MachineId | 'other', string> = {
  z420: 'HP Z420',
  z620: 'HP Z620',
  z820: 'HP Z820',
  other: 'Another machine',
};
export const machineHints: Record<MachineId | 'other', string> = {
  z420: 'Family J61, one SOIC-16 flash chip',
  z620: 'Family J61, one SOIC-16 flash chip',
  z820: 'Family J63, one SOIC-16 flash chip',
  other: 'Reading, backup and full images only; no advice on jumpers or regions',
};
export const symptoms: Record<SymptomId, string> = {
  'dark-fans-loud': 'Black screen; the fans go loud after a minute',
  'nothing-at-all': 'Nothing at all: no fans, no lights',
  'boots-to-setup': 'It still reaches Setup (F10)',
  'boots-to-system': 'It still starts an operating system or DOS',
  'boot-loop': 'It starts again and again',
  'post-944': 'The message “944 – Management Engine firmware is incompatible”',
  'me-manufacturing-message': 'The message “Management platform in manufacturing mode”',
  'beeps-3': 'Three beeps with red blinks',
  'beeps-4': 'Four beeps with red blinks',
  'beeps-5': 'Five beeps with red blinks',
  'beeps-6': 'Six beeps with red blinks',
  'beeps-7': 'Seven beeps with red blinks',
  'beeps-8': 'Eight beeps with red blinks',
};
export const changes: Record<ChangeId, string> = {
  'modded-bios': 'A modified BIOS was written',
  'bios-update': 'An official BIOS update ran',
  'me-change': 'The Management Engine was changed',
  'boot-block-change': 'The boot block was changed',
  'cpu-swap': 'The processor was swapped',
  'memory-or-card': 'Memory or a card was changed',
  'crisis-attempt': 'A crisis recovery was tried',
  nothing: 'Nothing was changed',
  unknown: 'I do not know',
};
export const items: Record<ItemId, string> = {
  programmer: 'A CH341A programmer',
  clip: 'A SOIC-16 clip',
  'usb-stick': 'A small USB stick',
  'second-pc': 'A second computer',
  'own-backup': 'A backup of this very machine',
  'stock-bios-file': 'The official BIOS file',
  'boot-block-2013-file': 'The boot block of 2013 as a file',
  'v1-cpu': 'A v1 processor (E5-26xx or E5-16xx, first generation)',
  'spare-parts': 'Other memory, another graphics card',
  'spare-board': 'A spare mainboard',
};
export const stepNames: Record<Step, string> = {
  diagnose: 'Diagnose',
  backup: 'Backup',
  'region-select': 'Regions',
  flash: 'Flash',
  verify: 'Verify',
};
export const recoveryStates: Record<RecoveryState, string> = {
  idle: 'Not begun',
  identifying: 'Asking the chip who it is',
  reading: 'Reading the chip',
  comparing: 'Comparing the reads',
  backedUp: 'Backed up',
  planned: 'Plan made',
  erasing: 'Erasing',
  programming: 'Writing',
  verifying: 'Verifying',
  succeeded: 'Written and verified',
  failed: 'Stopped by a fault',
  interrupted: 'Interrupted in the middle',
  cancelling: 'Stopping',
  cancelled: 'Stopped by you',
};
export const phases: Record<Phase, string> = {
  waking: 'Waking the chip',
  identifying: 'Asking the chip who it is',
  'testing-contact': 'Testing contact',
  reading: 'Reading',
  comparing: 'Reading again and comparing',
  settling: 'Reading the blocks that differ until they settle',
  saving: 'Saving the backup and reading it back from disk',
  'checking-known-contents': 'Checking that the chip still holds what was backed up',
  unprotecting: 'Lifting the write protection',
  erasing: 'Erasing',
  programming: 'Writing',
  proving: 'Reading back what was written',
  verifying: 'Verifying',
  finishing: 'Finishing: restoring protection, letting go of the pins',
};
export const operationNames: Record<OperationKind, string> = {
  'contact-test': 'Contact test',
  identify: 'Identification',
  read: 'Read',
  backup: 'Backup',
  write: 'Write',
  verify: 'Verify',
};
export const chipStates: Record<ChipState, string> = {
  untouched: 'Chip untouched',
  modified: 'Chip partly written — do not power the board',
  verified: 'Chip verified',
  unknown: 'Chip state unknown — do not power the board',
};
/** Second line of an error: is the chip safe? */
export const chipSafety: Record<ChipState, string> = {
  untouched: 'The chip is safe: nothing was written.',
  modified: 'The chip is partly written. Do not power the board; the case knows which blocks are old, new and unknown.',
  verified: 'The chip is safe: what was written was read back equal before this happened.',
  unknown: 'It is not known what the chip holds now. Do not power the board until it was read back.',
};
export const contactCheckNames: Record<ContactCheckName, string> = {
  'id-steady': 'The id is the same fifty times',
  'ids-agree': 'Three ways to ask the id agree',
  'write-enable': 'The chip obeys a command',
  sfdp: 'The chip describes itself',
  'data-steady': 'Data reads the same eight times',
  status: 'The status register is sound',
};
export const contactCheckMeaning: Record<ContactCheckName, string> = {
  'id-steady': 'The chip has power and answers on DO.',
  'ids-agree': 'What answers is a flash chip, not noise.',
  'write-enable': 'DI, CLK and /CS reach the chip. Nothing is written for this.',
  sfdp: 'Size and times come from the chip itself.',
  'data-steady': 'Contact and supply hold under load.',
  status: 'The bus is not lost, and the chip is not busy.',
};
export const contactDiagnoses: Record<ContactDiagnosis, string> = {
  good: 'Contact is good. Every wire that matters is proven.',
  'all-ff': 'The chip is silent: all bits read 1. It has no power, or DO or /CS does not reach it.',
  'all-00': 'All bits read 0: the data line is held low, or the chip has no supply.',
  unsteady: 'The id changes from one question to the next: the contact is loose.',
  shifted: 'The id arrives shifted by one bit: the clock edge or the levels are wrong.',
  'commands-lost': 'The chip answers but does not obey: DI, CLK or /CS has weak contact.',
  'ids-disagree': 'The three ways to ask the id give different answers: contact is weak, or two chips share the bus.',
  'data-unsteady': 'The id is steady but data is not: contact or supply is weak.',
  mirrored: 'The second half of the chip reads like the first: the size is wrong, or an address bit is lost.',
  'bus-lost': 'The contact was lost during the test.',
  'unknown-chip': 'Contact is good, but the chip is not known and does not describe itself.',
  'low-voltage-chip': 'This is a 1.8 V chip. The adapter gives 3.3 V: unplug it from USB now.',
  'still-busy': 'The chip says that it is busy with an earlier command and does not end.',
};
export const problems: Record<ProblemCode, { readonly ok: string; readonly open: string }> = {
  ADAPTER_MISSING: { ok: 'The adapter is connected', open: 'The adapter is not connected' },
  BOARD_NOT_ANSWERED: { ok: 'The adapter drives 3.3 V', open: 'The question about the adapter’s 3.3 V is not answered' },
  CONTACT_NOT_PROVEN: { ok: 'Contact is proven', open: 'The contact test has not passed since the adapter was connected' },
  CHIP_NOT_IDENTIFIED: { ok: 'The chip is identified', open: 'The chip is not identified' },
  CHIP_NOT_THE_ONE_BACKED_UP: {
    ok: 'It is the chip that was backed up',
    open: 'It is not shown yet that this is the chip that was backed up',
  },
  CHIP_LOW_VOLTAGE: { ok: 'The chip works at 3.3 V', open: 'It is not shown yet that the chip works at 3.3 V' },
  POWER_CHECKLIST_OPEN: { ok: 'The power rules are ticked off', open: 'The power rules are not all ticked off' },
  BACKUP_MISSING: { ok: 'The chip was read twice, equal', open: 'There is no backup with two equal reads' },
  BACKUP_NOT_READ_BACK: { ok: 'The backup was read back from disk, equal', open: 'The backup was not read back from disk' },
  TARGET_MISSING: { ok: 'The image to write is composed', open: 'There is no image to write yet' },
  TARGET_UNSOUND: { ok: 'The image to write was inspected and is sound', open: 'The image to write was not found sound' },
  WARNINGS_UNREAD: {
    ok: 'What is warned of in the image to write was read',
    open: 'The warnings on the image to write are not ticked as read; they stand on the Regions step',
  },
  PLAN_MISSING: { ok: 'The plan is made', open: 'There is no plan yet' },
  CASE_NOT_WRITABLE: { ok: 'The case folder can be written', open: 'The case folder cannot be written: the journal would be lost' },
};
export const checklist: Record<ChecklistId, { readonly rule: string; readonly why: string }> = {
  'ac-unplugged': {
    rule: 'The mains cable is out of the machine',
    why: 'Standby power and the adapter must never feed the board together.',
  },
  'leds-dark': {
    rule: 'Every light on the board is dark',
    why: 'Wait until the standby lights have died.',
  },
  'clip-first-usb-second': {
    rule: 'Clip on the chip first, USB second',
    why: 'And at the end USB out before the clip comes off: a moving clip under power can short pins.',
  },
  'single-supply': { rule: 'The adapter is the only supply of the chip', why: 'No second programmer, no bench supply beside it.' },
};
export const recipeNames: Record<RecipeId, string> = {
  'own-backup-boot-block-2013': 'Own backup with the 2013 boot block',
  'own-backup-whole': 'Own backup, whole',
  'bios-from-full-image': 'BIOS code from a full image',
  'me-declared-valid': 'Own Management Engine, declared valid',
  custom: 'Choose each region yourself',
};
export const blockStates: Record<keyof typeof BlockState, string> = {
  unread: 'Not read yet',
  readOnce: 'Read once',
  agreed: 'Read twice, equal',
  differing: 'Reads differ',
  settled: 'Differed, then settled',
  unstable: 'Never settled',
  keep: 'Stays as it is',
  old: 'Old content, to be changed',
  erased: 'Erased',
  programmed: 'Written, not yet proven',
  proven: 'Read back, equal to the image',
  unknown: 'Unknown',
  failed: 'Differs from the image',
};
export const certaintyNames: Record<Certainty, string> = {
  measured: 'measured',
  stated: 'stated',
  inferred: 'inferred',
  unknown: 'unknown',
};
export const certaintyMeaning: Record<Certainty, string> = {
  measured: 'Measured or read from the files themselves.',
  stated: 'Stated by a public source.',
  inferred: 'Inferred from other facts; not seen directly.',
  unknown: 'Not known. Treat it as a guess.',
};
export const boardAnswers: Record<BoardAnswer, string> = {
  'green-or-3v3-measured': 'I measured 3.3 V, or the board is a green one with 3.3 V data lines',
  'black-modified': 'A black board, modified to 3.3 V',
  'black-unmodified': 'A black board as it was sold',
  'not-sure': 'I am not sure',
};
export const verdicts: Record<Verdict, string> = {
  good: 'Good',
  usable: 'Usable, with remarks',
  damaged: 'Damaged',
  'not-an-image': 'Not a firmware image',
};
export const meStates: Record<NonNullable<ImageReport['meState']>, string> = {
  empty: 'empty',
  damaged: 'damaged',
  stock: 'as its vendor publishes it (would come up in manufacturing mode)',
  'not-declared-valid': 'not declared valid (would come up in manufacturing mode)',
  configured: 'configured',
  initialised: 'initialised',
  'update-image': 'an update image, not a region',
};
export const macKinds: Record<NonNullable<ImageReport['macKind']>, string> = {
  factory: 'factory address',
  placeholder: 'placeholder, not this board’s own',
  generated: 'generated',
  blank: 'blank',
};
/** Short names of regions, where the machine’s facts give no longer one. */
export const regionNames = {
  fd: 'Descriptor',
  gbe: 'Network (GbE)',
  pdr: 'Platform data (PDR)',
  me: 'Management Engine (ME)',
  nvram: 'Settings and identity (NVRAM)',
  bios: 'BIOS code',
  bb: 'Boot block',
};
export const regionMeaning = {
  fd: 'Says where the other regions are and who may write them. Made for this board.',
  gbe: 'The network address of this very board.',
  pdr: 'Platform data; what it holds is not known. Kept.',
  me: 'The Intel Management Engine with this board’s state.',
  nvram: 'Setup choices, serial number and identity.',
  bios: 'The program that starts the machine, with its recovery volume. The same on every board of the family.',
  bb: 'The first code that runs at power-on. The same on every board of the family.',
};
