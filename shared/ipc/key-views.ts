// What the two key screens are shown: one state that main keeps, the same for every page. Small: lists of members are cut to what matters.
import { z } from 'zod';
import { driveStates, keyFileSystems, keyKinds, type Drive, type KeyCheck, type KeyPlan, type PackageReport } from '../keys/types';
import type { PackageFit } from '../keys/fit-package';
import { serverSymptoms } from '../machines/proliant';
import { machineIds } from '../model/diagnosis';
import { certainties } from '../model/knowledge';
import { errorSchema } from './views';

const count = z.number().int().nonnegative();
/** A package that is larger is none that is known. */
export const MAX_PACKAGE_BYTES = 768 * 1024 * 1024;
/** An image of a whole stick; what of it is zeros is neither carried nor kept. */
export const MAX_KEY_IMAGE_BYTES = 64 * 1024 ** 3;
/** A piece of a file on its way in. */
export const MAX_KEY_PIECE_BYTES = 4 * 1024 * 1024;
export const MOST_PACKAGES = 8;
export const MOST_FOLDER_FILES = 5000;

/** Values of main's own types; they are made by this program and not parsed by a full schema again. */
const own = <T extends object>(): z.ZodType<T> => z.custom<T>((value) => typeof value === 'object' && value !== null);

export const itemStates = ['receiving', 'working', 'done', 'failed'] as const;

/** A report whose list of members holds only those that a key could need. */
export type PackageView = PackageReport & { readonly memberCount: number };

export const keyPackageSchema = z.object({
  itemId: z.string(),
  name: z.string(),
  sizeBytes: count,
  isPractice: z.boolean(),
  state: z.enum(itemStates),
  receivedBytes: count.optional(),
  /** As published, by the person; lower-case hex. The report says whether it is the file's. */
  expectedSha256: z.string().optional(),
  report: own<PackageView>().optional(),
  error: errorSchema.optional(),
});
export type KeyPackageRow = z.infer<typeof keyPackageSchema>;

export const crisisProcessorIds = ['v1', 'v2'] as const;

/** The machine the key is for, as a person answered. */
export const keyTargetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rompaq'),
    /** Family at POST or words of the model. */
    words: z.string().max(200),
    said: z.enum(serverSymptoms),
    /** Of the image, where packages hold several. */
    imagePath: z.string().max(2000).optional(),
  }),
  z.object({
    kind: z.literal('crisis'),
    machine: z.enum(machineIds),
    processor: z.enum(crisisProcessorIds).optional(),
    imagePath: z.string().max(2000).optional(),
  }),
]);
export type KeyTarget = z.infer<typeof keyTargetSchema>;

export const keyDestinationSchema = z.discriminatedUnion('kind', [
  /** `folder`: absolute; absent: the program's own. */
  z.object({ kind: z.literal('file'), folder: z.string().max(2000).optional() }),
  z.object({
    kind: z.literal('drive'),
    driveId: z.string().max(500),
    typedName: z.string().max(500).optional(),
    testsSize: z.boolean().optional(),
  }),
]);
export type KeyDestination = z.infer<typeof keyDestinationSchema>;

export const buildPhases = ['opening', 'building', 'writing', 'reading-back', 'checking', 'asking', 'testing-size'] as const;
export type BuildPhase = (typeof buildPhases)[number];

/** `normal`: an ordinary empty stick again. `mend`: a repair on a drive. */
export const keyJobKinds = ['build', 'normal', 'mend'] as const;

export const keyJobSchema = z.object({
  operationId: z.string(),
  kind: z.enum(keyJobKinds),
  /** In their order; `asking` only comes where the system asks for rights. */
  phases: z.array(z.enum(buildPhases)),
  /** Where a drive is worked on. */
  driveName: z.string().optional(),
  /** The drive may hold something else than before: it must not be pulled out. */
  isOnDrive: z.boolean(),
  phase: z.enum(buildPhases),
  /** Of the phase; absent where it is not known. */
  done: count.optional(),
  total: count.optional(),
  /** Never falls. */
  fraction: z.number().min(0).max(1),
  isCancelling: z.boolean(),
});
export type KeyJob = z.infer<typeof keyJobSchema>;

const stepSchema = z.object({ text: z.string(), certainty: z.enum(certainties), source: z.string() });

export const builtKeySchema = z.object({
  /** Of the image file, or of the drive. */
  name: z.string(),
  /** Absent for a drive. */
  path: z.string().optional(),
  /** Absent for a file. */
  driveId: z.string().optional(),
  isPractice: z.boolean(),
  plan: own<KeyPlan>(),
  check: own<KeyCheck>(),
  target: keyTargetSchema,
  steps: z.array(stepSchema),
  builtAt: z.string(),
});
export type BuiltKey = z.infer<typeof builtKeySchema>;

export const checkSources = ['image', 'folder', 'drive', 'built'] as const;

export const checkedKeySchema = z.object({
  itemId: z.string(),
  source: z.enum(checkSources),
  name: z.string(),
  sizeBytes: count,
  state: z.enum(itemStates),
  receivedBytes: count.optional(),
  /** Whom the key is for, where a person said it. */
  family: z.string().optional(),
  check: own<KeyCheck>().optional(),
  error: errorSchema.optional(),
  /** Findings that were mended here, by code. What was chosen itself is untouched: a copy was mended. */
  repaired: z.array(z.string()),
  savedAs: z.string().optional(),
  /** Where it is a drive. */
  driveId: z.string().optional(),
});
export type CheckedKey = z.infer<typeof checkedKeySchema>;

export const driveListSchema = z.object({
  /** Why there is none here. */
  error: errorSchema.optional(),
  drives: z.array(own<Drive>()),
  /** Whether this build can write to them. */
  canWrite: z.boolean(),
  /** Whether practice drives are among them. */
  hasPractice: z.boolean(),
});
export type DriveList = z.infer<typeof driveListSchema>;

/** How the last work on a drive ended that was no build. */
export const driveWorkSchema = z.object({
  kind: z.enum(['normal', 'mend']),
  driveId: z.string(),
  name: z.string(),
  /** Absent where it was done. */
  error: errorSchema.optional(),
  stick: z.enum(driveStates).optional(),
});
export type DriveWork = z.infer<typeof driveWorkSchema>;

export const keyStateSchema = z.object({
  seq: count,
  packages: z.array(keyPackageSchema),
  target: keyTargetSchema.optional(),
  /** How the packages fit the target; absent where nothing was named. */
  fit: own<PackageFit>().optional(),
  /** A person said that they know better than the warning. */
  mismatchConfirmed: z.boolean(),
  fileSystem: z.enum(keyFileSystems),
  keyFolder: z.string(),
  drives: driveListSchema.optional(),
  job: keyJobSchema.optional(),
  built: builtKeySchema.optional(),
  buildError: errorSchema.optional(),
  /** Of the stick after a write that failed. */
  stick: z.enum(driveStates).optional(),
  driveWork: driveWorkSchema.optional(),
  checked: checkedKeySchema.optional(),
});
export type KeyState = z.infer<typeof keyStateSchema>;
export { keyFileSystems, keyKinds };
