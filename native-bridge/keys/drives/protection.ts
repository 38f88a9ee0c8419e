// The rules that keep a key away from drives that matter. Pure: what is known comes in, refusals go out.
import { driveRefusals, type Drive, type DriveRefusal } from '../../../shared/keys/types';
import type { FoundDrive } from './found-drive';

const GIB = 1024 ** 3;
/** Beyond this a stick is unusual, and a backup disk is not. */
export const LARGE_BYTES = 128 * GIB;
/** The smallest key there is: FAT16, and the space before it. */
export const LEAST_BYTES = 17 * 1024 * 1024;
const KEY_BLOCK_BYTES = 512;

export interface ProtectionRules {
  /** What the key needs. */
  readonly leastBytes?: number;
  /** Handles of what the files for the key lie on. */
  readonly sourceNodes?: readonly string[];
}

export function protect(found: FoundDrive, { leastBytes = LEAST_BYTES, sourceNodes = [] }: ProtectionRules = {}): Drive {
  const { node, parts, signs, ...facts } = found;
  const isEmpty = facts.sizeBytes === 0;
  const reasons = new Set<DriveRefusal>(signs);
  const refuse = (reason: DriveRefusal, applies: boolean): void => void (applies && reasons.add(reason));
  refuse('mounted-not-removable', !facts.removable && facts.mounts.length > 0);
  refuse(
    'holds-source',
    sourceNodes.some((source) => source === node || parts.includes(source)),
  );
  refuse('read-only', facts.readOnly);
  refuse('no-medium', isEmpty);
  refuse('too-small', !isEmpty && facts.sizeBytes < leastBytes);
  refuse('large-blocks', facts.logicalBlockBytes !== KEY_BLOCK_BYTES);
  return {
    ...facts,
    refusals: driveRefusals.filter((reason) => reasons.has(reason)),
    needsTypedName: !facts.removable || facts.sizeBytes > LARGE_BYTES,
  };
}
