// From what a person names, a file or a folder, to a loaded package. Only reads; links inside a folder are not followed.
import { lstatSync, opendirSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { fault } from '../../../shared/model/errors';
import { fileFault, readSteadyFile, ReusedBuffer } from '../../inspection/read-file';
import { packageLimits, type ArchiveMember, type PackageLimits } from './archive';
import { loadFolder, loadPackage, type InspectPackageOptions, type LoadedPackage } from './inspect-package';

const DEEPEST_FOLDER = 16;

/** @throws FILE_*, IMAGE_EMPTY, PACKAGE_*, ARCHIVE_* */
export async function loadPackageFile(path: string, options: InspectPackageOptions = {}): Promise<LoadedPackage> {
  if (!statOf(path).isDirectory()) return loadPackage(path, readSteadyFile(path, new ReusedBuffer()), options);
  const { members, passedOver } = filesIn(path, packageLimits);
  return loadFolder(path, members, { ...options, passedOver });
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
}

interface FolderFiles {
  readonly members: readonly ArchiveMember[];
  /** Links, pipes and devices. */
  readonly passedOver: number;
}

/** Files below a folder, by name, with their content read when asked for. Sizes are summed before anything is read. */
function filesIn(top: string, { maxMembers, maxTotalBytes }: PackageLimits): FolderFiles {
  const members: ArchiveMember[] = [];
  let passedOver = 0;
  let totalBytes = 0;
  const walk = (folder: string, prefix: string, depth: number): void => {
    if (depth > DEEPEST_FOLDER) throw fault('FILES_TOO_MANY', { path: folder, limit: DEEPEST_FOLDER });
    for (const name of namesIn(folder, maxMembers)) {
      const path = join(folder, name);
      const stats = lstatOf(path);
      if (stats.isDirectory()) walk(path, `${prefix}${name}/`, depth + 1);
      else if (!stats.isFile()) passedOver++;
      else {
        totalBytes += stats.size;
        if (totalBytes > maxTotalBytes) throw fault('PACKAGE_TOO_LARGE', { bytes: totalBytes, limit: maxTotalBytes });
        if (members.length >= maxMembers) throw fault('FILES_TOO_MANY', { path: top, limit: maxMembers });
        members.push({ path: `${prefix}${name}`, size: stats.size, content: () => contentOf(path, stats.size) });
      }
    }
  };
  walk(top, '', 1);
  return { members, passedOver };
}

function namesIn(path: string, most: number): string[] {
  const names: string[] = [];
  try {
    const folder = opendirSync(path);
    try {
      for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
        if (names.push(entry.name) > most) throw fault('FILES_TOO_MANY', { path, limit: most });
      }
    } finally {
      folder.closeSync();
    }
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
  return names.sort();
}

function lstatOf(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
}

function contentOf(path: string, size: number): Uint8Array {
  if (size === 0) return new Uint8Array();
  const bytes = readSteadyFile(path, new ReusedBuffer());
  if (bytes.length !== size) throw fault('FILE_CHANGED', { path });
  return bytes;
}
