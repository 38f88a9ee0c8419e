// Inspections as the JSON document of the command line (../../docs: the command line is a public interface), whole or piece by piece.
import { machinesOfFamily } from '../../shared/machines';
import type { FileInspection } from '../../shared/model/file-inspection';
import { errorSentence } from './error-sentence';
import type { ExportOptions } from './export-options';
import { maskInspection } from './mask-inspection';

const SCHEMA = 'rom-rescue/inspect/1';

/** One entry of `files`. */
export function fileJson(inspection: FileInspection, { identity }: Pick<ExportOptions, 'identity'>): Record<string, unknown> {
  const { report, error, ...file } = identity ? inspection : maskInspection(inspection);
  const { size: _size, ...facts } = report ?? {};
  return { ...file, ...(error ? { error: errorJson(error) } : {}), ...machineOf(inspection), ...facts };
}

function errorJson(error: NonNullable<FileInspection['error']>): Record<string, unknown> {
  const { what, steps } = errorSentence(error);
  return { code: error.code, message: what, next: error.next, steps, params: error.params };
}

/** "HP Z620": those that carry this family of firmware. */
export function machineOf({ report }: FileInspection): { machine?: string } {
  const machines = report?.machineFamily === undefined ? [] : machinesOfFamily(report.machineFamily);
  return machines.length === 0 ? {} : { machine: machines.map(({ name }) => name).join(' or ') };
}

/** Everything could be read, and nothing in it failed or is doubtful: "usable" is not clean. */
export const isClean = ({ report, error }: FileInspection): boolean =>
  error === undefined && (report === undefined || report.verdict === 'good');

/** `head`, then `file` for each, then `tail`: one document, of which only one file is in memory at a time. */
export class JsonPieces {
  private files = 0;
  readonly head = `{\n"schema": "${SCHEMA}",\n"files": [\n`;

  constructor(private readonly options: Pick<ExportOptions, 'identity'>) {}

  file(inspection: FileInspection): string {
    return `${this.files++ === 0 ? '' : ',\n'}${JSON.stringify(fileJson(inspection, this.options))}`;
  }

  tail(rest: Readonly<Record<string, unknown>> & { readonly ok: boolean }): string {
    return `\n],\n${JSON.stringify(rest).slice(1)}\n`;
  }
}

export function exportJson(inspections: readonly FileInspection[], options: ExportOptions): string {
  const pieces = new JsonPieces(options);
  return pieces.head + inspections.map((inspection) => pieces.file(inspection)).join('') + pieces.tail({ ok: inspections.every(isClean) });
}
