// The `$FPT`: where the partitions of the ME are (domain images.md 3.1). Offsets count from the start of the region.
import { ascii, startsWith, sum8, u16, u32, u8 } from '../bytes';

const ENTRY_BYTES = 32;
const MAX_ENTRIES = 64;
/** A partition without a place: only a quota inside the data area. */
const NO_PLACE = 0xffffffff;

const types: Readonly<Record<number, string>> = { 0: 'code', 1: 'data', 2: 'GLUT', 3: 'generic', 4: 'EFFS', 5: 'ROM' };

export interface MeEntry {
  /** Four letters as stored; the first entry of images made by Intel's builder has none that can be read. */
  readonly name: string;
  readonly entryAt: number;
  readonly offset: number;
  readonly length: number;
  /** "code", "data", … */
  readonly type: string;
}

export interface MeTable {
  /** Of the text `$FPT`. */
  readonly at: number;
  /** The summed bytes, and with them the entries. */
  readonly header: { readonly offset: number; readonly length: number };
  readonly entryCount: number;
  readonly sumIsGood: boolean;
  /** Version of the program that built the image: all 0 or FFFF in ME 7 and in what no one has touched. */
  readonly builtByTool: boolean;
  /** Those that have a place, in the order of the table. */
  readonly entries: readonly MeEntry[];
}

export function readTable(region: Uint8Array): MeTable | undefined {
  const at = [0x10, 0].find((offset) => startsWith(region, offset, '$FPT'));
  if (at === undefined) return undefined;
  const headerLength = u8(region, at + 0x0a);
  // A header longer than 0x20 counts from the 16 bytes before the text.
  const from = headerLength > 0x20 ? Math.max(0, at - 0x10) : at;
  const entryCount = Math.min(u32(region, at + 4), MAX_ENTRIES);
  const entries: MeEntry[] = [];
  for (let index = 0; index < entryCount; index++) {
    const entryAt = at + 0x20 + index * ENTRY_BYTES;
    if (entryAt + ENTRY_BYTES > region.length) break;
    const [offset, length] = [u32(region, entryAt + 8), u32(region, entryAt + 12)];
    if (offset === NO_PLACE || length === 0) continue;
    const code = u8(region, entryAt + 28) & 0x7f;
    entries.push({ name: ascii(region, entryAt, 4), entryAt, offset, length, type: types[code] ?? `type ${code}` });
  }
  const isSummed = headerLength === 0x20 || headerLength === 0x30;
  return {
    at,
    header: { offset: from, length: at + 0x20 - from },
    entryCount,
    sumIsGood: isSummed && sum8(region, from, headerLength) === 0,
    builtByTool: [0x18, 0x1a, 0x1c, 0x1e].some((place) => u16(region, at + place) !== 0 && u16(region, at + place) !== 0xffff),
    entries,
  };
}

/** For people: bytes that are no letters as hex. */
export function entryTitle(name: string): string {
  const letters = name.replace(/\0+$/, '');
  if (/^[\x21-\x7e]+$/.test(letters)) return letters;
  return Array.from(name, (letter) => letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')).join('');
}
