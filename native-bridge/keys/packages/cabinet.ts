// Microsoft cabinets, stored or MSZIP. Each block's sum is checked; Quantum and LZX are left to the general unpacker.
import { inflateRawSync } from 'node:zlib';
import { ascii, startsWith, u16, u32, u8 } from '../../../shared/firmware/bytes';
import { fault } from '../../../shared/model/errors';
import { checkMembers, safePath, type ArchiveMember, type Allowance } from './archive';

const HEADER_BYTES = 36;
/** One block unpacks to this at most; it is also the window of the next one. */
const BLOCK_BYTES = 32_768;
/** More than any package: such a length is chance. */
const MOST_CABINET_BYTES = 0x40000000;
const hasPrevious = 1;
const hasNext = 2;
const hasReserve = 4;

interface Folder {
  readonly dataAt: number;
  readonly blocks: number;
  readonly method: number;
}

/**
 * Whether a cabinet starts here. The four letters also stand in the code of self-extractors, so the header must hold
 * together (domain rompaq.md 2, row 1).
 */
export const isCabinet = (bytes: Uint8Array, at: number): boolean => isCabinetHeader(bytes, at) && u32(bytes, at + 8) <= bytes.length - at;

/** A cabinet that goes on behind the end of the bytes: they were cut. */
export const isCutCabinet = (bytes: Uint8Array, at: number): boolean =>
  isCabinetHeader(bytes, at) && u32(bytes, at + 8) > bytes.length - at && u32(bytes, at + 8) < MOST_CABINET_BYTES;

function isCabinetHeader(bytes: Uint8Array, at: number): boolean {
  return (
    startsWith(bytes, at, 'MSCF') &&
    at + HEADER_BYTES <= bytes.length &&
    u32(bytes, at + 4) === 0 &&
    u8(bytes, at + 24) === 3 &&
    u8(bytes, at + 25) === 1 &&
    u32(bytes, at + 8) >= HEADER_BYTES &&
    u16(bytes, at + 26) > 0
  );
}

/**
 * Members of the cabinet at the start of `cabinet`, in its order.
 * @throws PACKAGE_DAMAGED, PACKAGE_TRUNCATED, PACKAGE_UNSAFE_NAME, PACKAGE_DUPLICATE_NAME, PACKAGE_TOO_LARGE;
 * PACKAGE_METHOD_UNKNOWN where it is packed as we do not read
 */
export function readCabinet(cabinet: Uint8Array, allowance: Allowance): readonly ArchiveMember[] {
  if (!isCabinet(cabinet, 0)) throw fault('PACKAGE_DAMAGED', { detail: 'no cabinet header' });
  const bytes = cabinet.subarray(0, u32(cabinet, 8));
  const { foldersAt, folderReserve, blockReserve } = readHeader(bytes);
  const folders = Array.from({ length: u16(bytes, 26) }, (_, index): Folder => {
    const at = foldersAt + index * (8 + folderReserve);
    inside(bytes, at, 8);
    const folder = { dataAt: u32(bytes, at), blocks: u16(bytes, at + 4), method: u16(bytes, at + 6) & 0xf };
    if (folder.method > 1) throw fault('PACKAGE_METHOD_UNKNOWN', { method: folder.method === 3 ? 'LZX' : 'Quantum' });
    return folder;
  });
  // Members of one folder are cuts of one stream: it is unpacked once, and no further than to the end of the last of them.
  const needed = new Map<number, number>();
  const unpacked = new Map<number, Uint8Array>();
  const streamOf = (index: number, folder: Folder): Uint8Array => {
    const known = unpacked.get(index);
    if (known) return known;
    const stream = unpackFolder(bytes, folder, blockReserve, needed.get(index) ?? 0);
    unpacked.set(index, stream);
    return stream;
  };
  const members: ArchiveMember[] = [];
  let at = u32(bytes, 16);
  for (let count = u16(bytes, 28); count > 0; count--) {
    inside(bytes, at, 17);
    const [size, start, folderIndex] = [u32(bytes, at), u32(bytes, at + 4), u16(bytes, at + 8)];
    const nameEnd = bytes.indexOf(0, at + 16);
    if (nameEnd < 0 || nameEnd - at > 16 + 256) throw fault('PACKAGE_DAMAGED', { detail: 'file name without end', offset: at });
    // PackageForTheWeb writes the files of its top folder with one leading backslash; two would be another computer's.
    const path = safePath(ascii(bytes, at + 16, nameEnd - at - 16).replace(/^\\(?!\\)/, ''));
    const folder = folders[folderIndex];
    if (!folder) throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'a cabinet of several volumes' });
    if (start + size > folder.blocks * BLOCK_BYTES) throw fault('PACKAGE_DAMAGED', { detail: 'file longer than its folder', name: path });
    needed.set(folderIndex, Math.max(needed.get(folderIndex) ?? 0, start + size));
    members.push({
      path,
      size,
      content: () => {
        const stream = streamOf(folderIndex, folder);
        if (start + size > stream.length) throw fault('PACKAGE_TRUNCATED', { name: path });
        return stream.subarray(start, start + size);
      },
    });
    at = nameEnd + 1;
  }
  checkMembers(members, allowance);
  // What lies between members is unpacked too.
  const streams = [...needed.values()].reduce((sum, length) => sum + length, 0);
  allowance.takeBytes(Math.max(0, streams - members.reduce((sum, { size }) => sum + size, 0)));
  return members;
}

