// Practice packages: made by our own code, so that anyone can build and check keys without a file of HP's. Nothing in them does anything,
// and the server they are for does not exist: no machine takes the image.
import { zipSync } from 'fflate';
import { asciiBytes } from '../../../shared/firmware/bytes';
import { noise, put, putText } from '../../../shared/firmware/synthetic/paint';
import type { KeyKind } from '../../../shared/keys/types';
import { crc32 } from '../../inspection/node-tools';
import { practiceStockImage } from '../../simulator/practice-image';
import { imageNameOf } from '../rom/image-name';

export interface PracticePackage {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** No server shows it at power-on. */
export const practiceFamily = 'Z99';
export const practiceServer = 'ProLiant Practice ML999 G6';
const PRODUCT = `CPQ${practiceFamily}0`;
const DAY = '2018-05-21';
const HEADER_BYTES = 72;
const ROM_BYTES = 4 * 1024 * 1024;
const STORED = 1;

export function practicePackage(kind: KeyKind): PracticePackage {
  return kind === 'crisis'
    ? { name: 'PRACTICE-Z620.zip', bytes: zipOf({ 'DOS Flash/J61_0395.BIN': practiceStockImage('J61', '03.95') }) }
    : { name: 'PRACTICE-ROMPAQ.zip', bytes: zipOf(rompaqMembers()) };
}

/** An image with the 72-byte header and a right sum; what it holds is noise. */
export function practiceRomImage(): PracticePackage {
  const image = new Uint8Array(HEADER_BYTES + ROM_BYTES).fill(0xff);
  putText(image, HEADER_BYTES, 'PRACTICE IMAGE: NOT A ROM. It is for no machine.');
  noise(image, HEADER_BYTES + 0x1000, 0x40000, 99);
  const name = imageNameOf(PRODUCT, DAY);
  put(image, 0x00, ROM_BYTES, 4);
  put(image, 0x04, crc32(image.subarray(HEADER_BYTES)), 4);
  put(image, 0x08, parseInt(name.slice(PRODUCT.length).replace('.', ''), 16), 2);
  put(image, 0x0a, 0x0101, 2);
  image.fill(0, 0x0c, HEADER_BYTES);
  putText(image, 0x0c, PRODUCT);
  putText(image, 0x14, '05/21/2018');
  image[0x3c] = STORED;
  return { name, bytes: image };
}

function rompaqMembers(): Record<string, Uint8Array> {
  const image = practiceRomImage();
  const key = 'ROMPaq USB Key';
  const boot = `${key}/HPEUSB.exe/RCDATA`;
  return {
    [`${key}/ROMPAQ.EXE`]: sayer('ROMPAQ of the practice package: it flashes nothing.', 'ends'),
    [`${key}/PRACTICE.CPU`]: asciiBytes('Driver of the practice package: it drives nothing.\r\n'),
    [`${key}/${image.name}`]: image.bytes,
    [`${key}/rev_hist.txt`]: asciiBytes('Practice package of ROM Rescue. It does nothing.\r\n'),
    'README.1ST': asciiBytes(
      [
        'TITLE: Practice package of ROM Rescue',
        'VERSION: 2018.05.21',
        `ROM FAMILY: ${practiceFamily}`,
        `PRODUCTS AFFECTED: ${practiceServer}`,
      ]
        .map((line) => `${line}\r\n`)
        .join(''),
    ),
    [`${boot}/KERNEL`]: sayer('PRACTICE KEY: it started, and does nothing. Take it out and switch off.', 'halts'),
    [`${boot}/COMMAND`]: sayer('COMMAND of the practice package: it does nothing.', 'ends'),
    [`${boot}/FAT32LBA`]: practiceRecord(),
  };
}

/** Always the same bytes. */
const zipOf = (members: Record<string, Uint8Array>): Uint8Array => zipSync(members, { level: 6, mtime: new Date(1_527_000_000_000) });

/** A 16-bit program that writes one sentence to the screen, wherever it was loaded to. */
function sayer(sentence: string, then: 'halts' | 'ends'): Uint8Array {
  const code = [
    // where am I: call +0, pop si; the text is behind the code
    ...[0xe8, 0x00, 0x00, 0x5e, 0x83, 0xc6, 0x18, 0x0e, 0x1f, 0xfc],
    // each letter by the video BIOS until the zero
    ...[0xac, 0x08, 0xc0, 0x74, 0x09, 0xb4, 0x0e, 0xbb, 0x07, 0x00, 0xcd, 0x10, 0xeb, 0xf2],
    ...(then === 'halts' ? [0xf4, 0xeb, 0xfd] : [0xcd, 0x20, 0x90]),
  ];
  return Uint8Array.from([...code, ...asciiBytes(`${sentence}\r\n`), 0]);
}

/** In place of the FAT32 boot record: says what it is. Names the kernel, as boot records do. */
function practiceRecord(): Uint8Array {
  const record = new Uint8Array(512);
  record.set([0xeb, 0x58, 0x90]);
  putText(record, 3, 'PRACTICE');
  record.set(sayer('PRACTICE KEY: it starts, and does nothing. Take it out and switch off.', 'halts'), 0x5a);
  putText(record, 0x1f0, 'KERNEL  SYS');
  put(record, 510, 0xaa55, 2);
  return record;
}
