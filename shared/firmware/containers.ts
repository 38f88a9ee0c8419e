// Files that are no flash image: archives, installers, capsules, text forms of binaries, documents. Told by their first bytes.
import { ascii, startsWith, u16, u32 } from './bytes';
import type { ImageKind } from './report';

export interface Container {
  readonly kind: Extract<ImageKind, 'capsule' | 'softpaq' | 'archive' | 'microcode' | 'unknown'>;
  /** Stable, for a finding: "FILE_IS_ARCHIVE". */
  readonly code: string;
  /** With its article: "a ZIP archive". */
  readonly title: string;
  readonly next: string;
}

const unpack = 'Unpack it and choose the image that is inside.';
const archive = (title: string): Container => ({ kind: 'archive', code: 'FILE_IS_ARCHIVE', title, next: unpack });
const other = (title: string): Container => ({ kind: 'unknown', code: 'FILE_IS_SOMETHING_ELSE', title, next: 'Choose another file.' });
const textForm = (title: string): Container => ({
  kind: 'unknown',
  code: 'FILE_IS_TEXT_FORM',
  title,
  next: 'Convert it to a binary file first.',
});

/** Bytes at an offset, as Latin-1 text. */
const magics: readonly (readonly [offset: number, magic: string, container: Container])[] = [
  [0, 'PK\x03\x04', archive('a ZIP archive')],
  [0, 'PK\x05\x06', archive('an empty ZIP archive')],
  [0, '7z\xbc\xaf\x27\x1c', archive('a 7-Zip archive')],
  [0, '\x1f\x8b\x08', archive('a gzip file')],
  [257, 'ustar', archive('a tar archive')],
  [0, 'MSCF\0\0\0\0', archive('a cabinet (CAB)')],
  [0, '\xed\xab\xee\xdb', archive('an RPM package')],
  [0, '!<arch>\n', archive('a Debian package or ar archive')],
  [0, '\xfd7zXZ\0', archive('an xz file')],
  [0, 'BZh', archive('a bzip2 file')],
  [0, 'Rar!\x1a\x07', archive('a RAR archive')],
  [0, '\x28\xb5\x2f\xfd', archive('a Zstandard file')],
  [0x8001, 'CD001', archive('a CD image (ISO)')],
  [0, '%PDF-', other('a PDF document')],
  [0, '\x89PNG', other('a picture (PNG)')],
  [0, '\xff\xd8\xff', other('a picture (JPEG)')],
  [0, '\x7fELF', other('a Linux program')],
  [0, 'SQLite format 3', other('a database')],
];

/** EFI capsule headers start with one of these identifiers (UEFI specification; AMI and Intel forms). */
const capsules: readonly (readonly [head: number, title: string])[] = [
  [0x3b6686bd, 'an EFI update capsule'],
  [0x6dcbd5ed, 'an EFI firmware-management capsule'],
  [0x4a3ca68b, 'a signed AMI update capsule'],
  [0x14eebb90, 'an AMI update capsule'],
  [0x539182b9, 'an Intel update capsule'],
];

export function containerOf(bytes: Uint8Array): Container | undefined {
  const found = magics.find(([offset, magic]) => startsWith(bytes, offset, magic));
  if (found) return found[2];
  if (startsWith(bytes, 0, 'MZ')) return program(bytes);
  return capsule(bytes) ?? textContainer(bytes);
}

/** A self-extracting file says so by what it carries; any other program is just named. */
function program(bytes: Uint8Array): Container | undefined {
  const header = u32(bytes, 0x3c);
  const isWindows = header < bytes.length - 4 && startsWith(bytes, header, 'PE\0\0');
  const isDos = u16(bytes, 2) < 512 && u16(bytes, 4) > 0 && u16(bytes, 4) * 512 <= bytes.length + 512;
  if (!isWindows && !isDos) return undefined;
  return {
    kind: 'softpaq',
    code: 'FILE_IS_PROGRAM',
    title: `a ${isWindows ? 'Windows' : 'DOS'} program, as SoftPaqs are`,
    next: 'Unpack it (most archive programs can) and choose the image that is inside.',
  };
}

function capsule(bytes: Uint8Array): Container | undefined {
  const found = capsules.find(([head]) => u32(bytes, 0) === head);
  // Header size, then the size of all: a chance match of four bytes has neither.
  if (!found || u32(bytes, 0x10) < 0x1c || u32(bytes, 0x10) > 0x10000 || u32(bytes, 0x18) < u32(bytes, 0x10)) return undefined;
  return {
    kind: 'capsule',
    code: 'FILE_IS_CAPSULE',
    title: found[1],
    next: 'Its image is wrapped for an updater: do not write it to a chip as it is.',
  };
}

const TEXT_WINDOW_BYTES = 2048;

function textContainer(bytes: Uint8Array): Container | undefined {
  const window = Math.min(bytes.length, TEXT_WINDOW_BYTES);
  if (window < 8) return undefined;
  let zeros = 0;
  for (let at = 0; at < window; at++) {
    const byte = bytes[at]!;
    if (byte === 0) zeros++;
    else if (byte !== 9 && byte !== 10 && byte !== 13 && (byte < 0x20 || byte === 0x7f || byte === 0xff)) return undefined;
  }
  if (zeros > 0) return undefined;
  const text = ascii(bytes, 0, window);
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  if (whole.slice(0, 8).every(isIntelHex)) return textForm('an Intel HEX text file');
  if (whole.slice(0, 8).every(isSRecord)) return textForm('a Motorola S-record text file');
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) return other('a web page, not the file it was the page of');
  if (whole.slice(0, 4).every((line) => /^[0-9a-f]{6,8}:?\s+([0-9a-f]{2,4}\s+){4}/i.test(line))) return textForm('a hexadecimal listing');
  return other('a text file');
}

const pairsOf = (digits: string): number[] => (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));

/** ":LLAAAATT…CC": length, address, type, data, and a sum that makes all of it 0. */
function isIntelHex(line: string): boolean {
  if (!/^:([0-9a-f]{2}){5,}$/i.test(line)) return false;
  const bytes = pairsOf(line.slice(1));
  return bytes.length === bytes[0]! + 5 && (bytes.reduce((sum, byte) => sum + byte, 0) & 0xff) === 0;
}

/** "S1LLAAAA…CC": length counts what follows it; all of it sums to FF. */
function isSRecord(line: string): boolean {
  if (!/^S[0-9]([0-9a-f]{2}){3,}$/i.test(line)) return false;
  const bytes = pairsOf(line.slice(2));
  return bytes.length === bytes[0]! + 1 && (bytes.reduce((sum, byte) => sum + byte, 0) & 0xff) === 0xff;
}

const MAX_UPDATES = 64;

/** Whether the whole file is updates for processors, one behind the other, each with a good sum (Intel SDM volume 3). */
export function isMicrocodeFile(bytes: Uint8Array): boolean {
  let at = 0;
  for (let count = 0; count < MAX_UPDATES && at + 48 <= bytes.length; count++) {
    if (u32(bytes, at) !== 1 || u32(bytes, at + 20) !== 1) return false;
    const total = u32(bytes, at + 28) === 0 ? 2048 : u32(bytes, at + 32);
    if (total < 48 || total % 4 !== 0 || at + total > bytes.length) return false;
    let sum = 0;
    for (let word = at; word < at + total; word += 4) sum = (sum + u32(bytes, word)) | 0;
    if (sum !== 0) return false;
    at += total;
  }
  return at > 0 && at === bytes.length;
}
