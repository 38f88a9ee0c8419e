// For tests: Windows and DOS programs around archives and resources. They hold no code and run nowhere.
import { createHash } from 'node:crypto';
import { NtExecutable, NtExecutableResource } from 'pe-library';

export interface ProgramOptions {
  /** Behind the last section. */
  readonly overlay?: Uint8Array;
  /** RT_RCDATA by name. */
  readonly rcdata?: Readonly<Record<string, Uint8Array>>;
  /** Of the version resource. */
  readonly originalFilename?: string;
  /** Adds a certificate table that holds the right digest of the whole. */
  readonly isSigned?: boolean;
}

export function makeProgram({ overlay = new Uint8Array(), rcdata = {}, originalFilename, isSigned }: ProgramOptions = {}): Uint8Array {
  const program = NtExecutable.createEmpty(true, false);
  const resources = NtExecutableResource.from(program, true);
  for (const [id, bin] of Object.entries(rcdata)) resources.entries.push({ type: 10, id, lang: 1033, codepage: 1252, bin: copied(bin) });
  if (originalFilename !== undefined)
    resources.entries.push({ type: 16, id: 1, lang: 1033, codepage: 1252, bin: copied(versionOf(originalFilename)) });
  resources.outputResource(program);
  const bytes = Buffer.concat([Buffer.from(program.generate()), overlay]);
  return new Uint8Array(isSigned ? signed(bytes) : bytes);
}

const copied = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

/** HP's key makers, by what their resources are called. */
export const makeKeyMaker = (): Uint8Array =>
  makeProgram({
    rcdata: {
      AUTOEXEC: Buffer.from('@echo off\r\nrompaq.exe /l:us /!\r\n'),
      KERNEL: Buffer.from('a made-up kernel '.repeat(200)),
      COMMAND: Buffer.from('a made-up shell '.repeat(300)),
      FAT32LBA: bootRecord(),
    },
  });

function bootRecord(): Uint8Array {
  const record = Buffer.alloc(512);
  record.write('\xeb\x58\x90MADE UP', 0, 'latin1');
  record.writeUInt16LE(0xaa55, 510);
  return record;
}

/** A header of a DOS program, and no PE header. */
export function makeDosProgram(text = 'Error reading the Softpaq File information'): Uint8Array {
  const program = Buffer.alloc(4096);
  program.write('MZ', 0, 'latin1');
  program.writeUInt16LE(8, 4);
  program.writeUInt16LE(4, 8);
  program.write('PKLITE Copr. made up', 0x1e, 'latin1');
  program.write(text, 0x200, 'latin1');
  return new Uint8Array(program);
}

/** A string of a version resource as the format writes it: name, padding, value, in UTF-16. */
const versionOf = (originalFilename: string): Uint8Array =>
  Buffer.from(`VS_VERSION_INFO\0\0OriginalFilename\0\0${originalFilename}\0`, 'utf16le');

/** The digest that Authenticode signs, in a table whose other bytes mean nothing. */
function signed(program: Buffer): Buffer {
  const optionalAt = program.readUInt32LE(0x3c) + 24;
  const entryAt = optionalAt + 96 + 4 * 8;
  const table = Buffer.alloc(64);
  const padded = Buffer.concat([program, Buffer.alloc((8 - (program.length % 8)) % 8)]);
  padded.writeUInt32LE(padded.length, entryAt);
  padded.writeUInt32LE(table.length, entryAt + 4);
  const digest = createHash('sha256')
    .update(padded.subarray(0, optionalAt + 64))
    .update(padded.subarray(optionalAt + 68, entryAt))
    .update(padded.subarray(entryAt + 8))
    .digest();
  table.writeUInt32LE(table.length, 0);
  digest.copy(table, 16);
  return Buffer.concat([padded, table]);
}
