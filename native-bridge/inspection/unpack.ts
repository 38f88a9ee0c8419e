// Members of zip, gzip and tar, one at a time and in memory only: nothing is written, whatever their names say. Every size is checked
// before room is made for it, and every sum the archive carries is checked after.
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { fault } from '../../shared/model/errors';
import type { OpenedKind } from './archive-kind';
import { shownName } from './file-names';
import { MAX_FILE_BYTES } from './limits';
import { crc32, plain } from './node-tools';
import { readTar } from './tar';
import { readZip } from './zip-directory';

export interface Member {
  readonly name: string;
  /** Unpacked, as the archive says. */
  readonly size: number;
  /** Throws ARCHIVE_* or FILE_TOO_LARGE. */
  readonly unpack: () => Uint8Array;
}

/** @param name of the archive, for errors and for a member that has none of its own. Throws ARCHIVE_*. */
export function membersOf(kind: OpenedKind, name: string, bytes: Uint8Array): readonly Member[] {
  switch (kind) {
    case 'zip':
      return zipMembers(name, bytes);
    case 'gzip':
      return [gzipMember(name, bytes)];
    case 'tar':
      return readTar(bytes, name).map(({ name: member, offset, length }) => ({
        name: shownName(member),
        size: length,
        unpack: () => bytes.subarray(offset, offset + length),
      }));
  }
}

function zipMembers(archive: string, bytes: Uint8Array): Member[] {
  return readZip(bytes, archive).map((entry) => {
    const name = shownName(entry.name);
    const path = `${archive} › ${name}`;
    const unpack = (): Uint8Array => {
      if (entry.encrypted) throw fault('ARCHIVE_LOCKED', { path });
      if (entry.size > MAX_FILE_BYTES) throw fault('FILE_TOO_LARGE', { path, size: entry.size, limit: MAX_FILE_BYTES });
      const packed = entry.packed();
      const content = entry.method === 0 ? packed : entry.method === 8 ? inflated(packed, entry.size, path) : undefined;
      if (content === undefined) throw fault('ARCHIVE_NOT_OPENED', { path, detail: `packing method ${entry.method}` });
      if (content.length !== entry.size) throw fault('ARCHIVE_DAMAGED', { path, detail: 'its size is not the one noted' });
      if (crc32(content) !== entry.crc32) throw fault('ARCHIVE_DAMAGED', { path, detail: 'its checksum is wrong' });
      return content;
    };
    return { name, size: entry.size, unpack };
  });
}

function inflated(packed: Uint8Array, size: number, path: string): Uint8Array {
  try {
    return plain(inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }));
  } catch (thrown) {
    throw fault('ARCHIVE_DAMAGED', { path, detail: 'it does not unpack' }, thrown);
  }
}

/** A gzip file does not say its size beforehand: it is unpacked at once, up to the limit. */
function gzipMember(archive: string, bytes: Uint8Array): Member {
  const content = gunzipped(bytes, archive);
  const base = archive.replace(/^.*(?:[/\\]|› )/, '');
  const name = /\.tgz$/i.test(base) ? base.replace(/\.tgz$/i, '.tar') : base.replace(/\.gz$/i, '');
  return { name, size: content.length, unpack: () => content };
}

function gunzipped(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return plain(gunzipSync(bytes, { maxOutputLength: MAX_FILE_BYTES }));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw fault('ARCHIVE_NOT_OPENED', { path, detail: `it unpacks to more than ${MAX_FILE_BYTES} bytes` });
    throw fault('ARCHIVE_DAMAGED', { path, detail: 'it does not unpack' }, thrown);
  }
}
