// A command line for @vscode/sudo-prompt, which takes text only. What it does to that text differs by system: see each rule.
import { fault } from '../../../shared/model/errors';

export interface HelperCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Set for the helper; names are the program's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** A file among the arguments that root cannot read where it is: it is put beside the job. */
  readonly copied?: string;
}

type System = 'linux' | 'darwin' | 'win32';

/** @throws KEY_DRIVE_HELPER_LOST where a word cannot be passed on unharmed */
export function commandLine({ program, args, env = {} }: HelperCommand, system: System): string {
  const words = [program, ...args];
  const settings = Object.entries(env);
  const unsafe = [...words, ...settings.map(([, value]) => value)].find(
    (word) => /[\0\r\n]/.test(word) || (system === 'win32' && word.includes('"')),
  );
  if (unsafe !== undefined)
    throw fault('KEY_DRIVE_HELPER_LOST', { detail: 'a path has a line break or quotation mark', stick: 'untouched' });
  if (system === 'win32') {
    // The text becomes a line of a batch file: only % is special between quotation marks.
    const quoted = (word: string): string => `"${word.replaceAll('%', '%%')}"`;
    const sets = settings.map(([name, value]) => `set "${name}=${value.replaceAll('%', '%%')}"&& `);
    return sets.join('') + words.map(quoted).join(' ');
  }
  const single = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
  const line = ['/usr/bin/env', ...settings.map(([name, value]) => `${name}=${value}`), ...words].map(single).join(' ');
  // On macOS the text is a line of a script. On Linux it stands between double quotes in the command of another shell first, where
  // sudo-prompt takes care of quotation marks only.
  return system === 'darwin' ? line : line.replace(/[\\$`]/g, '\\$&');
}

/** sudo-prompt puts the working folder into a command as well, and guards against quotation marks only. */
export const isSafeFolder = (folder: string): boolean =>
  !/["$`\\\r\n%]/.test(process.platform === 'win32' ? folder.replaceAll('\\', '') : folder);
