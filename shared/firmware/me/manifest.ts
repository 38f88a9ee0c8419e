// The manifest at the start of a code partition: version, date, module headers, SKU (domain images.md 3.2 and 3.3).
import { ascii, startsWith, u16, u32, u8 } from '../bytes';

export const MANIFEST_HEADER_BYTES = 0x290;
export const MODULE_HEADER_BYTES = 0x60;
const MAX_MODULES = 64;

export interface MeModule {
  readonly name: string;
  readonly headerAt: number;
  /** SHA-256 of the unpacked content, bytes reversed. */
  readonly hash: Uint8Array;
  /** In the region. Huffman modules share one block, so several stand at one place. */
  readonly offset: number;
  readonly storedBytes: number;
  readonly packing: 'none' | 'huffman' | 'lzma' | 'unknown';
}

export interface MeManifest {
  /** In the region. */
  readonly offset: number;
  /** All that is signed and the signature itself; as it stands, unchecked. */
  readonly length: number;
  /** The form since generation 6; the older one is signed in another way. */
  readonly isModern: boolean;
  readonly version: string;
  readonly generation: number;
  /** ISO day; absent where the field is no date. */
  readonly date?: string;
  /** Of the partition; empty in the old form. */
  readonly partitionName: string;
  readonly modules: readonly MeModule[];
}

export interface MeSku {
  /** "5MB" */
  readonly size: string;
  readonly patsburg: boolean;
  readonly slim: boolean;
}

export function readManifest(region: Uint8Array, offset: number): MeManifest | undefined {
  const isModern = startsWith(region, offset + 0x1c, '$MN2');
  if (!isModern && !startsWith(region, offset + 0x1c, '$MAN')) return undefined;
  const date = isoDay(u32(region, offset + 0x14));
  return {
    offset,
    length: u32(region, offset + 0x18) * 4,
    isModern,
    version: [0x24, 0x26, 0x28, 0x2a].map((at) => u16(region, offset + at)).join('.'),
    generation: u16(region, offset + 0x24),
    ...(date ? { date } : {}),
    partitionName: isModern ? ascii(region, offset + 0x284, 12).replace(/\0.*$/s, '') : '',
    modules: isModern ? readModules(region, offset) : [],
  };
}

/** Stored as BCD day, month, year. */
function isoDay(field: number): string | undefined {
  const text = field.toString(16).padStart(8, '0');
  return /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(text)
    ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
    : undefined;
}

function readModules(region: Uint8Array, manifestAt: number): MeModule[] {
  const modules: MeModule[] = [];
  const count = Math.min(u32(region, manifestAt + 0x20), MAX_MODULES);
  for (let index = 0; index < count; index++) {
    const at = manifestAt + MANIFEST_HEADER_BYTES + index * MODULE_HEADER_BYTES;
    if (!startsWith(region, at, '$MME') || at + MODULE_HEADER_BYTES > region.length) break;
    modules.push({
      name: ascii(region, at + 4, 16).replace(/\0.*$/s, ''),
      headerAt: at,
      hash: region.subarray(at + 0x14, at + 0x34),
      offset: manifestAt + u32(region, at + 0x38),
      storedBytes: u32(region, at + 0x40),
      packing: (['none', 'huffman', 'lzma'] as const)[(u32(region, at + 0x50) >>> 4) & 7] ?? 'unknown',
    });
  }
  return modules;
}

/** `$SKU` follows the module headers of FTPR. */
export function readSku(region: Uint8Array, manifestAt: number): MeSku | undefined {
  const modules = Math.min(u32(region, manifestAt + 0x20), MAX_MODULES);
  const from = manifestAt + MANIFEST_HEADER_BYTES + modules * MODULE_HEADER_BYTES;
  for (let at = from; at < Math.min(from + 0x400, region.length); at += 4) {
    if (!startsWith(region, at, '$SKU')) continue;
    const halves = u8(region, at + 0x0c) & 0x0f;
    return {
      size: `${halves / 2}MB`,
      patsburg: (u8(region, at + 0x0c) & 0x80) !== 0,
      slim: (u8(region, at + 0x0b) & 0x80) !== 0,
    };
  }
  return undefined;
}
