// cpio archives of the "new ASCII" kind, as rpm carries them. Only plain files; links and devices are left out.
import { ascii, startsWith } from '../../../shared/firmware/bytes';
import { fault } from '../../../shared/model/errors';
import { checkMembers, safePath, type ArchiveMember, type Allowance } from './archive';

const HEADER_BYTES = 110;
const FILE_TYPE_MASK = 0o170000;
const PLAIN_FILE = 0o100000;
const align4 = (at: number): number => (at + 3) & ~3;

/** @throws PACKAGE_DAMAGED, PACKAGE_TRUNCATED, PACKAGE_UNSAFE_NAME, PACKAGE_DUPLICATE_NAME, PACKAGE_TOO_LARGE */
export function readCpio(bytes: Uint8Array, allowance: Allowance): readonly ArchiveMember[] {
  const members: ArchiveMember[] = [];
  let at = 0;
  for (;;) {
    if (at + HEADER_BYTES > bytes.length) throw fault('PACKAGE_TRUNCATED', { offset: at });
    if (!startsWith(bytes, at, '070701') && !startsWith(bytes, at, '070702'))
      throw fault('PACKAGE_DAMAGED', { detail: 'cpio header', offset: at });
    const field = (index: number): number => {
      const value = parseInt(ascii(bytes, at + 6 + index * 8, 8), 16);
      if (Number.isNaN(value)) throw fault('PACKAGE_DAMAGED', { detail: 'cpio header', offset: at });
      return value;
    };
    const [mode, size, nameBytes] = [field(1), field(6), field(11)];
    const nameAt = at + HEADER_BYTES;
    const dataAt = align4(nameAt + nameBytes);
    if (dataAt + size > bytes.length || nameBytes === 0 || nameBytes > 4096) throw fault('PACKAGE_TRUNCATED', { offset: at });
    const name = ascii(bytes, nameAt, nameBytes - 1);
    if (name === 'TRAILER!!!') return checkMembers(members, allowance);
    if ((mode & FILE_TYPE_MASK) === PLAIN_FILE) {
      // rpm writes every name from "./" or from the root: the root is then the package's own.
      const path = safePath(name.replace(/^\.?\//, ''));
      members.push({ path, size, content: () => bytes.subarray(dataAt, dataAt + size) });
    }
    at = align4(dataAt + size);
  }
}
