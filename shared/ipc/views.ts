// What main shows of itself: schemas of the snapshot and its parts. The renderer mirrors it and infers nothing.
import { z } from 'zod';
import { boardAnswers } from '../model/programmer';
import { certainties } from '../model/knowledge';
import { checklistIds, problemCodes, recipeIds, recoveryStates, steps } from '../model/recovery';
import { chipStates } from '../model/chip-state';
import { contactChecks, contactDiagnoses } from '../model/contact';
import { errorCodes, type AppError, type ErrorCode } from '../model/errors';
import { operationKinds, phases } from '../model/progress';
import { practiceScenarios } from '../model/practice';
import type { ContactReport } from '../model/contact';
import type { ChipInfo } from '../model/chip';
import type { DiagnosisAnswers, RankedWayOut } from '../model/diagnosis';
import type { ExplainedRange } from '../firmware/compose';
import type { ImageReport } from '../firmware/report';
import type { Progress } from '../model/progress';
import type { WritePlan } from '../model/plan';

export const errorSchema = z.object({
  code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
  category: z.string(),
  next: z.enum(['retry', 'userAction', 'stop']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  chipState: z.enum(chipStates),
  cause: z.string().optional(),
}) as unknown as z.ZodType<AppError>;

const offset = z.number().int().nonnegative();
export const rangeSchema = z.object({ offset, length: offset });

export const progressSchema = z.object({
  phase: z.enum(phases),
  done: z.number(),
  total: z.number().optional(),
  fraction: z.number().min(0).max(1),
  rateBytesPerSec: z.number().optional(),
  etaMs: z.number().optional(),
  cancellable: z.enum(['now', 'afterBlock', 'no']),
  chipState: z.enum(chipStates),
  stalled: z.boolean().optional(),
}) as unknown as z.ZodType<Progress>;

export const programmerSchema = z.object({
  id: z.string(),
  kind: z.enum(['ch341a', 'simulated']),
  name: z.string(),
  where: z.string().optional(),
  problem: errorSchema.optional(),
});

export const contactSchema = z.object({
  diagnosis: z.enum(contactDiagnoses),
  checks: z.array(
    z.object({ name: z.enum(contactChecks), outcome: z.enum(['pass', 'fail', 'not-applicable', 'not-run']), evidence: z.string() }),
  ),
  jedec: z.string().optional(),
}) as unknown as z.ZodType<ContactReport>;

const eraseTypeSchema = z.object({ sizeBytes: z.number(), opcode: z.number(), typicalMs: z.number(), maxMs: z.number() });
export const chipSchema = z.object({
  jedec: z.string(),
  name: z.string(),
  manufacturer: z.string(),
  candidates: z.array(z.string()),
  sizeBytes: z.number(),
  pageBytes: z.number(),
  pageTypicalMs: z.number(),
  pageMaxMs: z.number(),
  eraseTypes: z.array(eraseTypeSchema),
  voltage: z.enum(['3.3V', '1.8V', 'unknown']),
  addressBytes: z.union([z.literal(3), z.literal(4)]),
  fourByte: z.enum(['opcodes', 'enter', 'enter-with-write-enable']).optional(),
  statusStyle: z.enum(['winbond', 'macronix', 'micron', 'spansion', 'generic']),
  volatileStatus: z.boolean(),
  hasSfdp: z.boolean(),
  uniqueIdOpcode: z.number().optional(),
  sources: z.record(z.string(), z.string()),
  uniqueId: z.string().optional(),
  protection: z.object({
    registers: z.object({ sr1: z.number(), sr2: z.number().optional(), sr3: z.number().optional() }),
    ranges: z.array(rangeSchema),
    undetermined: z.boolean(),
    lock: z.enum(['none', 'pin', 'power', 'forever']),
  }),
}) as unknown as z.ZodType<ChipInfo>;

const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['fail', 'warn', 'note']),
  offset: offset.optional(),
  length: offset.optional(),
  message: z.string(),
  next: z.string().optional(),
  evidence: z.string().optional(),
});
export const imageReportSchema = z
  .object({ size: z.number(), verdict: z.enum(['good', 'usable', 'damaged', 'not-an-image']), findings: z.array(findingSchema) })
  .loose() as unknown as z.ZodType<ImageReport>;

