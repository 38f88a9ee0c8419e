// Inspects one file or what was read of one, with the members of archives, in the thread it is called in. Every answer is an
// inspection: nothing is thrown, whatever the file.
import { bareReport } from '../../shared/firmware/bare-report';
import { inspectImage, type InspectHints } from '../../shared/firmware/inspect';
import type { ImageReport } from '../../shared/firmware/report';
import { appError, fault, toAppError, type AppError } from '../../shared/model/errors';
import type { FileInspection } from '../../shared/model/file-inspection';
import { archiveKindOf, type OpenedKind } from './archive-kind';
import { isCompanion, shownName } from './file-names';
import { MAX_ARCHIVE_DEPTH, MAX_FILE_BYTES, MAX_MEMBERS_INSPECTED, MAX_MEMBERS_NAMED, MAX_UNPACKED_BYTES } from './limits';
import { nodeTools, sumsOf, type Sums } from './node-tools';
import { readSteadyFile, type ReusedBuffer } from './read-file';
import { membersOf, type Member } from './unpack';

interface Depth {
  /** Of an archive: what it contains, without inspecting that. */
  readonly alone?: boolean;
}
export type Source =
  /** `name` is shown instead of the path. */
  | ({ readonly kind: 'file'; readonly path: string; readonly name?: string } & Depth)
  /** `mayTake`: the bytes are not needed any more, and may be moved to a thread instead of copied. */
  | ({ readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array; readonly mayTake?: boolean } & Depth);

export const nameOf = (source: Source): string => shownName(source.kind === 'file' ? (source.name ?? source.path) : source.name);

/** Begins the sums of a file; what it answers is asked when the report is done. */
export type StartSums = (bytes: Uint8Array) => () => Sums;
const sumsHere: StartSums = (bytes) => {
  const sums = sumsOf(bytes);
  return () => sums;
};

/** Calls `say` once for the file, and then once for each member that was inspected. */
export function inspectSource(
  source: Source,
  hints: InspectHints,
  buffer: ReusedBuffer,
  say: (inspection: FileInspection) => void,
  startSums = sumsHere,
): void {
  const file = nameOf(source);
  try {
    const bytes = source.kind === 'file' ? readSteadyFile(source.path, buffer) : fitting(file, source.bytes);
    new Inspector(hints, say, source.alone === true, startSums).inspect(file, bytes, 0);
  } catch (thrown) {
    say({ file, ...sizeOf(source, thrown), error: told(thrown, file) });
  }
}

function fitting(path: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) throw fault('IMAGE_EMPTY', { path });
  if (bytes.length > MAX_FILE_BYTES) throw fault('FILE_TOO_LARGE', { path, size: bytes.length, limit: MAX_FILE_BYTES });
  return bytes;
}

function sizeOf(source: Source, thrown: unknown): { size?: number } {
  const { code, params } = toAppError(thrown, 'untouched');
  if (source.kind === 'bytes') return { size: source.bytes.length };
  if (code === 'IMAGE_EMPTY') return { size: 0 };
  return typeof params.size === 'number' ? { size: params.size } : {};
}

/** A bug in a reader concerns one file, and is told as such. */
function told(thrown: unknown, path: string): AppError {
  const error = toAppError(thrown, 'untouched');
  return error.code === 'INTERNAL' ? appError('INSPECTION_LOST', { path, detail: String(error.params.detail) }, thrown) : error;
}

class Inspector {
  private unpackedBytes = 0;
  private members = 0;

  constructor(
    private readonly hints: InspectHints,
    private readonly say: (inspection: FileInspection) => void,
    private readonly alone: boolean,
    private readonly startSums: StartSums,
  ) {}

  inspect(file: string, bytes: Uint8Array, depth: number): void {
    const sums = this.startSums(bytes);
    const facts = (): FileInspection => ({ file, size: bytes.length, ...sums() });
    try {
      const kind = archiveKindOf(bytes);
      if (kind?.opened === undefined) {
        const report = kind ? packedReport(bytes, kind.title) : inspectImage(bytes, this.hints, nodeTools);
        this.say({ ...facts(), report });
      } else if (depth >= MAX_ARCHIVE_DEPTH) {
        throw fault('ARCHIVE_NOT_OPENED', { path: file, detail: 'it is an archive in an archive in an archive' });
      } else this.open(facts(), kind.opened, bytes, depth);
    } catch (thrown) {
      this.say({ ...facts(), error: told(thrown, file) });
    }
  }

  private open(facts: FileInspection, kind: OpenedKind, bytes: Uint8Array, depth: number): void {
    const members = membersOf(kind, facts.file, bytes);
    this.say({ ...facts, contains: members.slice(0, MAX_MEMBERS_NAMED).map(({ name, size }) => ({ name, size })) });
    if (this.alone) return;
    for (const member of members.filter(({ name, size }) => size > 0 && !isCompanion(name))) {
      const file = `${facts.file} › ${member.name}`;
      const refusal = this.refusal(member, file);
      if (refusal !== undefined) {
        this.say({ file, size: member.size, error: refusal });
        return;
      }
      this.inspectMember(file, member, depth);
    }
  }

  private inspectMember(file: string, member: Member, depth: number): void {
    this.members++;
    let bytes: Uint8Array;
    try {
      bytes = member.unpack();
      this.unpackedBytes += bytes.length;
    } catch (thrown) {
      return this.say({ file, size: member.size, error: told(thrown, file) });
    }
    this.inspect(file, bytes, depth + 1);
  }

  /** Counted over all archives in this file. */
  private refusal({ size }: Member, path: string): AppError | undefined {
    if (this.members >= MAX_MEMBERS_INSPECTED) return appError('FILES_TOO_MANY', { path, limit: MAX_MEMBERS_INSPECTED });
    return size <= MAX_FILE_BYTES && this.unpackedBytes + size > MAX_UNPACKED_BYTES
      ? appError('ARCHIVE_NOT_OPENED', { path, detail: `the archive unpacks to more than ${MAX_UNPACKED_BYTES} bytes` })
      : undefined;
  }
}

const packedReport = (bytes: Uint8Array, title: string): ImageReport => ({
  ...bareReport({
    size: bytes.length,
    verdict: 'not-an-image',
    summary: `This is ${title}, which this program does not open: what is in it was not inspected.`,
    findings: [
      {
        code: 'ARCHIVE_NOT_OPENED',
        severity: 'fail',
        offset: 0,
        length: bytes.length,
        message: `This is ${title}, not an image.`,
        next: 'Unpack it with another program, then inspect what comes out.',
      },
    ],
  }),
  kind: 'archive',
});
