// Making of meanings: what every rule says the same way.
import type { Certainty, FileChange, Meaning, MeaningCode } from './types';
import type { PairFacts } from './pair-facts';

interface Said {
  readonly code: MeaningCode;
  readonly certainty: Certainty;
  readonly message: string;
  readonly next: string;
  readonly evidence?: string;
}

export const say = (facts: PairFacts, said: Said): Meaning => ({ ...said, files: [...facts.indices] });

export const many = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;

/** "a, b and c" */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

const regionTitles: Readonly<Record<string, string>> = {
  fd: 'the descriptor',
  gbe: 'the network region',
  pdr: 'the platform data',
  me: 'the ME region',
  nvram: 'the variable area',
  bios: 'the BIOS code',
  bb: 'the boot block',
  'bios-region': 'the BIOS region',
  '': 'space outside all regions',
};

export const regionTitle = (name: string): string => regionTitles[name] ?? `the region ${name}`;
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** "2 files were changed and 1 file was added", and their names. */
export function changeText(
  changed: readonly FileChange[],
  added: readonly FileChange[],
  removed: readonly FileChange[],
): { message: string; evidence: string } | undefined {
  const parts = [
    { files: changed, word: 'changed' },
    { files: added, word: 'added' },
    { files: removed, word: 'removed' },
  ].filter(({ files }) => files.length > 0);
  if (parts.length === 0) return undefined;
  const names = (files: readonly FileChange[]): string => {
    const shown = [...new Set(files.map(({ name, guid }) => name ?? guid))];
    return shown.length > 6 ? `${shown.slice(0, 6).join(', ')} and ${shown.length - 6} more` : shown.join(', ');
  };
  return {
    message: listed(parts.map(({ files, word }) => `${many(files.length, 'file')} ${files.length === 1 ? 'was' : 'were'} ${word}`)),
    evidence: parts.map(({ files, word }) => `${word}: ${names(files)}`).join('; '),
  };
}