const unitSchema = z.object({
  range: rangeSchema,
  erase: rangeSchema.optional(),
  program: z.array(rangeSchema),
  preserve: z.array(rangeSchema),
});
export const planSchema = z.object({
  units: z.array(unitSchema),
  regions: z.array(z.string()),
  bytesErased: z.number(),
  bytesProgrammed: z.number(),
  bytesChanged: z.number(),
  predicted: z.object({ eraseMs: z.number(), programMs: z.number(), proofMs: z.number(), checkMs: z.number(), fullVerifyMs: z.number() }),
}) as unknown as z.ZodType<WritePlan>;

/** Only for the management engine of a file: its settings are marked as valid. Absent: as they are there. */
const meDataSchema = z.literal('declare-valid').optional();
/** Where a region of the new image comes from. */
export const regionChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('backup'), backupId: z.string(), meData: meDataSchema }),
  z.object({ kind: z.literal('source'), sourceId: z.string(), meData: meDataSchema }),
  /** Only for the management engine: its settings are marked as valid, all else of it stays. */
  z.object({ kind: z.literal('declare-valid') }),
]);
export type RegionChoice = z.infer<typeof regionChoiceSchema>;

/** What is changed beyond the sources of the regions. Nothing in it: identity stays. */
export const targetEditsSchema = z.object({
  /** Six hex pairs. Written to both copies of the network settings, each with its checksum. */
  mac: z.string().max(40).optional(),
  /** The crisis-recovery volume: the chip's is kept, or one is taken from a file. Absent: it goes with the BIOS code. */
  recovery: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('keep') }),
      z.object({ kind: z.literal('backup'), backupId: z.string() }),
      z.object({ kind: z.literal('source'), sourceId: z.string() }),
    ])
    .optional(),
});
export type TargetEdits = z.infer<typeof targetEditsSchema>;

