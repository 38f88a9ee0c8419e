// The file in question and what is asked of it.
import type { ImageLayout, Machine } from '../../machines';
import type { BlockScan } from '../dump/scan-blocks';
import type { InspectTools } from '../hashing';

export interface InspectHints {
  /** The machine the image is for: another family then is a finding. */
  readonly machineId?: string;
  /** JEDEC id of the fitted chip, "EF 40 18", where it was read. */
  readonly chipJedec?: string;
  /** Identity with its values; otherwise only where it is and the hash of it. */
  readonly withIdentity?: boolean;
}

/** What every step needs to know of the file. */
export interface Subject {
  readonly bytes: Uint8Array;
  readonly scan: BlockScan;
  /** Of the machine in question, or of those that are known. */
  readonly layout: ImageLayout;
  readonly machine?: Machine;
  readonly hints: InspectHints;
  readonly tools: InspectTools;
}
