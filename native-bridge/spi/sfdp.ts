// Reads a chip's own description (JESD216): size, erase types, times, 4-byte rules. Believes nothing that contradicts itself.
import type { EraseType } from '../../shared/model/chip';
import { startsWith, u24, u32, u8 } from '../../shared/firmware/bytes';

export interface SfdpFacts {
  readonly sizeBytes: number;
  readonly pageBytes?: number;
  readonly pageTypicalMs?: number;
  readonly pageMaxMs?: number;
  /** Ascending; times are absent (0) where the table is too short to hold them. */
  readonly eraseTypes: readonly EraseType[];
  readonly hasTimes: boolean;
  /** 50h before a status write makes it volatile. */
  readonly volatileStatus: boolean;
  readonly fourByte?: 'opcodes' | 'enter' | 'enter-with-write-enable';
  /** Erase sizes differ over the chip (table FF81): small erase types do not hold everywhere. */
  readonly hasSectorMap: boolean;
}

const HEADER_BYTES = 8;
const ID_BASIC = 0xff00;
const ID_FOUR_BYTE = 0xff84;
const ID_SECTOR_MAP = 0xff81;
/** Nothing we use lies further; a pointer beyond is not believed. */
export const SFDP_MAX_BYTES = 2048;

interface Table {
  readonly id: number;
  readonly dwords: number;
  readonly pointer: number;
}

export const hasSfdpSignature = (bytes: Uint8Array): boolean => startsWith(bytes, 0, 'SFDP');

function tablesOf(bytes: Uint8Array): Table[] {
  if (!hasSfdpSignature(bytes)) return [];
  const count = u8(bytes, 6) + 1;
  const tables: Table[] = [];
  for (let index = 0; index < count; index++) {
    const at = HEADER_BYTES * (index + 1);
    if (at + HEADER_BYTES > bytes.length) break;
    tables.push({ id: u8(bytes, at) | (u8(bytes, at + 7) << 8), dwords: u8(bytes, at + 3), pointer: u24(bytes, at + 4) });
  }
  return tables.filter(({ pointer, dwords }) => pointer + dwords * 4 <= SFDP_MAX_BYTES);
}

/** How many bytes from address 0 are needed to parse the tables we use; 0 without a signature. */
export function sfdpExtentBytes(bytes: Uint8Array): number {
  return tablesOf(bytes)
    .filter(({ id }) => id === ID_BASIC || id === ID_FOUR_BYTE)
    .reduce((end, { pointer, dwords }) => Math.max(end, pointer + dwords * 4), 0);
}

/** `undefined` where there is no signature, no basic table, or what it says is impossible. */
export function parseSfdp(bytes: Uint8Array): SfdpFacts | undefined {
  const tables = tablesOf(bytes);
  // A part may list several revisions of its basic table; the last one holds the most.
  const basic = tables.filter(({ id, dwords, pointer }) => id === ID_BASIC && dwords >= 9 && pointer + dwords * 4 <= bytes.length).at(-1);
  if (!basic) return undefined;
  /** Dwords are numbered from 1 in JESD216; absent ones are 0. */
  const dword = (number: number): number => (number <= basic.dwords ? u32(bytes, basic.pointer + (number - 1) * 4) : 0);

  const density = dword(2);
  const sizeBits = density >>> 31 ? 2 ** (density & 0x7fffffff) : density + 1;
  const sizeBytes = sizeBits / 8;
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 65_536 || sizeBytes > 2 ** 31 || sizeBytes % 65_536 !== 0) return undefined;

  const hasTimes = basic.dwords >= 11;
  const eraseTypes = eraseTypesOf(dword, hasTimes).filter((type) => type.sizeBytes < sizeBytes && sizeBytes % type.sizeBytes === 0);
  const distinct = new Set(eraseTypes.map(({ opcode }) => opcode)).size === eraseTypes.length;
  if (!distinct || eraseTypes.length === 0) return undefined;

  const fourByte = fourByteOf(bytes, tables, dword(16));
  return {
    sizeBytes,
    ...(hasTimes ? pageFacts(dword(11)) : {}),
    eraseTypes,
    hasTimes,
    volatileStatus: (dword(16) & 0x08) !== 0 || ((dword(1) >>> 3) & 3) === 1,
    ...(fourByte ? { fourByte } : {}),
    hasSectorMap: tables.some(({ id }) => id === ID_SECTOR_MAP),
  };
}

const eraseUnitsMs = [1, 16, 128, 1000];

function eraseTypesOf(dword: (number: number) => number, hasTimes: boolean): EraseType[] {
  const maxFactor = 2 * ((dword(10) & 0x0f) + 1);
  return [0, 1, 2, 3]
    .map((index): EraseType => {
      const word = dword(index < 2 ? 8 : 9) >>> ((index % 2) * 16);
      const time = (dword(10) >>> (4 + 7 * index)) & 0x7f;
      const typicalMs = hasTimes ? ((time & 0x1f) + 1) * (eraseUnitsMs[time >>> 5] ?? 1) : 0;
      const exponent = word & 0xff;
      return { sizeBytes: exponent === 0 ? 0 : 2 ** exponent, opcode: (word >>> 8) & 0xff, typicalMs, maxMs: typicalMs * maxFactor };
    })
    .filter(({ sizeBytes, opcode }) => sizeBytes >= 256 && opcode !== 0 && opcode !== 0xff)
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
}

function pageFacts(dword11: number): Pick<SfdpFacts, 'pageBytes' | 'pageTypicalMs' | 'pageMaxMs'> {
  const pageBytes = 2 ** ((dword11 >>> 4) & 0x0f);
  if (pageBytes < 64) return {};
  const pageTypicalMs = ((((dword11 >>> 8) & 0x1f) + 1) * ((dword11 >>> 13) & 1 ? 64 : 8)) / 1000;
  return { pageBytes, pageTypicalMs, pageMaxMs: pageTypicalMs * 2 * ((dword11 & 0x0f) + 1) };
}

function fourByteOf(bytes: Uint8Array, tables: readonly Table[], dword16: number): SfdpFacts['fourByte'] {
  const table = tables.find(({ id, dwords, pointer }) => id === ID_FOUR_BYTE && dwords >= 2 && pointer + 8 <= bytes.length);
  const supported = table ? u32(bytes, table.pointer) : 0;
  // Bit 0: 13h read; bit 6: 12h page program; bits 9-12: the erase types.
  if (supported & 0x01 && supported & 0x40 && supported & 0x1e00) return 'opcodes';
  const enter = dword16 >>> 24;
  return enter & 0x01 ? 'enter' : enter & 0x02 ? 'enter-with-write-enable' : undefined;
}
