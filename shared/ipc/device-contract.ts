// What main asks of the device host, and the one thing that the host asks of main: to put a journal entry on disk.
import { z } from 'zod';
import type { BlockRun } from '../model/blocks';
import type { JournalEntry } from '../model/journal';
import type { ProgrammerInfo } from '../model/programmer';
import type { Contract } from './contract-kit';
import { chipSchema, contactSchema, planSchema, programmerSchema, progressSchema, rangeSchema } from './views';

const nothing = z.object({});
const none = z.null();
const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;
const ranges = z.array(rangeSchema);
/** More than any SPI NOR holds. */
const MAX_IMAGE_BYTES = 256 * 1024 * 1024;
/** Every long command names its operation: its events carry the name, and `device/cancel` takes it. */
const operationId = z.string();
const programmer = programmerSchema as unknown as z.ZodType<ProgrammerInfo>;
const link = z.object({ byteUs: z.number(), roundTripUs: z.number(), unitBytes: z.number() });
const blockRun = z.tuple([z.number().int(), z.number().int(), z.number().int()]) as unknown as z.ZodType<BlockRun>;

export const deviceContract = {
  name: 'device',
  commands: {
    'device/list': { payload: nothing, value: z.array(programmer) },
    'device/open': {
      payload: z.object({ id: z.string(), simulatedChipPath: z.string().optional() }),
      value: z.object({ programmer, link }),
    },
    'device/close': { payload: nothing, value: none },
    'device/mend': { payload: nothing, value: none },
    // The long ones answer when the operation has ended.
    'device/contact': { payload: z.object({ operationId }), value: z.object({ contact: contactSchema, chip: chipSchema.optional() }) },
    'device/identify': { payload: z.object({ operationId }), value: chipSchema },
    'device/read': { payload: z.object({ operationId, chip: chipSchema, range: rangeSchema }), value: bytes },
    'device/backup': {
      payload: z.object({ operationId, chip: chipSchema, reads: z.number().int() }),
      value: z.object({ bytes, reads: z.number(), settled: ranges, unstable: ranges }),
    },
    /** A piece of a whole-chip image, in order, before the write (`desired`, `known`) or the verify (`expected`) that it is for. */
    'device/image': {
      payload: z.object({
        operationId,
        name: z.enum(['desired', 'known', 'expected']),
        sizeBytes: z.number().int().positive().max(MAX_IMAGE_BYTES),
        offset: z.number().int().nonnegative(),
        bytes,
      }),
      value: none,
    },
    'device/write': {
      payload: z.object({
        operationId,
        chip: chipSchema,
        plan: planSchema,
        unknown: ranges,
        restoreRegisters: z.array(z.number()).optional(),
      }),
      value: z.object({ proven: z.boolean(), retries: z.number(), durationMs: z.number() }),
    },
    'device/verify': {
      payload: z.object({ operationId, chip: chipSchema, ranges }),
      value: z.object({ comparedBytes: z.number(), differences: ranges, sha256: z.string().optional() }),
    },
    /** Asks the operation to stop; the operation's own answer tells when it has. */
    'device/cancel': { payload: z.object({ operationId }), value: none },
  },
  events: {
    'device/progress': z.object({ operationId, progress: progressSchema }),
    'device/blocks': z.object({ operationId, runs: z.array(blockRun) }),
    'device/log': z.object({ operationId, code: z.string(), params: z.record(z.string(), z.unknown()) }),
    'device/programmers-changed': nothing,
  },
} as const satisfies Contract;
export type DeviceContract = typeof deviceContract;

const chip = z.object({ jedec: z.string(), uniqueId: z.string().optional() });
/** Also the schema of a line in journal.ndjson. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), chip, desiredSha256: z.string(), units: ranges }),
  z.object({ kind: z.literal('protection'), registers: z.array(z.number()) }),
  z.object({ kind: z.literal('begin'), unit: z.number() }),
  z.object({ kind: z.literal('proven'), unit: z.number() }),
  z.object({ kind: z.literal('failed'), unit: z.number(), code: z.string() }),
  z.object({ kind: z.literal('end'), outcome: z.enum(['done', 'cancelled', 'failed']), code: z.string().optional() }),
]) as unknown as z.ZodType<JournalEntry>;

/** Served by main on the same port. */
export const journalContract = {
  name: 'journal',
  commands: {
    /** Answered when the entry is flushed to disk; the write waits for it. */
    'journal/append': { payload: z.object({ operationId, entry: journalEntrySchema }), value: none },
  },
  events: {},
} as const satisfies Contract;
export type JournalContract = typeof journalContract;