export const sessionViewSchema = z.object({
  programmer: programmerSchema,
  connection: z.enum(['open', 'lost']),
  /** The 3.3 V question is asked once per adapter; simulated ones need no answer. */
  boardQuestion: z.boolean(),
  board: z.enum(boardAnswers).optional(),
  contact: contactSchema.optional(),
  chip: chipSchema.optional(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const caseSummarySchema = z.object({
  caseId: z.string(),
  title: z.string(),
  machineId: z.string().optional(),
  practice: z.enum(practiceScenarios).optional(),
  state: z.enum(recoveryStates),
  step: z.enum(steps),
  chipState: z.enum(chipStates),
  /** A write began and was not proven to its end. Shown first and loud. */
  halfWritten: z.boolean(),
  createdAt: z.string(),
  changedAt: z.string(),
  folder: z.string(),
  /** The folder cannot be read; the case cannot be opened. */
  problem: errorSchema.optional(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;

export const backupViewSchema = z.object({
  backupId: z.string(),
  fileName: z.string(),
  path: z.string(),
  takenAt: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  reads: z.number(),
  /** Read again from disk after saving, and equal. */
  readBack: z.boolean(),
  settled: z.array(rangeSchema),
  unstable: z.array(rangeSchema),
  chip: z.object({ jedec: z.string(), name: z.string(), uniqueId: z.string().optional() }),
  report: imageReportSchema,
});
export type BackupView = z.infer<typeof backupViewSchema>;

export const sourceViewSchema = z.object({
  sourceId: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  /** Region names this file can fill; a full image fills all. Empty: see `problem`. */
  regions: z.array(z.string()),
  kind: z.enum(['full-image', 'region', 'unusable']),
  report: imageReportSchema.optional(),
  problem: errorSchema.optional(),
});
export type SourceView = z.infer<typeof sourceViewSchema>;

export const recipeViewSchema = z.object({
  recipe: z.enum(recipeIds),
  /** First is the one that the evidence speaks for; never chosen for the user. */
  rank: z.number(),
  fits: z.boolean(),
  title: z.string(),
  why: z.string(),
  keeps: z.array(z.string()),
  destroys: z.array(z.string()),
  /** What is missing to use it, as one sentence; absent when it can be used now. */
  missing: z.string().optional(),
  certainty: z.enum(certainties),
  source: z.string(),
});
export type RecipeView = z.infer<typeof recipeViewSchema>;

export const targetViewSchema = z.object({
  sha256: z.string(),
  report: imageReportSchema,
  changedRegions: z.array(z.string()),
  /** The whole image, ascending, without gap: where each part is from and by which rule. */
  explained: z.custom<readonly ExplainedRange[]>((value) => Array.isArray(value)),
  /** Both addresses where they differ; one is absent where there is none. */
  macChange: z.object({ from: z.string().optional(), to: z.string().optional() }).optional(),
  /** What of this board's identity the image no longer carries; for people. */
  identityLost: z.array(z.string()),
  /** Nothing is warned of, or a person said that they have read it. */
  warningsRead: z.boolean(),
});
export type TargetView = z.infer<typeof targetViewSchema>;

export const checkViewSchema = z.object({
  code: z.enum(problemCodes),
  ok: z.boolean(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const verificationViewSchema = z.object({
  mode: z.enum(['full', 'quick']),
  equal: z.boolean(),
  comparedBytes: z.number(),
  expectedSha256: z.string(),
  /** Of the whole chip as read; full verify only. */
  chipSha256: z.string().optional(),
  differences: z.array(z.object({ offset, length: offset, region: z.string() })),
  at: z.string(),
  /** The adapter left after the proof: still a success. */
  lateUnplug: z.boolean(),
});
export type VerificationView = z.infer<typeof verificationViewSchema>;

export const caseViewSchema = caseSummarySchema.extend({
  stepsDone: z.array(z.enum(steps)),
  checklist: z.array(z.enum(checklistIds)),
  answers: z.custom<DiagnosisAnswers>((value) => typeof value === 'object' && value !== null).optional(),
  waysOut: z.array(z.custom<RankedWayOut>((value) => typeof value === 'object' && value !== null)),
  chosenWayOut: z.string().optional(),
  backups: z.array(backupViewSchema),
  /** The backup that base and plan are made from: the newest good one. */
  baseBackupId: z.string().optional(),
  /** The typed override for an unreadable chip was given. */
  backupOverride: z.boolean(),
  /** What must be typed to go on without a backup; only while that may be chosen. */
  overrideSentence: z.string().optional(),
  sources: z.array(sourceViewSchema),
  recipes: z.array(recipeViewSchema),
  recipe: z.enum(recipeIds).optional(),
  choices: z.record(z.string(), regionChoiceSchema),
  edits: targetEditsSchema,
  target: targetViewSchema.optional(),
  plan: planSchema.optional(),
  /** Preconditions of a flash, all of them, in order. */
  checks: z.array(checkViewSchema),
  /** What the user must type to start the flash. */
  sentence: z.string().optional(),
  journal: z
    .object({ open: z.boolean(), oldUnits: z.array(rangeSchema), newUnits: z.array(rangeSchema), unknownUnits: z.array(rangeSchema) })
    .optional(),
  verification: verificationViewSchema.optional(),
  lastError: errorSchema.optional(),
});
export type CaseView = z.infer<typeof caseViewSchema>;

export const snapshotSchema = z.object({
  seq: z.number(),
  version: z.string(),
  face: z.enum(['electron', 'browser']),
  platform: z.string(),
  casesFolder: z.string(),
  programmers: z.array(programmerSchema),
  session: sessionViewSchema.optional(),
  cases: z.array(caseSummarySchema),
  openCase: caseViewSchema.optional(),
  operation: z.object({ operationId: z.string(), kind: z.enum(operationKinds), progress: progressSchema.optional() }).optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const logLineSchema = z.object({ seq: z.number(), at: z.string(), code: z.string(), params: z.record(z.string(), z.unknown()) });
export type LogLine = z.infer<typeof logLineSchema>;
