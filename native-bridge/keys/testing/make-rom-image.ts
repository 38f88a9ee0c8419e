// For tests and practice: ROM images in both layouts of domain rompaq.md 1.3 and 1.4, with right sums and signatures of our own.
import { createSign } from 'node:crypto';
import { crc32 } from '../../inspection/node-tools';
import { testCertificates, testSigningKey } from './signing-fixture';

export interface RomImageOptions {
  /** Seven characters: "CPQP630". */
  readonly productId?: string;
  /** ISO day. */
  readonly date?: string;
  readonly romBytes?: number;
}

const numbersOf = (date: string): [number, number, number] => date.split('-').map(Number) as [number, number, number];

/** Content that compresses somewhat and repeats nowhere. */
export function madeContent(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0 || 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = at % 3 === 0 ? state >>> 24 : 0x40 | (at & 7);
  }
  return bytes;
}

export function makeLegacyImage({ productId = 'CPQP630', date = '2018-05-21', romBytes = 0x8000 }: RomImageOptions = {}): Uint8Array {
  const [year, month, day] = numbersOf(date);
  const payload = madeContent(romBytes);
  const header = Buffer.alloc(72);
  header.writeUInt32LE(romBytes, 0);
  header.writeUInt32LE(crc32(payload), 4);
  header.writeUInt16LE(((year - 1992) << 9) | (month << 5) | day, 8);
  header.writeUInt16LE(0x0101, 10);
  header.write(productId, 0x0c, 'latin1');
  header.write(`${two(month)}/${two(day)}/${year}`, 0x14, 'latin1');
  header[0x3c] = 1;
  return new Uint8Array(Buffer.concat([header, payload]));
}

/** Signed by the test chain: good only under `testRootSha256`. */
export function makeSignedImage({ productId = 'CPQJ060', date = '2018-05-21', romBytes = 0x10000 }: RomImageOptions = {}): Uint8Array {
  const [year, month, day] = numbersOf(date);
  const family = productId.slice(3, 6);
  const header = Buffer.alloc(1800);
  header.write('HPIMAGE\0', 0, 'latin1');
  header.writeUInt16LE(year, 0x3c);
  header[0x3e] = month;
  header[0x3f] = day;
  header.write(`${two(month)}/${two(day)}/${year}`, 0x40, 'latin1');
  header.write(`ProLiant System BIOS - ${family}`, 0x60, 'latin1');
  const rom = Buffer.from(madeContent(romBytes, 7));
  const markAt = romBytes - 0x3858;
  rom.write('$CPQFLSH', markAt, 'latin1');
  rom.write(`${productId}\0`, markAt + 0x1f, 'latin1');
  rom.write(`${family}\0`, markAt + 0x27, 'latin1');
  const content = Buffer.concat([header, rom]);
  const signature = createSign('SHA512').update(content).sign(testSigningKey, 'base64');
  const fingerprint = [
    '--=</Begin HP Signed File Fingerprint\\>=--',
    'Fingerprint Length: 000527',
    'Key: label_Test',
    'Hash: sha512',
    `Signature: ${signature}`,
    '--=</End HP Signed File Fingerprint\\>=--',
    '',
  ].join('\n');
  return new Uint8Array(Buffer.concat([Buffer.from(fingerprint + testCertificates, 'latin1'), content]));
}

const two = (value: number): string => String(value).padStart(2, '0');
