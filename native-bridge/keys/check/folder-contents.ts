// A folder on the computer as the contents of a key: a mounted stick, or files that someone copied together. Links are not followed.
import { closeSync, lstatSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from '../../inspection/read-file';
import { fault } from '../../../shared/model/errors';
import { isShortName, type KeyContents, type KeyEntry } from './key-contents';

const MOST_ENTRIES = 20_000;
const MOST_DEPTH = 8;
const MOST_READ_BYTES = 64 * 1024 * 1024;

/** @throws FILE_*, FILES_TOO_MANY */
export function folderContents(top: string): KeyContents {
  const entries: KeyEntry[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const name of namesIn(join(top, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stats = lstatSync(join(top, path), { throwIfNoEntry: false });
      if (stats === undefined || (!stats.isDirectory() && !stats.isFile())) continue;
      if (entries.length >= MOST_ENTRIES) throw fault('FILES_TOO_MANY', { path: top, limit: MOST_ENTRIES });
      entries.push({ path, shortName: shortNameOf(name), size: stats.isFile() ? stats.size : 0, isFolder: stats.isDirectory() });
      if (stats.isDirectory() && depth < MOST_DEPTH) walk(path, depth + 1);
    }
  };
  walk('', 1);
  return { entries, read: (path, mostBytes = MOST_READ_BYTES) => readStart(join(top, path), mostBytes) };
}

/** As DOS would see the first file with such a name. */
function shortNameOf(name: string): string {
  if (isShortName(name)) return name.toUpperCase();
  const clean = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9_-]/g, '');
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? clean(name.slice(dot + 1)).slice(0, 3) : '';
  return `${clean(dot > 0 ? name.slice(0, dot) : name).slice(0, 6)}~1${ending ? `.${ending}` : ''}`;
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
}

function readStart(path: string, mostBytes: number): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const size = Math.min(lstatSync(path).size, mostBytes);
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size;) {
        const got = readSync(file, bytes, at, size - at, at);
        if (got === 0) return bytes.subarray(0, at);
        at += got;
      }
      return bytes;
    } finally {
      closeSync(file);
    }
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
}
