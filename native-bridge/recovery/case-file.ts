// case.json: what a case is, apart from what stands in its own files (backups, sources, journal, log). Versioned.
import { z } from 'zod';
import { changeIds, itemIds, machineIds, symptomIds, wayOutIds } from '../../shared/model/diagnosis';
import { checklistIds, recipeIds, recoveryStates, steps } from '../../shared/model/recovery';
import { chipStates } from '../../shared/model/chip-state';
import { chipSchema, errorSchema, regionChoiceSchema, targetEditsSchema, verificationViewSchema } from '../../shared/ipc/views';
import { practiceScenarios } from '../../shared/model/practice';

export const CASE_VERSION = 1;

export const caseFileSchema = z.object({
  version: z.literal(CASE_VERSION),
  caseId: z.string(),
  title: z.string(),
  machineId: z.enum([...machineIds, 'other']).optional(),
  practice: z.enum(practiceScenarios).optional(),
  createdAt: z.string(),
  changedAt: z.string(),
  state: z.enum(recoveryStates),
  step: z.enum(steps),
  chipState: z.enum(chipStates),
  checklist: z.array(z.enum(checklistIds)),
  answers: z
    .object({
      machineId: z.enum([...machineIds, 'other']),
      symptoms: z.array(z.enum(symptomIds)),
      lastChange: z.enum(changeIds),
      atHand: z.array(z.enum(itemIds)),
    })
    .optional(),
  chosenWayOut: z.enum(wayOutIds).optional(),
  /** The chip of the last backup and the link it was read over: what a plan is made with while no adapter is there. */
  chip: chipSchema.optional(),
  link: z.object({ byteUs: z.number(), roundTripUs: z.number(), unitBytes: z.number() }).optional(),
  /** The last backup ended with a chip that cannot be read: only then may the override be typed. */
  unreadable: z.boolean(),
  backupOverride: z.boolean(),
  sources: z.array(z.object({ sourceId: z.string(), name: z.string(), sizeBytes: z.number(), sha256: z.string() })),
  recipe: z.enum(recipeIds).optional(),
  choices: z.record(z.string(), regionChoiceSchema),
  edits: targetEditsSchema.optional(),
  /** SHA-256 of the target whose warnings a person has read. */
  warningsRead: z.string().optional(),
  /**
   * The last write that was begun: SHA-256 of its target.bin, and the backup it started from (none with the override).
   * `baseSha256` is that of base.bin, where the chip had been written since that backup.
   */
  write: z
    .object({
      targetSha256: z.string(),
      baseBackupId: z.string().optional(),
      baseSha256: z.string().optional(),
      regions: z.array(z.string()),
    })
    .optional(),
  /** That write ran to its end, every unit proven. */
  written: z.boolean(),
  verification: verificationViewSchema.optional(),
  lastError: errorSchema.optional(),
});
export type CaseFile = z.infer<typeof caseFileSchema>;

export const newCase = (fields: Pick<CaseFile, 'caseId' | 'title' | 'createdAt' | 'machineId' | 'practice'>): CaseFile => ({
  version: CASE_VERSION,
  ...fields,
  changedAt: fields.createdAt,
  state: 'idle',
  step: 'diagnose',
  chipState: 'untouched',
  checklist: [],
  unreadable: false,
  backupOverride: false,
  sources: [],
  choices: {},
  written: false,
});
