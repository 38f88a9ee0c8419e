// What the pool and a thread of it say to each other.
import type { InspectHints } from '../../shared/firmware/inspect';
import type { FileInspection } from '../../shared/model/file-inspection';
import type { Source } from './inspect-source';

export interface Job {
  readonly source: Source;
  readonly hints: InspectHints;
}

/** Inspections in order, then undefined: the thread is free. */
export type FromWorker = FileInspection | undefined;
