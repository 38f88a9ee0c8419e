// Inspections as one page that needs nothing else: no scripts, no fonts, no pictures from anywhere. Whole, or piece by piece.
import type { Finding, ImageReport } from '../../shared/firmware/report';
import type { FileInspection } from '../../shared/model/file-inspection';
import { errorSentence } from './error-sentence';
import type { ExportOptions } from './export-options';
import { factRows, share } from './fact-rows';
import { shownName } from './file-names';
import { flashMapSvg } from './flash-map-svg';
import { escaped, hexRange, htmlFacts, htmlTable } from './html-text';
import { htmlTree } from './html-tree';
import { maskInspection } from './mask-inspection';

/** Pages of more files leave the trees out: they would be megabytes each. */
const MOST_TREES = 20;

export const exportHtml = (inspections: readonly FileInspection[], options: ExportOptions): string => {
  const pieces = new HtmlPieces(options);
  const sections = inspections.map((inspection) => pieces.section(inspection)).join('');
  return pieces.head() + sections + pieces.tail();
};

/** `section` for each file first; then `head`, the sections, and `tail` make the page. */
export class HtmlPieces {
  private readonly overview: (readonly [name: string, word: string, sentence: string])[] = [];

  constructor(private readonly options: ExportOptions) {}

  section(given: FileInspection): string {
    const inspection = this.options.identity ? given : maskInspection(given);
    const [name, word, sentence] = [shownName(inspection.file), wordOf(inspection), sentenceOf(inspection)];
    this.overview.push([name, word, sentence]);
    const number = this.overview.length;
    const { report, contains = [] } = inspection;
    return `<section id="file-${number}"><h2>${escaped(name)}</h2>
<p><span class="verdict ${word}">${escaped(word.replaceAll('-', ' '))}</span> ${escaped(sentence)}</p>
${listOf([...(report?.uses ?? []), ...(inspection.error ? errorSentence(inspection.error).steps : [])])}
${report ? flashMapSvg(report) : ''}${htmlFacts(factRows(inspection))}${report ? reportParts(report, number <= MOST_TREES) : ''}
${htmlTable(
  ['Contains', 'Bytes'],
  contains.map((member) => [member.name, String(member.size)]),
)}</section>
`;
  }

  head(): string {
    const { identity } = this.options;
    const note = identity ? 'This page shows what identifies the board. Keep it to yourself.' : 'What identifies the board is hidden.';
    return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Inspection of ${this.overview.length === 1 ? escaped(this.overview[0]![0]) : `${this.overview.length} files`}</title>
<style>${style}</style>
<h1>Inspection</h1>
<p>${note}</p>
${this.overview.length > 1 ? this.overviewTable() : ''}
`;
  }

  tail(): string {
    const made = [this.options.program, this.options.madeAt].filter((part) => part !== undefined).join(', ');
    return `${made === '' ? '' : `<footer>${escaped(made)}</footer>`}</html>\n`;
  }

  private overviewTable(): string {
    const rows = this.overview.map(
      ([name, word, sentence], index) =>
        `<tr><td><a href="#file-${index + 1}">${escaped(name)}</a></td><td><span class="verdict ${word}">${escaped(word.replaceAll('-', ' '))}</span></td><td>${escaped(sentence)}</td></tr>`,
    );
    return `<table><thead><tr><th scope="col">File</th><th scope="col">Verdict</th><th scope="col">What it is</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  }
}

const wordOf = ({ report, error, contains }: FileInspection): string =>
  error ? 'unreadable' : (report?.verdict ?? (contains ? 'archive' : 'unreadable'));

const sentenceOf = ({ report, error, contains }: FileInspection): string =>
  error ? errorSentence(error).what : (report?.summary ?? `This is an archive of ${contains?.length ?? 0} files.`);

const listOf = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;

function reportParts(report: ImageReport, withTree: boolean): string {
  const covered = new Map(report.coverage.regions.map((region) => [region.name, region]));
  const regions = report.regions.map(({ name, offset, length }) => {
    const found = covered.get(name);
    const proven = found === undefined ? '' : found.programmedBytes === 0 ? 'blank' : share(found.coveredBytes, found.programmedBytes);
    return [name, hexRange(offset, length), String(length), proven];
  });
  const identity = report.identity.map(({ title, offset, length, state, value }) => [title, hexRange(offset, length), state, value ?? '']);
  const severities = report.findings.map(({ severity }) => severity);
  return [
    titled(
      'Findings',
      htmlTable(['', 'What', 'Where', 'What to do', 'Evidence'], report.findings.map(findingRow), (row) => severities[row]!),
    ),
    titled('Regions', htmlTable(['Region', 'Where', 'Bytes', 'Proven by a checksum'], regions)),
    titled('Identity', htmlTable(['What', 'Where', 'State', 'Value'], identity)),
    withTree ? htmlTree(report.structure) : '',
  ].join('');
}

const titled = (title: string, content: string): string => (content === '' ? '' : `<h3>${title}</h3>${content}`);

const findingRow = ({ severity, message, code, offset, length = 0, next = '', evidence = '' }: Finding): string[] => [
  severity,
  `${message} (${code})`,
  offset === undefined ? '' : hexRange(offset, length),
  next,
  evidence,
];

const style = `:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#ccc;--bad:#b3261e;--warn:#8a5a00;--good:#1b6e3c;--me:#8fb8de;--bios:#a5cfa0;--other:#d9c9a3;--nvram:#d8b4d8}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#161616;--line:#444;--bad:#ff8a80;--warn:#e6b450;--good:#7bd39a;--me:#2f5f8a;--bios:#3c6b38;--other:#6b5c33;--nvram:#6b446b}}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--paper)}
section{margin-top:3rem;border-top:2px solid var(--line)}h2,h3{overflow-wrap:anywhere}table{border-collapse:collapse;margin:1rem 0}
th{text-align:left;font-weight:600;padding:.15rem 1.5rem .15rem 0;vertical-align:top}td{padding:.15rem 1rem .15rem 0;vertical-align:top;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.verdict{font-weight:700;margin-right:.5rem}.good{color:var(--good)}.usable,.not-an-image,tr.warn td:first-child{color:var(--warn)}.damaged,.unreadable,.fail,tr.fail td:first-child{color:var(--bad)}
.map{width:100%;height:auto;font:13px system-ui,sans-serif;fill:var(--ink)}.map rect{stroke:var(--paper);stroke-width:.5;fill:var(--other)}.map .me{fill:var(--me)}.map .bios,.map .bb{fill:var(--bios)}.map .nvram{fill:var(--nvram)}
.map .part{fill:var(--line)}.map .bad,.map .mark.fail{fill:var(--bad)}.map .mark.warn{fill:var(--warn)}.tree ul{list-style:none;padding-left:1.2rem}.tree code{font-size:.85em}footer{margin-top:3rem}
@media print{section{break-before:page}}`;
