// A file of JSON lines that is only ever appended to. A line cut short by a power cut was never acknowledged, so nothing hangs on it.
import { parseJson } from './vault';
import type { Disk } from './files';

export interface LineFile {
  /** Resolves when the line is on disk; lines land in the order of the calls. */
  append(line: object): Promise<void>;
}

/** What stands in the file, line by line; torn and foreign lines are left out. */
export async function readLines<T>(disk: Disk, path: string, parse: (value: unknown) => T | undefined): Promise<T[]> {
  const text = (await disk.readText(path)) ?? '';
  return parseLines(text, parse);
}

export function parseLines<T>(text: string, parse: (value: unknown) => T | undefined): T[] {
  return text.split('\n').flatMap((line) => {
    const value = parse(parseJson(line));
    return value === undefined ? [] : [value];
  });
}

export function lineFile(disk: Disk, path: string): LineFile {
  let last: Promise<void> = Promise.resolve();
  let started = false;
  const append = async (line: object): Promise<void> => {
    // A torn last line gets its end, so that it does not swallow the next.
    const torn = !started && (((await disk.readText(path)) ?? '\n').at(-1) ?? '\n') !== '\n';
    await disk.append(path, `${torn ? '\n' : ''}${JSON.stringify(line)}\n`);
    started = true;
  };
  return {
    append: (line) => {
      const done = last.then(() => append(line));
      last = done.catch(() => {
        // What a failed append left behind is not known: look at the end again.
        started = false;
      });
      return done;
    },
  };
}
