// The report as one page that needs nothing else: no scripts, no fonts, no pictures from anywhere.
import type { ImageReport } from '../../shared/firmware/report';
import type { CaseReport } from './report';

export function reportHtml(report: CaseReport): string {
  const { verification, target, chip } = report;
  const title = escaped(report.identityShown ? report.case.title : 'Recovery report');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – ROM Rescue</title>
<style>${style}</style>
<h1>${title}</h1>
<p>${escaped(report.program.name)} ${escaped(report.program.version)} on ${escaped(report.program.platform)}, ${escaped(report.madeAt)}.
${report.identityShown ? 'This report shows what identifies the board. Keep it to yourself.' : 'What identifies the board is hidden.'}</p>
${table('Case', Object.entries(report.case))}
${chip ? table('Chip', Object.entries(chip)) : ''}
${report.backups.map((backup) => table(`Backup ${backup.fileName}`, backupRows(backup))).join('\n')}
${list(
  'Files',
  report.sources.map((source) => `${source.name}: ${source.kind}, ${source.sizeBytes} bytes, SHA-256 ${source.sha256}`),
)}
${list(
  'Regions',
  Object.entries(report.choices).map(([region, choice]) => `${region}: ${choice.kind}${'meData' in choice ? `, ${choice.meData}` : ''}`),
)}
${list('Edits', editLines(report.edits))}
${
  target
    ? table('Target', [
        ['SHA-256', target.sha256],
        ['Changed regions', target.changedRegions.join(', ')],
        ['Verdict', target.report.verdict],
        ['MAC', target.report.mac],
        ['Network settings', networkCopies(target.report)],
      ])
    : ''
}
${
  target
    ? list(
        'Findings of the target',
        target.report.findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
      )
    : ''
}
${list(
  'Plan',
  report.steps.map(({ op, offset, length }) => `${op} ${hex(offset)}, ${length} bytes`),
)}
${verification ? table('Verification', verificationRows(verification)) : '<h2>Verification</h2><p>Not verified.</p>'}
${
  verification
    ? list(
        'Differences',
        verification.differences.map(({ offset, length, region }) => `${hex(offset)}, ${length} bytes, ${region}`),
      )
    : ''
}
${report.blocks ? table('Blocks', [['Regions of the write', report.writtenRegions.join(', ')], ...blockRows(report.blocks)]) : ''}
${list(
  'At first boot',
  report.firstBoot.map(({ value, certainty, source }) => `${value} (${certainty}: ${source})`),
)}
${list(
  'Journal',
  report.journal.map((entry) => JSON.stringify(entry)),
)}
${list(
  'Log',
  report.log.map(({ at, code, params }) => `${at} ${code} ${JSON.stringify(params)}`),
)}
</html>
`;
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h2{margin-top:2rem;border-bottom:1px solid #ccc}table{border-collapse:collapse}th{text-align:left;font-weight:600;padding-right:1.5rem;vertical-align:top}
td,li{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}}`;

type Row = readonly [string, unknown];

const table = (title: string, rows: readonly Row[]): string =>
  `<h2>${escaped(title)}</h2><table>${rows
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(String(value))}</td></tr>`)
    .join('')}</table>`;

const list = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<h2>${escaped(title)}</h2><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;

const backupRows = (backup: CaseReport['backups'][number]): Row[] => [
  ['Taken', backup.takenAt],
  ['Size', `${backup.sizeBytes} bytes`],
  ['SHA-256', backup.sha256],
  ['Reads', backup.reads],
  ['Read back from disk', backup.readBack],
  ['Blocks that settled', backup.settled.length],
  ['Blocks that never agreed', backup.unstable.length],
  ['Verdict', backup.report.verdict],
  ['BIOS', backup.report.biosVersion],
  ['Boot block', backup.report.bootBlockDate],
  ['ME', backup.report.meVersion],
  ['MAC', backup.report.mac],
];

const editLines = ({ mac, recovery }: CaseReport['edits']): string[] => [
  ...(mac === undefined ? [] : [`MAC address: ${mac}`]),
  ...(recovery === undefined ? [] : [`crisis-recovery volume: ${recovery.kind}`]),
];

const networkCopies = ({ gbe }: ImageReport): string | undefined =>
  gbe?.copies
    .map(({ blank, sumIsGood }, index) => `copy ${index + 1}: ${blank ? 'blank' : sumIsGood ? 'checksum right' : 'checksum wrong'}`)
    .join(', ');

const verificationRows = (verification: NonNullable<CaseReport['verification']>): Row[] => [
  ['Result', verification.equal ? 'equal' : 'different'],
  ['Mode', verification.mode === 'full' ? 'the whole chip' : 'what was touched, and a sample of the rest'],
  ['Compared', `${verification.comparedBytes} bytes`],
  ['Expected SHA-256', verification.expectedSha256],
  ['SHA-256 of the chip', verification.chipSha256],
  ['At', verification.at],
  ['Adapter left afterwards', verification.lateUnplug ? 'yes' : undefined],
];

const blockRows = (blocks: NonNullable<CaseReport['blocks']>): Row[] => {
  const ranges = (units: readonly { offset: number; length: number }[]) =>
    units.map(({ offset, length }) => `${hex(offset)}+${length}`).join(', ');
  return [
    ['Write', blocks.open ? 'open: the chip is partly written' : 'finished'],
    ['Old', ranges(blocks.oldUnits)],
    ['New', ranges(blocks.newUnits)],
    ['Unknown', ranges(blocks.unknownUnits)],
  ];
};

const hex = (value: number): string => `0x${value.toString(16).padStart(6, '0')}`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
