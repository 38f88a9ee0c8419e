// HP's self-extracting shell scripts for Linux (CPnnnnnn.scexe): a script, then a gzipped tar. Never run.
import { ascii } from '../../../shared/firmware/bytes';
import { Fault, fault } from '../../../shared/model/errors';
import type { Allowance, ArchiveMember } from './archive';
import { gunzip, isGzip, isTar, readTar } from './packed';

/** The script before the archive is short; what is further in is no archive's start but chance. */
const LONGEST_SCRIPT_BYTES = 1024 * 1024;
const MOST_TRIES = 16;

export const isShellScript = (bytes: Uint8Array): boolean => /^#! ?\/(usr\/)?bin\/(env )?(ba|k|da)?sh\b/.test(ascii(bytes, 0, 32));

/** @throws PACKAGE_* as `readTar`; PACKAGE_METHOD_UNKNOWN where no archive stands behind the script */
export function readScexe(bytes: Uint8Array, allowance: Allowance): readonly ArchiveMember[] {
  let tries = 0;
  let refusal = fault('PACKAGE_METHOD_UNKNOWN', { method: 'a script without an archive behind it' });
  for (let at = bytes.indexOf(0x1f); at >= 0 && at < LONGEST_SCRIPT_BYTES && tries < MOST_TRIES; at = bytes.indexOf(0x1f, at + 1)) {
    if (!isGzip(bytes, at)) continue;
    tries++;
    const tar = tryGunzip(bytes.subarray(at), allowance);
    if (tar instanceof Fault) refusal = tar;
    else if (isTar(tar)) return readTar(tar, allowance);
  }
  throw refusal;
}

/** What looks like the start of an archive may stand in the script by chance; what is too large is refused at once. */
function tryGunzip(bytes: Uint8Array, allowance: Allowance): Uint8Array | Fault {
  try {
    return gunzip(bytes, allowance);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.error.code !== 'PACKAGE_TOO_LARGE') return thrown;
    throw thrown;
  }
}
