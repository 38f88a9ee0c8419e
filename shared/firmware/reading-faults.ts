// The one rule that tells a bad read from a bad chip. A read whose bytes were distorted on the way is no backup and no base; damage that
// the chip really holds stops nothing: it is why the work is done.
import type { Finding, ImageReport } from './report';

/**
 * Diagnoses of the dump that a chip can come to by itself: an erase or a write that was cut short, another chip's content behind an
 * image. All others can only come from the way between chip and file, or cannot be told from that.
 */
const ofTheContent: readonly string[] = ['DUMP_MOSTLY_BLANK', 'DUMP_STOPPED', 'DUMP_JOINED', 'DUMP_REPEATED'];
const isOfTheRead = ({ code }: Finding): boolean => code.startsWith('DUMP_') && !ofTheContent.includes(code);

/** Failures that speak of the reading: constant, mirrored, stuck or bridged lines, shifted, swapped, cut. In the order of the report. */
export const readingFaults = ({ findings }: Pick<ImageReport, 'findings'>): readonly Finding[] =>
  findings.filter((finding) => finding.severity === 'fail' && isOfTheRead(finding));

export type BackupWorth =
  /** Nothing failed. */
  | { readonly kind: 'sound' }
  /** The read is right as far as can be told, and the chip's content is damaged: shown, and gone on with. */
  | { readonly kind: 'damaged-content'; readonly faults: readonly Finding[] }
  /** Not what the chip holds: no backup. */
  | { readonly kind: 'misread'; readonly faults: readonly Finding[] };

export function worthOfBackup(report: Pick<ImageReport, 'findings'>): BackupWorth {
  const misread = readingFaults(report);
  if (misread.length > 0) return { kind: 'misread', faults: misread };
  const faults = report.findings.filter(({ severity }) => severity === 'fail');
  return faults.length > 0 ? { kind: 'damaged-content', faults } : { kind: 'sound' };
}
