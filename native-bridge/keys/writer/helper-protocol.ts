// What the program and its helper with rights say to each other: a job file, and lines of JSON over a local socket. The socket is how the
// helper notices that the program has ended; then it stops as after a cancel.
import { z } from 'zod';
import { errorCodes, type AppError } from '../../../shared/model/errors';
import { writePhases } from './write-progress';

const MOST_BYTES = 2 ** 53 - 1;
const size = z.number().int().min(0).max(MOST_BYTES);
const sectors = size.refine((value) => value % 512 === 0, 'not whole sectors');

export const jobSchema = z
  .strictObject({
    version: z.literal(1),
    drive: z.strictObject({ id: z.string().min(1).max(260), sizeBytes: size, serial: z.string().max(256).optional() }),
    typedName: z.string().max(256).optional(),
    verify: z.boolean(),
    fakeCapacityCheck: z.boolean(),
    eject: z.boolean(),
    sourceFiles: z.array(z.string().max(4096)).max(64),
    work: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('pieces'),
        path: z.string().max(4096),
        sizeBytes: sectors,
        pieces: z.array(z.tuple([sectors, sectors])).max(1_000_000),
        /** A repair: nothing but the pieces changes, and only where the drive still holds what was looked at. */
        beforeSha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
      z.strictObject({ kind: z.literal('file'), path: z.string().max(4096) }),
      z.strictObject({ kind: z.literal('blank'), volumeId: z.number().int().min(0).max(0xffff_ffff) }),
    ]),
    socket: z.string().min(1).max(260),
    /** The helper shows it, so that nobody else can speak for it. */
    token: z.string().length(64),
  })
  .refine(({ work }) => work.kind !== 'pieces' || areInOrder(work.pieces, work.sizeBytes), 'pieces overlap or leave the key');
export type Job = z.infer<typeof jobSchema>;

function areInOrder(pieces: readonly (readonly [number, number])[], sizeBytes: number): boolean {
  let end = 0;
  for (const [offset, length] of pieces) {
    if (offset < end || length === 0) return false;
    end = offset + length;
  }
  return end <= sizeBytes;
}

const errorSchema = z.looseObject({
  code: z.enum(errorCodes as [AppError['code'], ...AppError['code'][]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  cause: z.string().optional(),
});

export const helperMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), token: z.string() }),
  z.object({
    type: z.literal('progress'),
    progress: z.object({
      phase: z.enum(writePhases),
      doneBytes: z.number(),
      totalBytes: z.number(),
      rateBytesPerSec: z.number().optional(),
      etaMs: z.number().optional(),
    }),
  }),
  z.object({ type: z.literal('done'), written: z.object({ bytesWritten: z.number(), verified: z.boolean(), ejected: z.boolean() }) }),
  z.object({ type: z.literal('failed'), error: errorSchema }),
]);
export type HelperMessage = z.input<typeof helperMessage>;

export const CANCEL_LINE = '{"type":"cancel"}\n';
const MOST_LINE = 1024 * 1024;

/** Calls `onLine` for each whole line; a line without end is cut off with an error. */
export function lineSplitter(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MOST_LINE) throw new Error('a line without end');
    lines.forEach(onLine);
  };
}
