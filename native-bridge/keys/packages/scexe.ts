// HP's self-extracting shell scripts for Linux (CPnnnnnn.scexe): a script, then a gzipped tar. Never run.
import { startsWith } from '../../../shared/firmware/bytes';
import { fault } from '../../../shared/model/errors';
import type { ArchiveMember, PackageLimits } from './archive';
import { gunzip, isGzip, isTar, readTar } from './packed';

/** The script before the archive is short; what is further in is no archive's start but chance. */
const LONGEST_SCRIPT_BYTES = 1024 * 1024;

export const isShellScript = (bytes: Uint8Array): boolean => startsWith(bytes, 0, '#!/bin/sh') || startsWith(bytes, 0, '#!/bin/bash');

/** @throws PACKAGE_* as `readTar`; PACKAGE_METHOD_UNKNOWN where no archive stands behind the script */
export function readScexe(bytes: Uint8Array, limits: PackageLimits): readonly ArchiveMember[] {
  for (let at = bytes.indexOf(0x1f); at >= 0 && at < LONGEST_SCRIPT_BYTES; at = bytes.indexOf(0x1f, at + 1)) {
    if (!isGzip(bytes, at)) continue;
    const tar = gunzip(bytes.subarray(at));
    if (isTar(tar)) return readTar(tar, limits);
  }
  throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'a script without an archive behind it' });
}
