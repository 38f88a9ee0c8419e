// For tests: a cabinet with one folder, made from members; hostile ones too, so nothing is judged here.
import { deflateRawSync } from 'node:zlib';

const BLOCK_BYTES = 32_768;

export interface CabinetOptions {
  readonly method?: 'stored' | 'mszip';
  /** Reserved bytes in header, folder and blocks. */
  readonly reserve?: number;
  /** Every member claims this size instead of its own. */
  readonly claimedSize?: number;
  /** What the folder says of its packing, whatever it is: 0x1503 is LZX, 0x0f12 Quantum. */
  readonly claimedMethod?: number;
}

export function makeCabinet(members: Readonly<Record<string, Uint8Array>>, options: CabinetOptions = {}): Uint8Array {
  const { method = 'mszip', reserve = 0, claimedSize, claimedMethod } = options;
  const stream = Buffer.concat(Object.values(members));
  const blocks = makeBlocks(stream, method, reserve);
  const names = Object.keys(members);
  const header = Buffer.alloc(36 + (reserve ? 4 + reserve : 0));
  const folder = Buffer.alloc(8 + reserve);
  let start = 0;
  const files = names.map((name) => {
    const record = Buffer.alloc(16 + name.length + 1);
    record.writeUInt32LE(claimedSize ?? members[name]!.length, 0);
    record.writeUInt32LE(start, 4);
    record.write(name.replaceAll('/', '\\'), 16, 'latin1');
    start += members[name]!.length;
    return record;
  });
  const filesAt = header.length + folder.length;
  const dataAt = filesAt + files.reduce((sum, { length }) => sum + length, 0);
  const total = dataAt + blocks.reduce((sum, { length }) => sum + length, 0);
  header.write('MSCF', 0, 'latin1');
  header.writeUInt32LE(total, 8);
  header.writeUInt32LE(filesAt, 16);
  header[24] = 3;
  header[25] = 1;
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(names.length, 28);
  header.writeUInt16LE(reserve ? 4 : 0, 30);
  if (reserve) {
    header.writeUInt16LE(reserve, 36);
    header[38] = reserve;
    header[39] = reserve;
  }
  folder.writeUInt32LE(dataAt, 0);
  folder.writeUInt16LE(blocks.length, 4);
  folder.writeUInt16LE(claimedMethod ?? (method === 'mszip' ? 1 : 0), 6);
  return new Uint8Array(Buffer.concat([header, folder, ...files, ...blocks]));
}

function makeBlocks(stream: Buffer, method: 'stored' | 'mszip', reserve: number): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < stream.length; at += BLOCK_BYTES) {
    const plain = stream.subarray(at, at + BLOCK_BYTES);
    const window = at > 0 ? { dictionary: stream.subarray(at - BLOCK_BYTES, at) } : {};
    const data = method === 'stored' ? plain : Buffer.concat([Buffer.from('CK'), deflateRawSync(plain, window)]);
    const block = Buffer.alloc(8 + reserve);
    block.writeUInt16LE(data.length, 4);
    block.writeUInt16LE(plain.length, 6);
    block.writeUInt32LE(sumOf(data, block), 0);
    blocks.push(Buffer.concat([block, data]));
  }
  return blocks;
}

/** The sum of the format: words by XOR, the tail highest byte first, then lengths and reserve. */
function sumOf(data: Buffer, head: Buffer): number {
  let sum = 0;
  const whole = data.length & ~3;
  for (let at = 0; at < whole; at += 4) sum ^= data.readInt32LE(at);
  let tail = 0;
  for (let at = whole; at < data.length; at++) tail = (tail << 8) | data[at]!;
  sum ^= tail;
  for (let at = 4; at + 4 <= head.length; at += 4) sum ^= head.readInt32LE(at);
  return sum >>> 0;
}
