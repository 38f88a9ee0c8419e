// A package as text for a terminal: verdict and sentence, facts, images, members, what was found.
import { shownName } from '../native-bridge/inspection/file-names';
import type { Finding } from '../shared/firmware/report';
import type { PackageFit } from '../shared/keys/fit-package';
import type { PackageMember, PackageReport, RomImage } from '../shared/keys/types';
import type { AppError } from '../shared/model/errors';
import { errorText } from './messages';
import { bold, green, red, yellow } from './terminal';
import { sizeText, table } from './wording';

const verdicts: Record<PackageReport['verdict'], { readonly word: string; readonly paint: typeof green }> = {
  usable: { word: 'usable', paint: green },
  'usable-with-warnings': { word: 'usable, with warnings', paint: yellow },
  'not-usable': { word: 'not usable', paint: red },
};

export function packageLines(report: PackageReport, fit: PackageFit | undefined, colour: boolean): string[] {
  const { word, paint } = verdicts[report.verdict];
  return [
    `${paint(word, colour)}: ${bold(shownName(report.file), colour)}`,
    `  ${shownName(report.summary)}`,
    ...fitLines(fit, colour),
    '',
    ...table(factRows(report)).map((line) => `  ${line}`),
    ...section('ROM images', report.images.length, grid(report.images.map(imageRow))),
    ...section('Files', report.members.length, grid(report.members.map(memberRow))),
    ...(report.findings.length === 0 ? [] : ['', ...report.findings.flatMap((finding) => findingLines(finding, colour))]),
  ];
}

export function packageErrorLines(file: string, error: AppError, colour: boolean): string[] {
  const { what, steps } = errorText(error);
  return [
    `${red('unreadable', colour)}: ${bold(shownName(file), colour)}`,
    `  ${shownName(what)}`,
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    `  Details: ${error.code}`,
  ];
}

function fitLines(fit: PackageFit | undefined, colour: boolean): string[] {
  if (fit === undefined) return [];
  const paint = { yes: green, no: red, unknown: yellow }[fit.fit];
  return [`  ${paint(`fits: ${fit.fit}`, colour)}. ${shownName(fit.sentence)} (${fit.certainty}: ${fit.source})`];
}

function factRows(report: PackageReport): [string, string][] {
  const { softpaq, family, models, release, supersedes, canBuild, authenticode } = report;
  const rows: [string, string | undefined][] = [
    ['container', report.container],
    ['size', sizeText(report.size)],
    ['SHA-256', report.sha256],
    ['SoftPaq', softpaq],
    ['family', family],
    ['models', models.length === 0 ? undefined : models.join(', ')],
    ['release', release],
    ['supersedes', supersedes],
    ['signature', authenticode === undefined ? undefined : `Authenticode digest ${authenticode}`],
    ['keys from it', canBuild.length === 0 ? 'none from it alone' : canBuild.join(', ')],
  ];
  return rows.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, shownName(value)]]));
}

const proofs: Record<RomImage['proof'], string> = {
  'signature-good': 'signature good',
  'signature-bad': 'signature bad',
  'sum-good': 'checksum good',
  'sum-bad': 'checksum bad',
  none: 'nothing proves it',
};

const imageRow = ({ path, size, family, innerDate, version, proof }: RomImage): string[] => [
  shownName(path),
  sizeText(size),
  family ?? '',
  innerDate ?? version ?? '',
  proofs[proof],
];

const memberRow = ({ path, size, role, sha256 }: PackageMember): string[] => [
  shownName(path),
  sizeText(size),
  role === 'other' ? '' : role,
  sha256.slice(0, 16),
];

const section = (title: string, entries: number, lines: readonly string[]): string[] =>
  entries === 0 ? [] : ['', `  ${title} (${entries})`, ...lines.map((line) => `    ${line}`)];

/** Columns under each other. */
function grid(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function findingLines({ severity, code, message, next, evidence }: Finding, colour: boolean): string[] {
  const paint = severity === 'fail' ? red : severity === 'warn' ? yellow : (text: string): string => text;
  const indent = ' '.repeat(8);
  return [
    `  ${paint(severity.padEnd(4), colour)}  ${shownName(message)}`,
    `${indent}${code}`,
    ...(evidence === undefined ? [] : [`${indent}${shownName(evidence)}`]),
    ...(next === undefined ? [] : [`${indent}${next}`]),
  ];
}
