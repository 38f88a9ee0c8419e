// The resources of a Windows program: those that are plain data, and what its version says. Nothing is copied, and every loop is bounded.
import { u16, u32 } from '../../../shared/firmware/bytes';
import type { PeFile } from './pe';

/** RT_RCDATA, RT_VERSION of the resource format. */
const RCDATA = 10;
const VERSION = 16;
const DIRECTORY_BYTES = 16;
const ENTRY_BYTES = 8;
const IS_NAME = 0x8000_0000;
const IS_DIRECTORY = 0x8000_0000;
const MOST_ENTRIES = 4096;
const LONGEST_NAME = 64;

export interface PeResources {
  /** RT_RCDATA by name: "KERNEL", "COMMAND"; views of the program. */
  readonly rcdata: ReadonlyMap<string, Uint8Array>;
  /** Of the version resource: "stub32i.exe". */
  readonly originalFilename?: string;
  readonly fileVersion?: string;
}

/** Tolerant: a program whose resources cannot be read has none. */
export function readResources(bytes: Uint8Array, pe: PeFile): PeResources {
  const rcdata = new Map<string, Uint8Array>();
  const versions: Uint8Array[] = [];
  let visited = 0;
  const base = pe.resourceAddress === 0 ? undefined : offsetOf(pe, pe.resourceAddress);
  if (base !== undefined) {
    // Types, then names, then languages: three levels, each a list of entries.
    for (const type of entriesAt(bytes, base, 0)) {
      if ((type.id !== RCDATA && type.id !== VERSION) || type.below === undefined) continue;
      for (const name of entriesAt(bytes, base, type.below)) {
        if (++visited > MOST_ENTRIES) break;
        const [language] = name.below === undefined ? [] : entriesAt(bytes, base, name.below);
        const content = language?.data === undefined ? undefined : dataAt(bytes, pe, base + language.data);
        if (!content) continue;
        if (type.id === VERSION) versions.push(content);
        else rcdata.set(name.name ?? String(name.id), content);
      }
    }
  }
  const version = utf16(versions[0] ?? new Uint8Array());
  const originalFilename = versionText(version, 'OriginalFilename');
  const fileVersion = versionText(version, 'FileVersion');
  return { rcdata, ...(originalFilename ? { originalFilename } : {}), ...(fileVersion ? { fileVersion } : {}) };
}

/** Where in the file an address of the running program stands; undefined where no section holds it. */
function offsetOf({ sections }: PeFile, address: number): number | undefined {
  const section = sections.find((one) => address >= one.address && address < one.address + one.length);
  return section && section.offset + address - section.address;
}

interface Entry {
  readonly id: number;
  readonly name?: string;
  /** Of the directory below, or of the data; both from the start of the resources. */
  readonly below?: number;
  readonly data?: number;
}

function entriesAt(bytes: Uint8Array, base: number, from: number): Entry[] {
  const at = base + from;
  if (at + DIRECTORY_BYTES > bytes.length) return [];
  const count = Math.min(u16(bytes, at + 12) + u16(bytes, at + 14), MOST_ENTRIES);
  const entries: Entry[] = [];
  for (let entry = at + DIRECTORY_BYTES; entries.length < count && entry + ENTRY_BYTES <= bytes.length; entry += ENTRY_BYTES) {
    const [id, target] = [u32(bytes, entry), u32(bytes, entry + 4)];
    const name = id >= IS_NAME ? nameAt(bytes, base + (id - IS_NAME)) : undefined;
    entries.push({
      id,
      ...(name === undefined ? {} : { name }),
      ...(target >= IS_DIRECTORY ? { below: target - IS_DIRECTORY } : { data: target }),
    });
  }
  return entries;
}

/** A count, then so many letters of UTF-16. In upper case, as they are compared. */
function nameAt(bytes: Uint8Array, at: number): string {
  const letters = Math.min(at + 2 <= bytes.length ? u16(bytes, at) : 0, LONGEST_NAME);
  return utf16(bytes.subarray(at + 2, at + 2 + letters * 2)).toUpperCase();
}

function dataAt(bytes: Uint8Array, pe: PeFile, at: number): Uint8Array | undefined {
  if (at + 16 > bytes.length) return undefined;
  const offset = offsetOf(pe, u32(bytes, at));
  const length = u32(bytes, at + 4);
  return offset === undefined || offset + length > bytes.length ? undefined : bytes.subarray(offset, offset + length);
}

const utf16 = (bytes: Uint8Array): string => new TextDecoder('utf-16le').decode(bytes);

/** A string of the version resource: its name, padding, its value, all in UTF-16 and ended by zeros. */
function versionText(version: string, name: string): string | undefined {
  const at = version.indexOf(`${name}\0`);
  return at < 0 ? undefined : /^\0*([^\0]{1,200})/.exec(version.slice(at + name.length))?.[1]?.trim();
}
