// The commands and the event of the key screens: packages and keys come in by pieces, the state goes out whole. Served beside the app's
// contract on the same port.
import { z } from 'zod';
import type { Contract } from './contract-kit';
import {
  keyDestinationSchema,
  keyFileSystems,
  keyKinds,
  keyStateSchema,
  keyTargetSchema,
  MAX_KEY_PIECE_BYTES,
  MOST_FOLDER_FILES,
} from './key-views';

const nothing = z.object({});
const none = z.null();
const itemId = z.string().max(100);
const offset = z.number().int().nonnegative();
const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;
const name = z.string().min(1).max(1000);

export const keyContract = {
  name: 'key',
  commands: {
    'key/state': { payload: nothing, value: keyStateSchema },
    /** Announces a file, or the files of a folder, with paths relative to it. Answers SAFETY or INPUT errors where it is not wanted. */
    'key/begin': {
      payload: z.object({
        purpose: z.enum(['package', 'check']),
        name,
        isFolder: z.boolean(),
        files: z
          .array(z.object({ path: name, sizeBytes: offset }))
          .min(1)
          .max(MOST_FOLDER_FILES),
      }),
      value: z.object({ itemId }),
    },
    /** Any order; what never comes is zeros. */
    'key/piece': {
      payload: z.object({ itemId, file: offset, offset, bytes: bytes.refine((value) => value.length <= MAX_KEY_PIECE_BYTES) }),
      value: none,
    },
    /** All that is not zeros has come: the work begins. */
    'key/end': { payload: z.object({ itemId }), value: none },
    /** A package made by the program itself. */
    'key/practice': { payload: z.object({ kind: z.enum(keyKinds) }), value: z.object({ itemId }) },
    /** A package, or what is checked. */
    'key/remove': { payload: z.object({ itemId }), value: none },
    /** Packages, answers and the last key are forgotten; files that were saved stay. */
    'key/restart': { payload: nothing, value: none },
    'key/target': { payload: z.object({ target: keyTargetSchema }), value: none },
    'key/confirm': { payload: z.object({ confirmed: z.boolean() }), value: none },
    'key/file-system': { payload: z.object({ fileSystem: z.enum(keyFileSystems) }), value: none },
    /** As HPE publishes it for this package; empty takes it back. The package is judged anew. */
    'key/expect': { payload: z.object({ itemId, sha256: z.string().regex(/^([0-9a-f]{64})?$/) }), value: none },
    /** Looks for drives anew. */
    'key/drives': { payload: nothing, value: none },
    /** Plugs drives in that exist in memory only, or takes them out. They keep what was written to them. */
    'key/practice-drives': { payload: z.object({ isPlugged: z.boolean() }), value: none },
    /** Breaks the key on a practice drive, so that mending can be practised. */
    'key/practice-spoil': { payload: z.object({ driveId: z.string().max(500) }), value: none },
    /** One empty partition over all of a drive: what is on it is lost. */
    'key/make-normal': {
      payload: z.object({ driveId: z.string().max(500), typedName: z.string().max(500).optional(), testsSize: z.boolean().optional() }),
      value: z.object({ operationId: z.string() }),
    },
    'key/build': { payload: z.object({ destination: keyDestinationSchema }), value: z.object({ operationId: z.string() }) },
    /** Answers when it has stopped. */
    'key/cancel': { payload: z.object({ operationId: z.string().max(100) }), value: none },
    /** Reads a drive, or the image file that was just built; writes nothing. */
    'key/check': {
      payload: z.object({
        source: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('built') }),
          z.object({ kind: z.literal('drive'), driveId: z.string().max(500) }),
        ]),
      }),
      value: none,
    },
    /** The machine the checked key is for: judged anew. */
    'key/check-for': { payload: z.object({ family: z.string().max(40) }), value: none },
    /** In a copy; on a drive on the drive itself, whose name is typed where it is large. */
    'key/repair': { payload: z.object({ code: z.string().max(100), typedName: z.string().max(500).optional() }), value: none },
    /** The mended copy as a file in the key folder. */
    'key/save-repaired': { payload: nothing, value: none },
  },
  events: { 'key/changed': keyStateSchema },
} as const satisfies Contract;

export type KeyContract = typeof keyContract;
