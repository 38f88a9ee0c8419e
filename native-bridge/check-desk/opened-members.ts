// What lies in an archive that is opened, one member in memory at a time. Notes and pictures beside dumps are passed over.
import { toAppError, type AppError } from '../../shared/model/errors';
import { archiveKindOf } from '../inspection/archive-kind';
import { isCompanion } from '../inspection/file-names';
import { MAX_ARCHIVE_DEPTH, MAX_MEMBERS_INSPECTED, MAX_UNPACKED_BYTES } from '../inspection/limits';
import { membersOf } from '../inspection/unpack';

/** As FileInspection names members. */
const MARK = ' › ';

export type OpenedMember = { readonly name: string; readonly sizeBytes: number } & (
  { readonly bytes: Uint8Array } | { readonly error: AppError }
);

/** None where it is no archive, or one in too many others. What stands beyond the limits of one archive is left out. */
export function* openedMembers(archive: string, bytes: Uint8Array): Generator<OpenedMember> {
  const kind = archiveKindOf(bytes)?.opened;
  if (kind === undefined || archive.split(MARK).length > MAX_ARCHIVE_DEPTH) return;
  let left = MAX_UNPACKED_BYTES;
  const members = membersOf(kind, archive, bytes).filter(({ name, size }) => size > 0 && !isCompanion(name));
  for (const member of members.slice(0, MAX_MEMBERS_INSPECTED)) {
    const name = `${archive}${MARK}${member.name}`;
    const row = { name, sizeBytes: member.size };
    if (member.size > left) return;
    left -= member.size;
    let content: { readonly bytes: Uint8Array } | { readonly error: AppError };
    try {
      content = { bytes: member.unpack() };
    } catch (thrown) {
      content = { error: toAppError(thrown, 'untouched') };
    }
    yield { ...row, ...content };
  }
}
