// What flashrom needs for the same jobs. Times: the model of domain/programmers.md 5.3 for CH341A, evaluated with the constants
// that our own simulator runs on. Counters: measured on the wire of the USB lab (its README). Nothing here runs flashrom.
import { ch341aTimes } from '../native-bridge/simulator/ch341a-device';
import { w25q128 } from '../native-bridge/simulator/nor-profile';
import { biosCode, bootBlock, CHIP_BYTES } from './images';

/** flashrom reads in commands of 4096 bytes. */
const CHUNK_BYTES = 4096;
/** It polls a 64 KiB erase every 100 ms, a 4 KiB erase every 10 ms. */
const pollMs = { '64K': 100, '4K': 10 };

export const readTransfers = { in: 544_768, out: 4096 };

const readMs = (bytes: number): number =>
  bytes * ch341aTimes.byteMs + Math.ceil(bytes / CHUNK_BYTES) * (4 * ch341aTimes.byteMs + ch341aTimes.roundTripMs);

const status = 3 * ch341aTimes.byteMs + ch341aTimes.roundTripMs;
/** WREN and PAGE PROGRAM in two submissions, then status reads until ready. */
const pageMs = 261 * ch341aTimes.byteMs + 2 * ch341aTimes.roundTripMs + Math.ceil(w25q128.pageMs / status) * status;

function eraseMs(kind: '64K' | '4K'): number {
  const busy = kind === '64K' ? w25q128.erase64kMs : w25q128.erase4kMs;
  return Math.ceil(busy / pollMs[kind]) * pollMs[kind] + 5 * ch341aTimes.byteMs + ch341aTimes.roundTripMs;
}

/** flashrom 1.4 and later: reads the chip, erases, reads each erased block back, programs, reads the chip. */
const jobMs = (kind: '64K' | '4K', erases: number, erasedBytes: number, pages: number): number =>
  2 * readMs(CHIP_BYTES) + erases * eraseMs(kind) + readMs(erasedBytes) + pages * pageMs;

const pagesOf65Percent = Math.round((biosCode.length / 256) * 0.65);
const bootBlockBytes = 20 * 1024;

/** Milliseconds of device time, and the rounded figure of the domain's table. */
export const flashromTimes = {
  a: { modelMs: readMs(CHIP_BYTES), tableS: 126 },
  c: { modelMs: jobMs('4K', bootBlockBytes / 4096, bootBlockBytes, bootBlockBytes / 256), tableS: 254 },
  d: { modelMs: jobMs('64K', biosCode.length / 65_536, biosCode.length, pagesOf65Percent), tableS: 360 },
  e: { modelMs: jobMs('64K', CHIP_BYTES / 65_536, CHIP_BYTES, CHIP_BYTES / 256), tableS: 590 },
} as const;

/** `-l` one range, `-N`: verify that range only. Measured on the USB lab's wire, from its README. */
export const labFigures = {
  'boot-block': { range: bootBlock, 'flashrom 1.3.0': { in: 5424, out: 223 }, 'flashrom 1.8-rc1': { in: 5479, out: 278 } },
  'bios-1m': {
    range: { offset: 0x600000, length: 0x100000 },
    'flashrom 1.3.0': { in: 135_567, out: 12_594 },
    'flashrom 1.8-rc1': { in: 134_663, out: 11_690 },
  },
} as const;
export type LabJob = keyof typeof labFigures;
