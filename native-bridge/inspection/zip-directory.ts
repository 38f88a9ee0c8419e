// The central directory of a zip file: what is inside, and where its packed bytes stand. Unpacks nothing.
import { fault } from '../../shared/model/errors';

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** 0 stored, 8 deflated; others are known to exist. */
  readonly method: number;
  readonly crc32: number;
  readonly encrypted: boolean;
  /** A view of the archive. Throws ARCHIVE_DAMAGED where it lies outside. */
  readonly packed: () => Uint8Array;
}

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MOST_COMMENT = 0xffff;
const IN_ZIP64 = 0xffffffff;

/** Files only, in the order of the directory. Throws ARCHIVE_DAMAGED or ARCHIVE_NOT_OPENED. */
export function readZip(bytes: Uint8Array, path: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  if (end === undefined) throw fault('ARCHIVE_DAMAGED', { path, detail: 'its end is missing' });
  const [number, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (start === IN_ZIP64) throw fault('ARCHIVE_NOT_OPENED', { path, detail: 'it is a zip of the 64-bit kind' });
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < number; index++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY)
      throw fault('ARCHIVE_DAMAGED', { path, detail: 'its directory is cut short' });
    const next = at + ENTRY_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const entry = readEntry(bytes, view, at, path);
    if (!entry.name.endsWith('/')) entries.push(entry);
    at = next;
  }
  return entries;
}

function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--) if (view.getUint32(at, true) === END) return at;
  return undefined;
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, path: string): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const packedBytes = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  const name = bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + view.getUint16(at + 28, true));
  const packed = (): Uint8Array => {
    if (local + LOCAL_BYTES <= bytes.length && view.getUint32(local, true) === LOCAL) {
      const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (from + packedBytes <= bytes.length) return bytes.subarray(from, from + packedBytes);
    }
    throw fault('ARCHIVE_DAMAGED', { path, detail: 'a member lies outside' });
  };
  return {
    // Without the flag it is in the code page of whoever packed it: letters of ASCII are right in all of them.
    name: new TextDecoder((flags & 0x800) !== 0 ? 'utf-8' : 'latin1').decode(name),
    size: view.getUint32(at + 24, true),
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    encrypted: (flags & 1) !== 0,
    packed,
  };
}
