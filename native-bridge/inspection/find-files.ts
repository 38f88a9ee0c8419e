// From what a person names, files and folders, to the list of files to inspect: sorted, each once, bounded, and what is left out told.
import { lstat, opendir, stat } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { fault, type AppError, type Fault } from '../../shared/model/errors';
import { compareNames, isCompanion } from './file-names';
import { MAX_FILES, MAX_FOLDER_DEPTH } from './limits';
import { fileFault, requireReadable } from './read-file';

export interface FoundFile {
  readonly path: string;
  /** Where it is known already that it cannot be inspected. */
  readonly error?: AppError;
  readonly size: number;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Further names of files that are in the list. */
  readonly duplicates: readonly { readonly path: string; readonly sameAs: string }[];
  /** In folders: hidden files, notes, pictures, and links to other folders. */
  readonly passedOver: number;
}

export interface FindLimits {
  readonly files?: number;
  readonly depth?: number;
}

/** Throws nothing but the signal's reason: what cannot be had is in the list with its error. */
export async function findFiles(paths: readonly string[], limits: FindLimits = {}, signal?: AbortSignal): Promise<FoundFiles> {
  const search = new Search(limits.files ?? MAX_FILES, limits.depth ?? MAX_FOLDER_DEPTH, signal);
  for (const path of paths) await search.add(path, 0);
  return search;
}

class Search implements FoundFiles {
  readonly files: FoundFile[] = [];
  readonly duplicates: { path: string; sameAs: string }[] = [];
  passedOver = 0;
  /** By device and inode: a file may be named twice, and a folder mounted inside itself. */
  private readonly seen = new Map<string, string>();
  private isFull = false;

  constructor(
    private readonly mostFiles: number,
    private readonly deepest: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async add(path: string, depth: number): Promise<void> {
    this.signal?.throwIfAborted();
    if (this.isFull) return;
    if (this.files.length >= this.mostFiles) {
      this.isFull = true;
      return this.refuse(path, fault('FILES_TOO_MANY', { path, limit: this.mostFiles }));
    }
    try {
      await this.addKnown(path, depth, await stat(path, { bigint: true }));
    } catch (thrown) {
      this.signal?.throwIfAborted();
      this.refuse(path, fileFault(thrown, path));
    }
  }

  private async addKnown(path: string, depth: number, stats: BigIntStats): Promise<void> {
    // Only a link that was named itself leads into a folder: one inside might lead to the whole disk.
    if (stats.isDirectory() && depth > 0 && (await lstat(path)).isSymbolicLink()) {
      this.passedOver++;
      return;
    }
    const identity = `${stats.dev}:${stats.ino}`;
    const before = stats.ino === 0n ? undefined : this.seen.get(identity);
    if (before !== undefined) {
      this.duplicates.push({ path, sameAs: before });
      return;
    }
    this.seen.set(identity, path);
    if (stats.isDirectory()) return this.addFolder(path, depth);
    try {
      requireReadable(stats, path);
      this.files.push({ path, size: Number(stats.size) });
    } catch (thrown) {
      this.refuse(path, fileFault(thrown, path), Number(stats.size));
    }
  }

  private async addFolder(path: string, depth: number): Promise<void> {
    if (depth >= this.deepest) return this.refuse(path, fault('FILES_TOO_MANY', { path, limit: this.deepest }));
    const names: string[] = [];
    for await (const { name } of await opendir(path)) {
      this.signal?.throwIfAborted();
      if (isCompanion(name)) this.passedOver++;
      else if (names.push(name) > 10 * this.mostFiles) break;
    }
    for (const name of names.sort(compareNames)) await this.add(join(path, name), depth + 1);
  }

  private refuse(path: string, { error }: Fault, size = 0): void {
    this.files.push({ path, error, size });
  }
}
