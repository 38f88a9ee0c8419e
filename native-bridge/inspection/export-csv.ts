// Inspections as one line each, for a spreadsheet (RFC 4180). Text that a spreadsheet would take for a formula is held down by an apostrophe.
import type { FileInspection } from '../../shared/model/file-inspection';
import { errorSentence } from './error-sentence';
import { machineOf } from './export-json';
import type { ExportOptions } from './export-options';
import { maskInspection } from './mask-inspection';

type Cell = string | number | undefined;

const columns: readonly (readonly [string, (inspection: FileInspection) => Cell])[] = [
  ['file', ({ file }) => file],
  ['size', ({ size }) => size],
  ['verdict', ({ report, error, contains }) => (error ? 'unreadable' : (report?.verdict ?? (contains ? 'archive' : undefined)))],
  [
    'summary',
    ({ report, error, contains }) =>
      error ? errorSentence(error).what : (report?.summary ?? (contains && `archive of ${contains.length}`)),
  ],
  ['machine', (inspection) => machineOf(inspection).machine],
  ['kind', ({ report }) => report?.kind],
  ['bios', ({ report }) => report?.biosVersion],
  ['recovery', ({ report }) => report?.recoveryVersion],
  ['boot block', ({ report }) => report?.bootBlockDate],
  ['me', ({ report }) => report?.meVersion],
  ['me state', ({ report }) => report?.meState],
  ['mac', ({ report }) => report?.mac],
  ['fails', (inspection) => countOf(inspection, 'fail')],
  ['warnings', (inspection) => countOf(inspection, 'warn')],
  ['first finding', ({ report }) => report?.findings[0]?.code],
  ['sha256', ({ sha256 }) => sha256],
  ['md5', ({ md5 }) => md5],
  ['crc32', ({ crc32 }) => crc32],
  ['error', ({ error }) => error?.code],
];

const countOf = ({ report }: FileInspection, wanted: string): Cell => report?.findings.filter(({ severity }) => severity === wanted).length;

export const csvHead = (): string => line(columns.map(([name]) => name));

export const csvLine = (inspection: FileInspection, { identity }: Pick<ExportOptions, 'identity'>): string => {
  const shown = identity ? inspection : maskInspection(inspection);
  return line(columns.map(([, valueOf]) => valueOf(shown)));
};

export const exportCsv = (inspections: readonly FileInspection[], options: ExportOptions): string =>
  csvHead() + inspections.map((inspection) => csvLine(inspection, options)).join('');

const line = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[\s]*[=+\-@|%]/.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
