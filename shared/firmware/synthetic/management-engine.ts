// An ME region that has the shape of version 8 and none of its code: table, manifests signed with the practice key, data file
// system, noise.
import { sum8 } from '../bytes';
import { blank, noise, put, putText } from './paint';
import { syntheticCode } from './management-engine-code';

const LENGTH = 0x50b000;
const EFFS = { offset: 0x3000, length: 0xdc000 };
const partitions = [
  { name: 'FOVD', offset: 0x400, length: 0xc00, type: 1 },
  { name: 'MDES', offset: 0x1000, length: 0x1000, type: 1 },
  { name: 'FCRS', offset: 0x2000, length: 0x1000, type: 1 },
  { name: 'EFFS', ...EFFS, type: 4 },
  { name: 'GLUT', offset: 0xdf000, length: 0x4000, type: 2 },
  { name: 'LOCL', offset: 0xe3000, length: 0x4000, type: 0 },
  { name: 'WCOD', offset: 0xe7000, length: 0x59000, type: 0 },
  { name: 'MDMV', offset: 0x140000, length: 0x40000, type: 0 },
  { name: 'FTPR', offset: 0x180000, length: 0xca000, type: 0 },
  { name: 'NFTP', offset: 0x24a000, length: 0x25a000, type: 0 },
] as const;

export interface SyntheticMe {
  readonly version: readonly [number, number, number, number];
  /** 01 declares the settings valid; FF does not. */
  readonly validMark: 0x01 | 0xff;
  /** Whether this copy has run: erase counts, used blocks, traces of the board. */
  readonly hasRun: boolean;
  /** Six bytes; kept by a copy that has run. */
  readonly mac: readonly number[];
  /** As a vendor publishes it: no trace of an image builder. */
  readonly stock?: boolean;
}

export function syntheticMe({ version, validMark, hasRun, mac, stock = false }: SyntheticMe): Uint8Array {
  const bytes = blank(LENGTH);
  noise(bytes, 0, 0x10, 800);
  writeTable(bytes, stock ? [0, 0, 0, 0] : version);
  bytes[0x400] = validMark;
  for (const { name, offset, length, type } of partitions) {
    if (type === 0) syntheticCode(bytes.subarray(offset, offset + length), name, offset / 0x1000, version);
  }
  writeData(bytes, hasRun, mac, stock);
  return bytes;
}

function writeTable(bytes: Uint8Array, builder: readonly number[]): void {
  const table = 0x10;
  bytes.fill(0, table, table + 0x20 + partitions.length * 32);
  putText(bytes, table, '$FPT');
  put(bytes, table + 4, partitions.length, 4);
  put(bytes, table + 8, 0x1020, 2);
  put(bytes, table + 10, 0x30, 1);
  builder.forEach((part, index) => put(bytes, table + 0x18 + index * 2, part, 2));
  partitions.forEach(({ name, offset, length, type }, index) => {
    const at = table + 0x20 + index * 32;
    putText(bytes, at, name);
    put(bytes, at + 8, offset, 4);
    put(bytes, at + 12, length, 4);
    put(bytes, at + 28, 0x2780 | type, 4);
  });
  // The sum counts the 16 bytes before the text too, since the header length is over 0x20.
  put(bytes, table + 0x0b, -sum8(bytes, 0, 0x30), 1);
}

function writeData(bytes: Uint8Array, hasRun: boolean, mac: readonly number[], stock: boolean): void {
  const blocks = EFFS.length / 0x4000;
  const used = hasRun ? 9 : 3;
  for (let block = 0; block < blocks; block++) {
    const at = EFFS.offset + block * 0x4000;
    const isUsed = block < used;
    put(bytes, at, isUsed ? block : 0xff, 1);
    put(bytes, at + 1, 0x78, 1);
    put(bytes, at + 2, isUsed ? 0xfffe : 0xffff, 2);
    put(bytes, at + 4, hasRun ? 48 + ((block * 37) % 100) : 0, 4);
    if (isUsed) noise(bytes, at + 0x10, hasRun ? 0x2400 : 0x800, 900 + block + (hasRun ? 100 : 0));
  }
  putText(bytes, EFFS.offset + 8, 'MFS\0');
  if (!stock) putText(bytes, EFFS.offset + 0x3000, 'KRND\0');
  if (hasRun) bytes.set(mac, EFFS.offset + 0x4000 * 4 + 0x3400);
}
