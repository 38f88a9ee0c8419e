// What the check screen is shown: one small row a file, and the whole inspection of one file when it is asked for.
import { z } from 'zod';
import { imageKinds, identityKinds, structureKinds, type ImageReport, type StructureNode } from '../firmware/report';
import type { FileInspection } from '../model/file-inspection';
import { errorSchema, imageReportSchema } from './views';

const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;
const count = z.number().int().nonnegative();
/** A file that is larger is no flash image of a machine we know; it is refused before a byte of it is read. */
export const MAX_CHECKED_BYTES = 64 * 1024 * 1024;
/** A piece of a file on its way in. */
export const MAX_PIECE_BYTES = 4 * 1024 * 1024;
/** Most that is asked for at once when bytes are looked at. */
export const MAX_SLICE_BYTES = 256 * 1024;
export const MOST_COMPARED = 8;

export const checkStates = ['receiving', 'waiting', 'inspecting', 'done', 'stopped', 'refused', 'failed'] as const;
export type CheckState = (typeof checkStates)[number];

/** Why a file was not taken in. */
export const refusals = ['too-large', 'too-many', 'desk-full', 'changed-while-read', 'cannot-be-read', 'stopped'] as const;
export type Refusal = (typeof refusals)[number];

export const checkRowSchema = z.object({
  fileId: z.string(),
  /** With its folder, where one was dropped; members of an archive: "dumps.zip › read1.bin". */
  name: z.string(),
  sizeBytes: count,
  state: z.enum(checkStates),
  refusal: z.enum(refusals).optional(),
  error: errorSchema.optional(),
  receivedBytes: count.optional(),
  sha256: z.string().optional(),
  /** Members, where it is an archive. */
  contains: count.optional(),
  kind: z.enum(imageKinds).optional(),
  verdict: z.enum(['good', 'usable', 'damaged', 'not-an-image']).optional(),
  summary: z.string().optional(),
  family: z.string().optional(),
  biosVersion: z.string().optional(),
  bootBlockDate: z.string().optional(),
  bootBlockClass: z.enum(['2011', '2013', 'other']).optional(),
  meVersion: z.string().optional(),
  meState: z.custom<NonNullable<ImageReport['meState']>>((value) => typeof value === 'string').optional(),
  macKind: z.custom<NonNullable<ImageReport['macKind']>>((value) => typeof value === 'string').optional(),
  findings: z.object({ fail: count, warn: count, note: count }).optional(),
});
export type CheckRow = z.infer<typeof checkRowSchema>;

/** Files that together are one image. */
export const checkSetSchema = z.object({
  title: z.string(),
  fileIds: z.array(z.string()),
  /** Names of the parts that are not there; the set can only be joined without any. */
  missing: z.array(z.string()),
});
export type CheckSet = z.infer<typeof checkSetSchema>;

const nodeSchema: z.ZodType<StructureNode> = z.lazy(() =>
  z.object({
    kind: z.enum(structureKinds),
    name: z.string(),
    guid: z.string().optional(),
    offset: count.optional(),
    length: count,
    state: z.enum(['good', 'bad']).optional(),
    detail: z.string().optional(),
    children: z.array(nodeSchema).optional(),
  }),
) as unknown as z.ZodType<StructureNode>;

const wholeReportSchema = imageReportSchema.and(
  z
    .object({
      kind: z.enum(imageKinds),
      summary: z.string(),
      uses: z.array(z.string()),
      structure: z.array(nodeSchema),
      coverage: z.object({
        programmedBytes: count,
        coveredBytes: count,
        regions: z.array(z.object({ name: z.string(), programmedBytes: count, coveredBytes: count })),
      }),
      identity: z.array(
        z.object({ kind: z.enum(identityKinds), title: z.string(), offset: count, length: count, value: z.string().optional() }).loose(),
      ),
      known: z.array(z.object({ offset: count, length: count, name: z.string(), certainty: z.string() })),
    })
    .loose(),
) as unknown as z.ZodType<ImageReport>;

export const inspectionSchema = z.object({
  file: z.string(),
  size: count.optional(),
  sha256: z.string().optional(),
  md5: z.string().optional(),
  crc32: z.string().optional(),
  report: wholeReportSchema.optional(),
  error: errorSchema.optional(),
  contains: z.array(z.object({ name: z.string(), size: count })).optional(),
}) as unknown as z.ZodType<FileInspection>;

export const COMPARE_BLOCK_BYTES = 4096;
/** Steps of a block's shade: how much of its 4 KiB differs; or it is not in both files. */
export const blockSteps = { equal: 0, few: 1, part: 2, most: 3, missing: 4 } as const;

const fileChange = z.object({
  name: z.string(),
  guid: z.string(),
  /** The volume or other structure that holds it. */
  inside: z.string(),
  offset: count.optional(),
  lengthBefore: count.optional(),
  lengthAfter: count.optional(),
});

/** One file against the first of those compared. All offsets are in the first. */
export const comparedFileSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  sizeBytes: count,
  equal: z.boolean(),
  /** Added to an offset in the first file it gives the same place in this one. */
  shift: z.number().int(),
  differingBytes: count,
  /** Bits that are 1 in the first and 0 in this one, and the other way round. */
  bitsCleared: count,
  bitsSet: count,
  /** Bytes that only one of the two has. */
  onlyBytes: count,
  /** Ascending; of very many only the first. */
  ranges: z.array(z.object({ offset: count, length: count })),
  rangesInAll: count,
  /** Regions that differ, and below them what in them differs. */
  parts: z.array(
    z.object({
      kind: z.enum(['region', 'structure']),
      name: z.string(),
      path: z.array(z.string()),
      offset: count,
      length: count,
      differingBytes: count,
    }),
  ),
  changes: z.object({ changed: z.array(fileChange), added: z.array(fileChange), removed: z.array(fileChange) }).optional(),
  /** One byte a block of 4 KiB of the longer file, as in `blockSteps`. */
  blocks: bytes,
});
export type ComparedFile = z.infer<typeof comparedFileSchema>;

export const comparisonViewSchema = z.object({
  equal: z.boolean(),
  /** What it means, best first. */
  meanings: z.array(
    z.object({
      code: z.string(),
      certainty: z.enum(['certain', 'likely', 'possible']),
      message: z.string(),
      next: z.string(),
      evidence: z.string().optional(),
      /** Of which files it is said. */
      fileIds: z.array(z.string()),
    }),
  ),
  /** The first is what the others are compared with. */
  files: z.array(comparedFileSchema),
});
export type ComparisonView = z.infer<typeof comparisonViewSchema>;