function readHeader(bytes: Uint8Array): { foldersAt: number; folderReserve: number; blockReserve: number } {
  const flags = u16(bytes, 30);
  if (flags & (hasPrevious | hasNext)) throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'a cabinet of several volumes' });
  if (!(flags & hasReserve)) return { foldersAt: HEADER_BYTES, folderReserve: 0, blockReserve: 0 };
  return { foldersAt: HEADER_BYTES + 4 + u16(bytes, 36), folderReserve: u8(bytes, 38), blockReserve: u8(bytes, 39) };
}

function unpackFolder(bytes: Uint8Array, { dataAt, blocks, method }: Folder, reserve: number, needed: number): Uint8Array {
  const stream = new Uint8Array(Math.min(blocks, Math.ceil(needed / BLOCK_BYTES)) * BLOCK_BYTES);
  let length = 0;
  let at = dataAt;
  for (let block = 0; block < blocks && length < needed; block++) {
    inside(bytes, at, 8 + reserve);
    const [sum, packedBytes, plainBytes] = [u32(bytes, at), u16(bytes, at + 4), u16(bytes, at + 6)];
    const data = bytes.subarray(at + 8 + reserve, at + 8 + reserve + packedBytes);
    if (data.length < packedBytes) throw fault('PACKAGE_TRUNCATED', { offset: at });
    if (sum !== 0 && sum !== blockSum(bytes, at, data, reserve)) throw fault('PACKAGE_DAMAGED', { detail: 'block checksum', offset: at });
    if (plainBytes > BLOCK_BYTES || length + plainBytes > stream.length)
      throw fault('PACKAGE_DAMAGED', { detail: 'block length', offset: at });
    const window = stream.subarray(Math.max(0, length - BLOCK_BYTES), length);
    const plain = method === 0 ? data : inflateBlock(data, window, plainBytes, at);
    if (plain.length !== plainBytes) throw fault('PACKAGE_DAMAGED', { detail: 'block length', offset: at });
    stream.set(plain, length);
    length += plainBytes;
    at += 8 + reserve + packedBytes;
  }
  return stream.subarray(0, length);
}

/** `CK`, then deflate whose window is the block before. */
function inflateBlock(data: Uint8Array, window: Uint8Array, plainBytes: number, at: number): Uint8Array {
  if (!startsWith(data, 0, 'CK')) throw fault('PACKAGE_DAMAGED', { detail: 'no MSZIP block', offset: at });
  try {
    return inflateRawSync(data.subarray(2), {
      maxOutputLength: Math.max(1, plainBytes),
      chunkSize: BLOCK_BYTES + 64,
      ...(window.length > 0 ? { dictionary: window } : {}),
    });
  } catch {
    throw fault('PACKAGE_DAMAGED', { detail: 'MSZIP block', offset: at });
  }
}

/** XOR of the words of data (a tail of under four bytes counts highest byte first), then of reserve and lengths. */
function blockSum(bytes: Uint8Array, at: number, data: Uint8Array, reserve: number): number {
  let sum = 0;
  const whole = data.length & ~3;
  const view = new DataView(data.buffer, data.byteOffset, whole);
  for (let index = 0; index < whole; index += 4) sum ^= view.getInt32(index, true);
  let tail = 0;
  for (let index = whole; index < data.length; index++) tail = (tail << 8) | u8(data, index);
  sum ^= tail;
  for (let index = 4; index + 4 <= 8 + reserve; index += 4) sum ^= u32(bytes, at + index);
  return sum >>> 0;
}

function inside(bytes: Uint8Array, at: number, length: number): void {
  if (at + length > bytes.length) throw fault('PACKAGE_TRUNCATED', { offset: at });
}
