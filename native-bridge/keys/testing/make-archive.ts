// For tests: archives of the kinds that packages come in; hostile ones too, so nothing is judged here.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { crc32 } from '../../inspection/node-tools';

export type Entries = readonly (readonly [name: string, content: Uint8Array])[];

export interface ZipOptions {
  /** Every member claims this size instead of its own. */
  readonly claimedSize?: number;
  /** Offsets count from this many bytes before the archive, as in some self-extractors. */
  readonly offsetBase?: number;
}

export function makeZip(entries: Entries, { claimedSize, offsetBase = 0 }: ZipOptions = {}): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const path = Buffer.from(name, 'latin1');
    const packed = deflateRawSync(content);
    const facts = Buffer.alloc(16);
    facts.writeUInt32LE(crc32(content), 0);
    facts.writeUInt32LE(packed.length, 4);
    facts.writeUInt32LE(claimedSize ?? content.length, 8);
    facts.writeUInt16LE(path.length, 12);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 0, 'latin1');
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    facts.copy(local, 14);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    facts.copy(entry, 16);
    entry.writeUInt32LE(at + offsetBase, 42);
    locals.push(local, path, packed);
    directory.push(entry, path);
    at += local.length + path.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(at + offsetBase, 16);
  return new Uint8Array(Buffer.concat([...locals, ...directory, end]));
}

export function makeTar(entries: Entries): Uint8Array {
  const blocks = entries.flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'latin1');
    header.write('0000644\0', 100, 'latin1');
    header.write(content.length.toString(8).padStart(11, '0'), 124, 'latin1');
    header.write('0', 156, 'latin1');
    header.write('ustar\x0000', 257, 'latin1');
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
      'latin1',
    );
    return [header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

export const makeTgz = (entries: Entries): Uint8Array => new Uint8Array(gzipSync(makeTar(entries)));

export const makeScexe = (entries: Entries, script = '#!/bin/sh\necho "a made-up component"\nexit 0\n'): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from(script, 'latin1'), makeTgz(entries)]));

/** "New ASCII" cpio, as rpm carries it. `claimedSize` instead of every member's own. */
export function makeCpio(entries: Entries, claimedSize?: number): Uint8Array {
  const field = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  const padded = (buffer: Buffer): Buffer => Buffer.concat([buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4)]);
  const files = [...entries, ['TRAILER!!!', new Uint8Array()] as const].map(([name, content]) => {
    const fields = [1, 0o100644, 0, 0, 1, 0, claimedSize ?? content.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = Buffer.from(`070701${fields.map(field).join('')}${name}\0`, 'latin1');
    return Buffer.concat([padded(head), padded(Buffer.from(content))]);
  });
  return new Uint8Array(Buffer.concat(files));
}

/** The lead and two headers without an entry: what an rpm must have before its payload. */
export function makeRpm(entries: Entries, payload: Uint8Array = gzipSync(makeCpio(entries))): Uint8Array {
  const lead = Buffer.alloc(96);
  lead.write('\xed\xab\xee\xdb\x03', 0, 'latin1');
  const header = Buffer.alloc(16);
  header.write('\x8e\xad\xe8\x01', 0, 'latin1');
  return new Uint8Array(Buffer.concat([lead, header, header, payload]));
}

/** With 2,115 bytes in front, as packages for iLO 6 have. */
export const makeFwpkg = (entries: Entries, front = 2115): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.alloc(front, 0x5a), makeZip([['payload.json', Buffer.from('{}')], ...entries])]));

/** By 7-Zip itself. `options`: more of its own switches. */
export async function makeSevenZip(entries: Entries, options: readonly string[] = []): Promise<Uint8Array> {
  const { default: SevenZip } = await import('7z-wasm');
  const sevenZip = await SevenZip({
    print: () => undefined,
    printErr: () => undefined,
    quit: (_status, toThrow) => {
      throw toThrow as unknown as Error;
    },
  });
  const { FS } = sevenZip;
  FS.mkdir('in');
  FS.chdir('in');
  const folders = new Set<string>();
  for (const [name, content] of entries) {
    const parts = name.split('/').slice(0, -1);
    parts.forEach((_, index) => {
      const folder = parts.slice(0, index + 1).join('/');
      if (!folders.has(folder)) FS.mkdir(folder);
      folders.add(folder);
    });
    FS.writeFile(name, content);
  }
  sevenZip.callMain(['a', '-y', '-r', ...options, '../made.7z', '*']);
  return FS.readFile('../made.7z');
}

/** With one member of this name: 7-Zip would not pack it, so a harmless name of the same length is written over, and the sums with it. */
export async function makeSevenZipNamed(name: string, content: Uint8Array): Promise<Uint8Array> {
  const harmless = 'X'.repeat(name.length);
  const bytes = Buffer.from(await makeSevenZip([[harmless, content]], ['-mhc=off']));
  const at = bytes.indexOf(Buffer.from(harmless, 'utf16le'));
  if (at < 0) throw new Error('the header is packed');
  bytes.write(name, at, 'utf16le');
  const header = bytes.subarray(32 + Number(bytes.readBigUInt64LE(12))).subarray(0, Number(bytes.readBigUInt64LE(20)));
  bytes.writeUInt32LE(crc32(header), 28);
  bytes.writeUInt32LE(crc32(bytes.subarray(12, 32)), 8);
  return new Uint8Array(bytes);
}
