// For tests: archives made by hand, also such as no honest program makes.
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../node-tools';

export interface TestMember {
  readonly name: string;
  readonly content: Uint8Array;
  /** Said instead of the true one. */
  readonly size?: number;
  readonly crc32?: number;
  readonly method?: number;
  readonly encrypted?: boolean;
}

export function zipOf(members: readonly TestMember[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, size = content.length, crc32: sum = crc32(content), method = 8, encrypted = false } of members) {
    const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const nameBytes = Buffer.from(name);
    const flags = 0x800 | (encrypted ? 1 : 0);
    const fields = (head: Buffer, from: number): void => {
      head.writeUInt16LE(flags, from + 2);
      head.writeUInt16LE(method, from + 4);
      head.writeUInt32LE(sum, from + 10);
      head.writeUInt32LE(packed.length, from + 14);
      head.writeUInt32LE(size, from + 18);
      head.writeUInt16LE(nameBytes.length, from + 22);
    };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    fields(local, 4);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    fields(entry, 6);
    entry.writeUInt32LE(at, 42);
    parts.push(local, nameBytes, packed);
    directory.push(entry, nameBytes);
    at += local.length + nameBytes.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

export function tarOf(members: readonly TestMember[]): Uint8Array {
  const blocks = members.flatMap(({ name, content }) => {
    const head = Buffer.alloc(512);
    head.write(name, 0, 'utf8');
    head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    head.write('        0', 148, 'latin1');
    head.write('ustar\0', 257, 'latin1');
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return [head, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
