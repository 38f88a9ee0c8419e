// A key as text for a terminal: what stands on it, what the check says, what to do with it.
import { shownName } from '../native-bridge/inspection/file-names';
import type { Finding } from '../shared/firmware/report';
import type { KeyCheck, KeyPlan } from '../shared/keys/types';
import type { ServerStep } from '../shared/machines/proliant';
import { findingLines } from './package-view';
import { bold, green, red, yellow } from './terminal';
import { sizeText, table } from './wording';

const verdicts: Record<KeyCheck['verdict'], { readonly word: string; readonly paint: typeof green }> = {
  ready: { word: 'ready', paint: green },
  unsure: { word: 'unsure', paint: yellow },
  'will-not-work': { word: 'will not work', paint: red },
};

const kinds: Record<KeyPlan['kind'], string> = { rompaq: 'ROMPaq key', crisis: 'crisis-recovery key' };

export function planLines({ kind, fileSystem, sizeBytes, family, files }: KeyPlan, name: string, colour: boolean): string[] {
  const facts = [kinds[kind], fileSystem.toUpperCase(), sizeText(sizeBytes), ...(family ? [`family ${family}`] : [])];
  return [
    `${bold(shownName(name), colour)}: ${facts.join(', ')}`,
    ...table(files.map(({ path, size, from }) => [path, `${sizeText(size).padStart(10)}  ${shownName(from)}`])).map((line) => `  ${line}`),
  ];
}

export function checkLines(check: KeyCheck, name: string, colour: boolean): string[] {
  const { word, paint } = verdicts[check.verdict];
  return [
    `${paint(word, colour)}: ${bold(shownName(name), colour)}`,
    `  ${shownName(check.summary)}`,
    ...(check.fixFirst === undefined ? [] : [`  ${bold('Do this:', colour)} ${check.fixFirst}`]),
    ...(check.facts.length === 0
      ? []
      : ['', ...table(check.facts.map(({ name: fact, value }) => [fact, shownName(value)])).map((line) => `  ${line}`)]),
    ...allFindingLines(check.findings, colour),
    ...(check.repairs.length === 0
      ? []
      : [
          '',
          '  Can be mended without making the key anew, with --repair:',
          ...check.repairs.map(({ title }) => `    ${shownName(title)}`),
        ]),
  ];
}

export const allFindingLines = (findings: readonly Finding[], colour: boolean): string[] =>
  findings.length === 0 ? [] : ['', ...findings.flatMap((finding) => findingLines(finding, colour))];

export const stepLines = (title: string, steps: readonly ServerStep[]): string[] => [
  '',
  title,
  ...steps.map(({ text, certainty, source }, index) => `  ${index + 1}. ${text} (${certainty}: ${source})`),
];
