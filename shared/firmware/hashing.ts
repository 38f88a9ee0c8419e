// The hash and the search the readers need, handed in so that a caller with faster ones can give them.
import { sha256 } from '@noble/hashes/sha2.js';

/** Plain functions over bytes that a platform may do faster than we can. */
export interface InspectTools {
  /** 32 bytes. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** As in bytes.ts, for megabytes: first offset of Latin-1 text in [from, to), or -1. */
  readonly indexOfText?: (bytes: Uint8Array, wanted: string, from: number, to: number) => number;
}

/** Works anywhere. */
export const pureTools: InspectTools = { sha256: (bytes) => sha256(bytes) };

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
