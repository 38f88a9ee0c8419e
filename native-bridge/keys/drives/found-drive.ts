// What the listers of each system bring home: facts about a drive, before the rules of protection.
import type { Drive, DriveRefusal } from '../../../shared/keys/types';

export interface FoundDrive extends Omit<Drive, 'refusals' | 'needsTypedName'> {
  /** The system's own handle of the drive: "8:16" on Linux, "disk4" on macOS, "disk2" on Windows. */
  readonly node: string;
  /** Handles of all that lies on it: partitions, volumes, mapped devices. */
  readonly parts: readonly string[];
  /** What the lister saw that forbids it. */
  readonly signs: readonly DriveRefusal[];
}

/** What differs from system to system. */
export interface DriveSystem {
  find(): Promise<FoundDrive[]>;
  /** Handle of what a person or program calls a drive or a part of one; undefined where it is no such thing. */
  nodeOf(spelling: string): Promise<string | undefined>;
  /** Handles of the drive or part that a file lies on. */
  nodesHolding(file: string): Promise<readonly string[]>;
}
