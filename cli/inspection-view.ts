// An inspection as text for a terminal: a few files one under another, many as a table.
import { shownName } from '../native-bridge/inspection/file-names';
import { factRows } from '../native-bridge/inspection/fact-rows';
import type { Finding, Severity } from '../shared/firmware/report';
import type { FileInspection } from '../shared/model/file-inspection';
import { errorText } from './messages';
import { hex } from './numbers';
import { bold, green, red, yellow } from './terminal';
import { count, rangeText, table } from './wording';

export const severities = ['fail', 'warn', 'note'] as const satisfies readonly Severity[];

export interface ViewOptions {
  readonly colour: boolean;
  /** The lightest findings that are told. */
  readonly findings: Severity;
}

/** The one word that a person looks for first. */
export function verdictWord({ report, error, contains }: FileInspection): string {
  if (error !== undefined) return 'unreadable';
  return report?.verdict ?? (contains === undefined ? 'unreadable' : 'archive');
}

const colours: Readonly<Record<string, (text: string, colour: boolean) => string>> = {
  good: green,
  usable: yellow,
  damaged: red,
  unreadable: red,
  'not-an-image': yellow,
};
const painted = (word: string, text: string, colour: boolean): string => colours[word]?.(text, colour) ?? text;

/** Everything about one file. */
export function fileLines(inspection: FileInspection, options: ViewOptions): string[] {
  const word = verdictWord(inspection);
  const uses = (inspection.report?.uses ?? []).map((use) => `  ${use}`);
  return [
    `${painted(word, word, options.colour)}: ${bold(shownName(inspection.file), options.colour)}`,
    `  ${sentenceOf(inspection)}`,
    ...uses,
    ...stepLines(inspection),
    '',
    ...table(factRows(inspection)).map((line) => `  ${line}`),
    ...regionLines(inspection),
    ...findingLines(inspection, options),
  ];
}

/** One line of a table, with what was found below it where that was asked for. */
export function rowLines(inspection: FileInspection, width: number, findings: Severity | undefined, colour: boolean): string[] {
  const word = verdictWord(inspection);
  return [
    `${painted(word, word.padEnd(12), colour)}  ${shownName(inspection.file).padEnd(width)}  ${sentenceOf(inspection)}`,
    ...(findings === undefined ? [] : findingLines(inspection, { colour, findings })),
  ];
}

function sentenceOf({ report, error, contains }: FileInspection): string {
  if (error !== undefined) return errorText(error).what;
  if (report !== undefined) return report.summary;
  return `This is an archive of ${count(contains?.length ?? 0, 'file')}.`;
}

const stepLines = ({ error }: FileInspection): string[] =>
  error === undefined ? [] : errorText(error).steps.map((step, index) => `  ${index + 1}. ${step}`);

function regionLines({ report }: FileInspection): string[] {
  if (report === undefined || report.regions.length === 0) return [];
  const covered = new Map(report.coverage.regions.map((region) => [region.name, region]));
  return [
    '',
    ...report.regions.map((region) => {
      const share = covered.get(region.name);
      const blank = share?.programmedBytes === 0 ? '  blank' : '';
      return `  ${region.name.padEnd(6)}  ${region.length === 0 ? 'unused' : rangeText(region)}${blank}`;
    }),
  ];
}

function findingLines({ report }: FileInspection, { findings: lightest, colour }: ViewOptions): string[] {
  if (report === undefined) return [];
  const told = severities.slice(0, severities.indexOf(lightest) + 1);
  const shown = report.findings.filter(({ severity }) => told.includes(severity));
  const left = report.findings.length - shown.length;
  const more = left > 0 && shown.length === 0 ? [] : left > 0 ? [`  (${count(left, 'lighter finding')} not shown)`] : [];
  return shown.length === 0 ? [] : ['', ...shown.flatMap((finding) => lines(finding, colour)), ...more];
}

function lines({ severity, code, message, offset, length, next, evidence }: Finding, colour: boolean): string[] {
  const paint = severity === 'fail' ? red : severity === 'warn' ? yellow : (text: string): string => text;
  const place =
    offset === undefined ? undefined : length === undefined || length === 0 ? `at ${hex(offset)}` : `at ${rangeText({ offset, length })}`;
  const indent = ' '.repeat(8);
  return [
    `  ${paint(severity.padEnd(4), colour)}  ${message}`,
    `${indent}${[code, place].filter((part) => part !== undefined).join(' ')}`,
    ...(evidence === undefined ? [] : [`${indent}${evidence}`]),
    ...(next === undefined ? [] : [`${indent}${next}`]),
  ];
}
