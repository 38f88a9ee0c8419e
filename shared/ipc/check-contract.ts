// The commands and events of the check screen: files come in by pieces, are inspected one after another, and are looked at by slice.
// Served beside the app's contract on the same port.
import { z } from 'zod';
import {
  checkRowSchema,
  checkSetSchema,
  comparisonViewSchema,
  inspectionSchema,
  MAX_PIECE_BYTES,
  MAX_SLICE_BYTES,
  MOST_COMPARED,
  refusals,
} from './check-views';
import type { Contract } from './contract-kit';

const nothing = z.object({});
const none = z.null();
const fileId = z.string().max(100);
const fileIds = z.array(fileId).max(5000);
const offset = z.number().int().nonnegative();
const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;

export const checkContract = {
  name: 'check',
  commands: {
    /** Everything that is on the desk, for a page that (re)starts. */
    'check/list': { payload: nothing, value: z.object({ seq: z.number(), rows: z.array(checkRowSchema), sets: z.array(checkSetSchema) }) },
    /**
     * Announces a file. Only of one that is `taken` the bytes are wanted: the row of one that is refused says why, and what lies beside
     * dumps in a folder, such as notes and pictures, is passed over without a row.
     */
    'check/begin': {
      payload: z.object({ name: z.string().max(2000), sizeBytes: offset, inFolder: z.boolean() }),
      value: z.object({ fileId: z.string(), outcome: z.enum(['taken', 'refused', 'passed-over']) }),
    },
    /** Pieces in order; with the last one the file waits for its inspection. */
    'check/piece': {
      payload: z.object({ fileId, offset, bytes: bytes.refine((value) => value.length <= MAX_PIECE_BYTES) }),
      value: none,
    },
    /** The rest of an announced file does not come. */
    'check/abandon': { payload: z.object({ fileId, why: z.enum(refusals) }), value: none },
    /** What waits or is in work stops; what is done stays. Answers when it has stopped. */
    'check/stop': { payload: nothing, value: none },
    /** Inspects what was stopped. */
    'check/resume': { payload: nothing, value: none },
    'check/remove': { payload: z.object({ fileIds }), value: none },
    'check/clear': { payload: nothing, value: none },
    /** `identity`: with the values of serial numbers and addresses; only ever after a person asked for them. */
    'check/report': { payload: z.object({ fileId, identity: z.boolean() }), value: inspectionSchema },
    'check/bytes': {
      payload: z.object({ fileId, offset, length: z.number().int().positive().max(MAX_SLICE_BYTES) }),
      value: z.object({ bytes }),
    },
    'check/compare': {
      payload: z.object({ fileIds: fileIds.min(2).max(MOST_COMPARED) }),
      value: comparisonViewSchema,
    },
    'check/export': {
      payload: z.object({ fileIds: fileIds.min(1), format: z.enum(['html', 'json', 'csv']), identity: z.boolean() }),
      value: z.object({ name: z.string(), mime: z.string(), text: z.string() }),
    },
    /** Makes one image of the files of a set; it is added to the list. */
    'check/join': { payload: z.object({ fileIds: fileIds.min(2) }), value: z.object({ fileId: z.string() }) },
  },
  events: {
    /** Rows that are new or other than before, in their place by `order`; rows of which `order` says nothing are gone. */
    'check/changed': z.object({
      seq: z.number(),
      rows: z.array(checkRowSchema),
      /** All ids in order; absent where neither order nor number changed. */
      order: z.array(z.string()).optional(),
      sets: z.array(checkSetSchema),
    }),
  },
} as const satisfies Contract;

export type CheckContract = typeof checkContract;
