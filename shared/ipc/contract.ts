// The list of commands and events between a face and main; those of the check screen stand in check-contract.ts, those
// of the key screens in key-contract.ts. Main parses every payload here.
import { z } from 'zod';
import { BLOCK_BYTES, type BlockRun } from '../model/blocks';
import { boardAnswers } from '../model/programmer';
import { changeIds, itemIds, machineIds, symptomIds, wayOutIds } from '../model/diagnosis';
import { checklistIds, recipeIds } from '../model/recovery';
import { practiceScenarios } from '../model/practice';
import type { Contract } from './contract-kit';
import { errorSchema, logLineSchema, progressSchema, regionChoiceSchema, snapshotSchema, targetEditsSchema } from './views';

const nothing = z.object({});
const none = z.null();
const started = z.object({ operationId: z.string() });
const text = z.string().max(200);
const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;
const blockRun = z.tuple([z.number().int(), z.number().int(), z.number().int()]) as unknown as z.ZodType<BlockRun>;
/** 64 MiB: four times the largest chip of the machines that we know. */
const MAX_FILE_BYTES = 16 * 1024 * BLOCK_BYTES;

export const appContract = {
  name: 'app',
  commands: {
    /** Everything, for a face that (re)starts. `blocks` is the block map of the open case, one state a byte. */
    'app/snapshot': { payload: nothing, value: z.object({ snapshot: snapshotSchema, blocks: bytes }) },
    'app/log': { payload: z.object({ afterSeq: z.number().int() }), value: z.array(logLineSchema) },
    'programmer/refresh': { payload: nothing, value: none },
    'programmer/open': { payload: z.object({ id: text }), value: none },
    'programmer/close': { payload: nothing, value: none },
    'programmer/board': { payload: z.object({ answer: z.enum(boardAnswers) }), value: none },
    'practice/start': { payload: z.object({ scenario: z.enum(practiceScenarios) }), value: z.object({ caseId: z.string() }) },
    /** Puts back what the practice scenario broke: plugs in again, reseats the clip. */
    'practice/mend': { payload: nothing, value: none },
    'case/create': {
      payload: z.object({ title: text.optional(), machineId: z.enum([...machineIds, 'other']).optional() }),
      value: z.object({ caseId: z.string() }),
    },
    'case/open': { payload: z.object({ caseId: text }), value: none },
    'case/close': { payload: nothing, value: none },
    'case/checklist': { payload: z.object({ id: z.enum(checklistIds), done: z.boolean() }), value: none },
    'diagnose/answer': {
      payload: z.object({
        answers: z.object({
          machineId: z.enum([...machineIds, 'other']),
          symptoms: z.array(z.enum(symptomIds)),
          lastChange: z.enum(changeIds),
          atHand: z.array(z.enum(itemIds)),
        }),
      }),
      value: none,
    },
    'diagnose/choose': { payload: z.object({ wayOut: z.enum(wayOutIds) }), value: none },
    /** Contact test, then identification. */
    'contact/start': { payload: nothing, value: started },
    'backup/start': { payload: z.object({ reads: z.number().int().min(2).max(5) }), value: started },
    /** For an unreadable chip only: the exact sentence of the override, typed. Logged in the case. */
    'backup/override': { payload: z.object({ typed: text }), value: none },
    'backup/bytes': { payload: z.object({ backupId: text }), value: z.object({ name: z.string(), bytes }) },
    'source/add': {
      payload: z.object({ name: text, bytes: bytes.refine((value) => value.length <= MAX_FILE_BYTES) }),
      value: z.object({ sourceId: z.string() }),
    },
    'source/remove': { payload: z.object({ sourceId: text }), value: none },
    'regions/recipe': { payload: z.object({ recipe: z.enum(recipeIds) }), value: none },
    'regions/choose': { payload: z.object({ region: text, choice: regionChoiceSchema }), value: none },
    /** All edits at once: what is not in it is as by default. */
    'regions/edit': { payload: z.object({ edits: targetEditsSchema }), value: none },
    /** The warnings on the image with this hash were read. */
    'regions/warnings-read': { payload: z.object({ sha256: text }), value: none },
    /** What the image is made of, by which rules: without identity. */
    'regions/manifest': { payload: nothing, value: z.object({ name: z.string(), mime: z.string(), text: z.string() }) },
    'flash/start': { payload: z.object({ typed: text, verify: z.enum(['full', 'quick']) }), value: started },
    'verify/start': { payload: z.object({ mode: z.enum(['full', 'quick']) }), value: started },
    /** Answers when the device has really stopped. */
    'operation/cancel': { payload: z.object({ operationId: text }), value: none },
    'report/export': {
      payload: z.object({ format: z.enum(['html', 'json']), identity: z.boolean() }),
      value: z.object({ name: z.string(), mime: z.string(), text: z.string() }),
    },
  },
  events: {
    'snapshot/changed': snapshotSchema,
    /** `reset`: the map starts anew with `total` blocks before the runs are laid on it. */
    'blocks/changed': z.object({ seq: z.number(), total: z.number(), reset: z.boolean(), runs: z.array(blockRun) }),
    'operation/progress': z.object({ seq: z.number(), operationId: z.string(), progress: progressSchema }),
    'operation/ended': z.object({ seq: z.number(), operationId: z.string(), error: errorSchema.optional() }),
    'log/line': logLineSchema,
  },
} as const satisfies Contract;

export type AppContract = typeof appContract;
