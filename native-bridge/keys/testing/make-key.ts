// For tests: keys of made-up files, good unless a test asks otherwise, small so that hundreds can be made.
import { asciiBytes } from '../../../shared/firmware/bytes';
import type { KeyFileSystem } from '../../../shared/keys/types';
import { practiceStockImage } from '../../simulator/practice-image';
import { buildKey, type BuiltKey } from '../build/build-key';
import { autoexecBytes } from '../build/rompaq-files';
import { makeDosProgram } from './make-program';
import { makeLegacyImage } from './make-rom-image';

const MIB = 1024 * 1024;
export const KEY_BYTES = 33 * MIB;
export const KEY_IMAGE = 'CPQP6303.4B5';
/** A release whose microcode nobody can look up: the made-up one then counts as stock. */
export const KEY_BIOS = 'J61_0395.BIN';

export type KeyContent = Readonly<Record<string, Uint8Array | undefined>>;

const rompaqContent = (): KeyContent => ({
  'KERNEL.SYS': asciiBytes('made-up kernel '.repeat(100)),
  'COMMAND.COM': asciiBytes('made-up shell '.repeat(100)),
  'AUTOEXEC.BAT': autoexecBytes,
  'ROMPAQ.EXE': makeDosProgram('made-up flasher'),
  'CPQSRVR2.CPU': asciiBytes('made-up driver '.repeat(50)),
  [KEY_IMAGE]: makeLegacyImage(),
});

export interface MadeKeyOptions {
  readonly fileSystem?: KeyFileSystem;
  readonly sizeBytes?: number;
  readonly partitionBytes?: number;
}

/** Code that names the file it would load, as every DOS does: enough for a check, and starts nothing. */
export const madeRecord = (text = 'KERNEL  SYS'): Uint8Array => {
  const record = new Uint8Array(512);
  record.set([0xeb, 0x58, 0x90]);
  record.set(asciiBytes(text), 0x1e0);
  return record;
};

/** `changes` by path: other content, or undefined for a file that is left out. */
export const makeRompaqKey = (changes: KeyContent = {}, options: MadeKeyOptions = {}): Promise<BuiltKey> =>
  makeKey('rompaq', { ...rompaqContent(), ...changes }, options);

let stock: Uint8Array | undefined;
/** The same 16 MiB each time: they take a while to make. */
export const stockBios = (): Uint8Array => (stock ??= practiceStockImage('J61', '03.95'));

export const makeCrisisKey = (changes: KeyContent = {}, options: MadeKeyOptions = {}): Promise<BuiltKey> =>
  makeKey('crisis', { [KEY_BIOS]: stockBios(), ...changes }, options);

function makeKey(kind: 'rompaq' | 'crisis', content: KeyContent, options: MadeKeyOptions): Promise<BuiltKey> {
  const files = Object.entries(content).flatMap(([path, bytes]) => (bytes === undefined ? [] : [{ path, bytes, from: 'test' }]));
  const fileSystem = options.fileSystem ?? 'fat16';
  const record = kind === 'rompaq' && fileSystem === 'fat32' ? { bootRecord: madeRecord() } : {};
  return buildKey({ kind, sizeBytes: KEY_BYTES, date: '2018-05-21', files, ...record, ...options, fileSystem });
}
