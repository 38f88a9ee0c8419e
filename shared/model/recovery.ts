// The recovery: its steps, its one state, and the problems that stop a start before it.

export const steps = ['diagnose', 'backup', 'region-select', 'flash', 'verify'] as const;
export type Step = (typeof steps)[number];

/** Main owns this; no face infers it. */
export const recoveryStates = [
  'idle',
  'identifying',
  'reading',
  'comparing',
  'backedUp',
  'planned',
  'erasing',
  'programming',
  'verifying',
  'succeeded',
  'failed',
  'interrupted',
  'cancelling',
  'cancelled',
] as const;
export type RecoveryState = (typeof recoveryStates)[number];

/** Preconditions of a flash, each shown green or red before it may start. */
export const problemCodes = [
  'ADAPTER_MISSING',
  'BOARD_NOT_ANSWERED',
  'CONTACT_NOT_PROVEN',
  'CHIP_NOT_IDENTIFIED',
  'CHIP_NOT_THE_ONE_BACKED_UP',
  'CHIP_LOW_VOLTAGE',
  'POWER_CHECKLIST_OPEN',
  'BACKUP_MISSING',
  'BACKUP_NOT_READ_BACK',
  'TARGET_MISSING',
  'TARGET_UNSOUND',
  'WARNINGS_UNREAD',
  'PLAN_MISSING',
  'CASE_NOT_WRITABLE',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Power rules to tick off before a clip is powered. */
export const checklistIds = ['ac-unplugged', 'leds-dark', 'clip-first-usb-second', 'single-supply'] as const;
export type ChecklistId = (typeof checklistIds)[number];

export const recipeIds = ['own-backup-boot-block-2013', 'own-backup-whole', 'bios-from-full-image', 'me-declared-valid', 'custom'] as const;
export type RecipeId = (typeof recipeIds)[number];
