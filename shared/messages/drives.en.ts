// Words about drives: why one may not be chosen, and what state a stick is in. Codes come from shared/keys/types.ts.
import type { DriveRefusal, DriveState } from '../keys/types';

export const driveRefusalText: Record<DriveRefusal, string> = {
  system: 'this computer runs from it',
  swap: 'this computer uses it as memory (swap)',
  'raid-or-volume-group': 'it is part of a RAID or a volume group',
  encrypted: 'it holds encrypted data',
  'mounted-not-removable': 'it is a built-in drive in use',
  'holds-source': 'the file for the key lies on it',
  'read-only': 'it is write-protected',
  'no-medium': 'no medium is in it',
  'too-small': 'it is too small',
  'large-blocks': 'its blocks are larger than 512 bytes, which old firmware cannot read',
  'not-a-whole-drive': 'it is only a part of a drive',
};

export const driveStateText: Record<DriveState, string> = {
  untouched: 'Nothing was written to the drive.',
  'not-bootable': 'The key is not finished, and nothing starts from it. What was on the drive before is lost. It can be written again.',
  ready: 'The key is written, and was read back without a difference.',
  unknown: 'What is on the drive now is not known. Do not use it before it has been written again.',
};

export const isDriveState = (value: unknown): value is DriveState => typeof value === 'string' && Object.hasOwn(driveStateText, value);
