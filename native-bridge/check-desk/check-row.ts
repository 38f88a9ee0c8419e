// The row of a file: what the table shows, drawn from the whole inspection.
import type { CheckRow } from '../../shared/ipc/check-views';
import type { Finding, ImageReport } from '../../shared/firmware/report';
import type { FileInspection } from '../../shared/model/file-inspection';

/** What is known of a file before it was inspected stays. */
export function rowOfInspection(before: CheckRow, inspection: FileInspection): CheckRow {
  const { fileId, name, sizeBytes } = before;
  const { report, error, sha256, contains } = inspection;
  const isEmpty = error?.code === 'IMAGE_EMPTY';
  return {
    fileId,
    name,
    sizeBytes,
    // An empty file was read to its end: there is a page of it, and it is no image.
    ...(isEmpty ? { state: 'done', verdict: 'not-an-image' as const } : { state: error && !report ? 'failed' : 'done' }),
    ...(sha256 ? { sha256 } : {}),
    ...(error ? { error } : {}),
    ...(contains ? { contains: contains.length, kind: 'archive' as const } : {}),
    ...(report ? factsOf(report) : {}),
  };
}

function factsOf(report: ImageReport): Partial<CheckRow> {
  const { kind, verdict, summary, machineFamily, biosVersion, bootBlockDate, bootBlockClass, meVersion, meState, macKind } = report;
  return {
    kind,
    verdict,
    summary: summary.slice(0, 600),
    findings: countBySeverity(report.findings),
    ...(machineFamily ? { family: machineFamily } : {}),
    ...(biosVersion ? { biosVersion } : {}),
    ...(bootBlockDate ? { bootBlockDate } : {}),
    ...(bootBlockClass ? { bootBlockClass } : {}),
    ...(meVersion ? { meVersion } : {}),
    ...(meState ? { meState } : {}),
    ...(macKind ? { macKind } : {}),
  };
}

function countBySeverity(findings: readonly Finding[]): NonNullable<CheckRow['findings']> {
  const counts = { fail: 0, warn: 0, note: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
