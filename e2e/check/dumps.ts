// Ten files as a support desk is handed them, made at test time of synthetic images: no vendor bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { practiceGoodImage, practiceStockImage } from '../../native-bridge/simulator/practice-image';

export interface Dump {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MIB = 1024 * 1024;

/** As a weak contact reads: single bits lost, here and there in one stretch. */
export function withFlips(image: Uint8Array, from = 0x600000, count = 40): Uint8Array {
  const read = image.slice();
  for (let index = 0; index < count; index++) {
    const at = from + index * 0x1357;
    read[at] = (read[at] ?? 0) ^ (1 << (index % 8));
  }
  return read;
}

/** As a weak contact reads: bits that were 1 come as 0, at no regular places. */
export function scattered(image: Uint8Array, count = 30): Uint8Array {
  const read = image.slice();
  let at = 0x600000;
  for (let found = 0, step = 1; found < count; step++) {
    at += 0x400 + ((step * 40_503) % 0x9000);
    const byte = read[at] ?? 0;
    // The lowest bit that is 1.
    if (byte !== 0) found++;
    read[at] = byte & (byte - 1);
  }
  return read;
}

export function swapped(image: Uint8Array): Uint8Array {
  const read = image.slice();
  for (let at = 0; at < read.length; at += 2) [read[at], read[at + 1]] = [read[at + 1] ?? 0, read[at] ?? 0];
  return read;
}

export function shifted(image: Uint8Array, by: number): Uint8Array {
  const read = new Uint8Array(image.length).fill(0xff);
  read.set(image.subarray(0, image.length - by), by);
  return read;
}

export const goodDump = (): Uint8Array => practiceGoodImage();

export function tenDumps(): Dump[] {
  const good = goodDump();
  const note = 'Z620, bought 2013. Dump taken with a CH341A.\n'.repeat(40);
  return [
    { name: 'read1.bin', bytes: good },
    { name: 'read2-flips.bin', bytes: withFlips(good) },
    { name: 'cut-short.bin', bytes: good.slice(0, 11 * MIB) },
    { name: 'shifted.bin', bytes: shifted(good, 1) },
    { name: 'other-board.bin', bytes: practiceStockImage('J63') },
    { name: 'boot-block.bin', bytes: good.slice(0xff0000) },
    { name: 'swapped.bin', bytes: swapped(good) },
    { name: 'empty.bin', bytes: new Uint8Array(0) },
    { name: 'notes.txt', bytes: new TextEncoder().encode(note) },
    { name: 'dumps.zip', bytes: zipSync({ 'inside/read1-again.bin': [good, { level: 1 }] }) },
  ];
}

/** Answers the paths, in the order given. */
export async function writeDumps(folder: string, dumps: readonly Dump[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, bytes } of dumps) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    paths.push(path);
  }
  return paths;
}
