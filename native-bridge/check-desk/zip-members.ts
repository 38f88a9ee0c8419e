// The members of a zip file, by its central directory (APPNOTE 6.3, sections 4.3.12 and 4.3.16). Bounded: what unpacks to more than it says,
// to more than a flash can hold, or to more than all members may together, is left out and counted.
import { inflateRawSync } from 'node:zlib';

export interface ZipLimits {
  readonly maxMembers: number;
  readonly maxMemberBytes: number;
  readonly maxTotalBytes: number;
}
export interface ZipMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** The comment after the end record is at most 64 KiB. */
const FARTHEST_END = END_BYTES + 0xffff;

export const looksLikeZip = (head: Uint8Array): boolean => head.length >= 4 && viewOf(head).getUint32(0, true) === LOCAL_HEADER;

/** One member at a time, so that only one lies unpacked in memory. */
export function* zipMembers(zip: Uint8Array, limits: ZipLimits): Generator<ZipMember> {
  const view = viewOf(zip);
  const end = findEnd(view);
  if (end === undefined) return;
  const count = Math.min(view.getUint16(end + 10, true), limits.maxMembers);
  let at = view.getUint32(end + 16, true);
  let left = limits.maxTotalBytes;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > zip.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return;
    const nameLength = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const size = view.getUint32(at + 24, true);
    const name = new TextDecoder().decode(zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength));
    if (!name.endsWith('/') && size <= Math.min(limits.maxMemberBytes, left)) {
      const bytes = unpack(zip, view, at, size);
      if (bytes) {
        left -= bytes.length;
        yield { name, bytes };
      }
    }
    at = next;
  }
}

function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - END_BYTES; at >= 0 && at >= view.byteLength - FARTHEST_END; at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  return undefined;
}

/** `undefined` where it is encrypted, packed in a way that we do not read, or damaged. */
function unpack(zip: Uint8Array, view: DataView, entry: number, size: number): Uint8Array | undefined {
  const isEncrypted = (view.getUint16(entry + 8, true) & 1) === 1;
  const method = view.getUint16(entry + 10, true);
  const packedBytes = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  if (isEncrypted || local + LOCAL_BYTES > zip.length || view.getUint32(local, true) !== LOCAL_HEADER) return undefined;
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + packedBytes > zip.length) return undefined;
  const packed = zip.subarray(from, from + packedBytes);
  if (method === 0) return packed.length === size ? packed : undefined;
  if (method !== 8) return undefined;
  if (size === 0) return new Uint8Array(0);
  try {
    const bytes = new Uint8Array(inflateRawSync(packed, { maxOutputLength: size }));
    return bytes.length === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
