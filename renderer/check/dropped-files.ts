// What a person drops or chooses, as files with the names that person knows: folders are walked, with limits.

export interface Incoming {
  /** With the folders it lay in. */
  readonly name: string;
  readonly file: File;
  /** It came with a folder, and was not chosen itself. */
  readonly inFolder: boolean;
}

const MOST_FILES = 5000;
const DEEPEST = 20;

export const chosenFiles = (files: Iterable<File>): Incoming[] =>
  [...files].slice(0, MOST_FILES).map((file) => ({
    name: file.webkitRelativePath || file.name,
    file,
    inFolder: file.webkitRelativePath !== '',
  }));

/** Must be called while the drop is handled: the entries are gone after it. */
export function droppedFiles(transfer: DataTransfer): Promise<Incoming[]> {
  const entries: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) loose.push(file);
  }
  const found = chosenFiles(loose);
  return walk(entries, found).then(() => found);
}

/** A folder that cannot be read is left out: there is no file to say it of. */
async function walk(entries: readonly FileSystemEntry[], found: Incoming[], depth = 0): Promise<void> {
  for (const entry of entries) {
    if (found.length >= MOST_FILES) return;
    if (entry.isFile) {
      const file = await new Promise<File | undefined>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)));
      if (file) found.push({ name: entry.fullPath.replace(/^\//, '') || file.name, file, inFolder: depth > 0 });
    } else if (depth < DEEPEST) {
      await walk(await childrenOf(entry as FileSystemDirectoryEntry), found, depth + 1);
    }
  }
}

/** The reader gives some hundred at a time, and none at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0 || children.length >= MOST_FILES) break;
    children.push(...some);
  }
  return children.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
