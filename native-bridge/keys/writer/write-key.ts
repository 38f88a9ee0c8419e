// Writes a key to a drive, or makes the drive an ordinary stick again: here where the rights are, else through the helper.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drive } from '../../../shared/keys/types';
import { fault } from '../../../shared/model/errors';
import type { Extent, SparseImage } from '../disk/sector-store';
import { identityOf, requireWritable, type DriveIdentity } from '../drives/list-drives';
import { blankStick } from './blank-stick';
import { elevatedWrite, type ElevationTools, type Work } from './elevated-write';
import { sourceOfFile, sourceOfImage, sourceOfPatch, type KeySource } from './key-source';
import { performWrite, type KeyWritten, type WriteOptions, type WriteTools } from './perform-write';
import type { HelperCommand } from './shell-quote';

export type KeyToWrite = { readonly image: SparseImage } | { readonly file: string };
export type { KeyWritten, WriteOptions } from './perform-write';

export interface WriteWith extends Partial<ElevationTools> {
  /** Written by this process with these, and never through the helper: practice drives. */
  readonly here?: WriteTools;
}

/** @throws KEY_DRIVE_*, CANCELLED, each with the state of the drive in params.stick */
export async function writeKeyToDrive(
  drive: Drive,
  key: KeyToWrite,
  options: WriteOptions = {},
  elevation?: WriteWith,
): Promise<KeyWritten> {
  requireWritable(drive, options.typedName);
  if ('image' in key) {
    const source = sourceOfImage(key.image);
    return perform(identityOf(drive), source, { kind: 'image', source }, options, elevation);
  }
  const source = await sourceOfFile(key.file);
  try {
    const all = { ...options, sourceFiles: [...(options.sourceFiles ?? []), key.file] };
    return await perform(identityOf(drive), source, { kind: 'file', path: key.file }, all, elevation);
  } finally {
    await source.close();
  }
}

/** One empty FAT32 partition over all of it. @throws as writeKeyToDrive, and KEY_SIZE */
export async function makeDriveNormal(drive: Drive, options: WriteOptions = {}, elevation?: WriteWith): Promise<KeyWritten> {
  requireWritable(drive, options.typedName);
  const volumeId = createHash('sha256')
    .update(`${drive.serial ?? drive.id}${drive.sizeBytes}`)
    .digest()
    .readUInt32LE();
  return perform(identityOf(drive), blankStick(drive.sizeBytes, { volumeId }), { kind: 'blank', volumeId }, options, elevation);
}

export interface DriveChanges {
  /** Sectors as they shall be, ascending. */
  readonly changes: readonly Extent[];
  /** Of what stands in their place now. */
  readonly beforeSha256: string;
}

/** Changes these sectors and nothing else. @throws as writeKeyToDrive; KEY_DRIVE_CHANGED where the drive holds something else by now */
export async function mendDrive(
  drive: Drive,
  { changes, beforeSha256 }: DriveChanges,
  options: WriteOptions = {},
  elevation?: WriteWith,
): Promise<KeyWritten> {
  requireWritable(drive, options.typedName);
  const source = sourceOfPatch(changes, drive.sizeBytes, { beforeSha256 });
  return perform(identityOf(drive), source, { kind: 'image', source }, options, elevation);
}

async function perform(
  drive: DriveIdentity,
  source: KeySource,
  work: Work,
  options: WriteOptions,
  { here, ...elevation }: WriteWith = {},
): Promise<KeyWritten> {
  if (here) return performWrite(drive, source, options, here);
  if (await hasRights(drive)) return performWrite(drive, source, options);
  return elevatedWrite(drive, work, options, { ...elevation, helper: elevation.helper ?? helperCommand() });
}

/** Unmounting needs root too, so that access to the device alone is not enough. */
async function hasRights({ id }: DriveIdentity): Promise<boolean> {
  if (process.platform !== 'win32') return process.getuid?.() === 0;
  return open(id, 'r').then(
    async (file) => {
      await file.close();
      return true;
    },
    () => false,
  );
}

/** The built helper beside the program that runs, run by the same Node. @throws KEY_DRIVE_HELPER_LOST where it is not built */
export function helperCommand(): HelperCommand {
  const here = dirname(fileURLToPath(import.meta.url));
  const script = [join(here, 'key-writer.cjs'), join(here, '../../../dist/key-writer.cjs')].find((path) => existsSync(path));
  if (script === undefined) throw fault('KEY_DRIVE_HELPER_LOST', { detail: 'key-writer.cjs is not built', stick: 'untouched' });
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const { APPIMAGE, APPDIR } = process.env;
  // What an AppImage mounts only its user can read: root starts the AppImage itself, with a copy of the helper.
  if (APPIMAGE && APPDIR && script.startsWith(`${APPDIR}/`)) return { program: APPIMAGE, args: [script], env, copied: script };
  return { program: process.execPath, args: [script], env };
}
