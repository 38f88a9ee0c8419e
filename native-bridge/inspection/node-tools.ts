// Hashes and sums by Node's own native code: what inspection uses wherever it does not run in a page.
import { createHash } from 'node:crypto';
import * as zlib from 'node:zlib';
import type { InspectTools } from '../../shared/firmware/hashing';
import { crc32Of } from './crc32';

export const nodeTools: InspectTools = {
  sha256: (bytes) => plain(createHash('sha256').update(bytes).digest()),
  indexOfText: (bytes, wanted, from, to) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(to, bytes.length)).indexOf(wanted, from, 'latin1'),
};

/** The same memory without Buffer's own ways: its slice() is a view, not a copy. */
export const plain = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);

/** What people quote to name a file. Lower-case hex. */
export interface Sums {
  readonly sha256: string;
  readonly md5: string;
  readonly crc32: string;
}

export const sumsOf = (bytes: Uint8Array): Sums => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  md5: createHash('md5').update(bytes).digest('hex'),
  crc32: crc32(bytes).toString(16).padStart(8, '0'),
});

/** CRC-32 of IEEE 802.3, as zip, gzip and forum posts mean it. Node has it built in from 20.15 and 22.2 on. */
export const crc32: (bytes: Uint8Array) => number = (zlib as { crc32?: (bytes: Uint8Array) => number }).crc32 ?? crc32Of;
