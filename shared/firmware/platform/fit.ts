// The firmware interface table: a pointer near the end of the chip, a header, then what the processor loads before any code runs.
import { startsWith, sum8, u16, u24, u32, u8 } from '../bytes';
import { fileOffsetOf, isInChip, isInFile, type ChipPlace } from './chip-place';

const ENTRY_BYTES = 16;
const MAX_ENTRIES = 64;
const POINTER_BEFORE_END = 0x40;

export const fitTypes = { header: 0, microcode: 1, startupAcm: 2, startupModule: 7, tpmPolicy: 8, txtPolicy: 0x0a } as const;

/** Types of Intel's public specification. */
const typeNames: Readonly<Record<number, string>> = {
  0: 'header',
  1: 'microcode',
  2: 'startup ACM',
  3: 'diagnostic ACM',
  7: 'BIOS startup module',
  8: 'TPM policy',
  9: 'BIOS policy',
  0x0a: 'TXT policy',
  0x0b: 'key manifest',
  0x0c: 'boot policy manifest',
  0x10: 'CSE secure boot',
  0x2d: 'feature policy',
  0x2f: 'debug policy',
  0x7f: 'unused',
};
/** Entries of version 0 of these name an index register instead of an address. */
const policies: readonly number[] = [fitTypes.tpmPolicy, fitTypes.txtPolicy, 9, 0x2d, 0x2f];

export type FitState = 'good' | 'no-pointer' | 'pointer-outside' | 'no-table' | 'not-here';

export interface FitEntry {
  /** In the file. */
  readonly offset: number;
  readonly type: number;
  readonly typeName?: string;
  readonly version: number;
  /** CPU address. */
  readonly address: number;
  /** Of what it points at, where the entry says. */
  readonly length: number;
  /** In the file; absent for policies, and for what stands outside the file. */
  readonly target?: number;
  /** It points outside the chip. */
  readonly isOutside: boolean;
}

export interface Fit {
  /** `not-here`: the file holds no end of the chip. */
  readonly state: FitState;
  /** Of the pointer in the file. */
  readonly pointerAt: number;
  /** CPU address it holds; absent where the file does not hold it. */
  readonly pointer?: number;
  /** Of the table in the file, or of where it should be. */
  readonly offset?: number;
  /** What the header says. */
  readonly count: number;
  /** Without the header. */
  readonly entries: readonly FitEntry[];
  /** Of the whole table, where the header says that it has one. */
  readonly sumIsGood?: boolean;
}

/** `findTable`: where the header's text stands; asked where the file does not hold the pointer. */
export function parseFit(bytes: Uint8Array, chip: ChipPlace, findTable: () => number | undefined): Fit {
  const pointerAt = chip.sizeBytes - POINTER_BEFORE_END - chip.base;
  const none = { pointerAt, count: 0, entries: [] };
  if (!isInFile(bytes, pointerAt, 4)) {
    const offset = findTable();
    return offset === undefined
      ? { state: 'not-here', ...none }
      : { state: 'not-here', pointerAt, offset, ...readTable(bytes, offset, chip) };
  }
  const pointer = u32(bytes, pointerAt);
  if (pointer === 0xffffffff || pointer === 0) return { state: 'no-pointer', pointer, ...none };
  const offset = fileOffsetOf(pointer, chip);
  if (!isInChip(pointer, ENTRY_BYTES, chip)) return { state: 'pointer-outside', pointer, ...none };
  if (!isInFile(bytes, offset, ENTRY_BYTES)) return { state: 'not-here', ...none };
  if (!startsWith(bytes, offset, '_FIT_   ')) return { state: 'no-table', pointer, offset, ...none };
  return { state: 'good', pointerAt, pointer, offset, ...readTable(bytes, offset, chip) };
}

function readTable(bytes: Uint8Array, offset: number, chip: ChipPlace): Pick<Fit, 'count' | 'entries' | 'sumIsGood'> {
  const count = u24(bytes, offset + 8);
  const entries: FitEntry[] = [];
  for (let index = 1; index < Math.min(count, MAX_ENTRIES); index++) {
    const at = offset + index * ENTRY_BYTES;
    if (!isInFile(bytes, at, ENTRY_BYTES)) break;
    entries.push(readEntry(bytes, at, chip));
  }
  const hasSum = (u8(bytes, offset + 14) & 0x80) !== 0 && isInFile(bytes, offset, count * ENTRY_BYTES);
  return { count, entries, ...(hasSum ? { sumIsGood: sum8(bytes, offset, count * ENTRY_BYTES) === 0 } : {}) };
}

function readEntry(bytes: Uint8Array, offset: number, chip: ChipPlace): FitEntry {
  const type = u8(bytes, offset + 14) & 0x7f;
  const version = u16(bytes, offset + 12);
  const typeName = typeNames[type];
  const address = u32(bytes, offset) + u32(bytes, offset + 4) * 0x1_0000_0000;
  const length = u24(bytes, offset + 8) * 16;
  const entry = { offset, type, version, address, length, ...(typeName ? { typeName } : {}) };
  if (type === 0x7f || (policies.includes(type) && version === 0)) return { ...entry, isOutside: false };
  const isOutside = !isInChip(address, Math.max(length, 1), chip);
  const target = fileOffsetOf(address, chip);
  return { ...entry, isOutside, ...(!isOutside && isInFile(bytes, target, 1) ? { target } : {}) };
}

export const fitTableBytes = ({ count }: Fit): number => Math.min(count, MAX_ENTRIES) * ENTRY_BYTES;
export const fitCountIsPossible = ({ count, entries }: Fit): boolean => count >= 1 && count <= MAX_ENTRIES && entries.length === count - 1;
