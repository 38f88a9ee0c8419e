// What the desk needs of the rest: an inspection of a file, an export, a set joined. Handed in, so that tests and
// processes without worker threads can give their own.
import type { ImageKind } from '../../shared/firmware/report';
import type { InspectHints } from '../../shared/firmware/inspect';
import type { FileInspection } from '../../shared/model/file-inspection';
import type { CheckSet } from '../../shared/ipc/check-views';

export interface Inspector {
  /** How many files may be in work at once. */
  readonly width: number;
  /** Answers for any bytes; rejects where the file cannot be read, and when it is cancelled. */
  inspectFile(path: string, hints: InspectHints, signal: AbortSignal): Promise<FileInspection>;
  close(): Promise<void>;
}

export interface InspectedBytes {
  readonly fileId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly inspection: FileInspection;
}

export type ExportFormat = 'html' | 'json' | 'csv';
export type Export = (
  format: ExportFormat,
  inspections: readonly FileInspection[],
  identity: boolean,
) => { readonly mime: string; readonly text: string };

export interface SetPart {
  readonly fileId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface SetCandidate {
  readonly fileId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly kind?: ImageKind | undefined;
}
export interface SetJoiner {
  /** By names, kinds and sizes alone: called with each change of the list. */
  find(files: readonly SetCandidate[]): readonly CheckSet[];
  /** `undefined` where they are no whole set after all. */
  join(parts: readonly SetPart[]): { readonly name: string; readonly bytes: Uint8Array } | undefined;
}
