// AMI's NVAR stores: a chain of entries, identifiers in a table that grows down from the end, newer values linked behind older
// names. Format: images.md 5. Values are never read, only their length.
import { startsWith, u16, u24, u8 } from '../bytes';
import { guidAt } from '../volumes/guids';

const HEADER_BYTES = 10;
const NO_NEXT = 0xffffff;
const MAX_ENTRIES = 8192;
const MAX_NAME_LETTERS = 256;
const MAX_NESTING = 2;
const flags = { valid: 0x80, dataOnly: 0x08, inlineGuid: 0x04, asciiName: 0x02 } as const;

export interface NvarVariable {
  readonly name: string;
  /** Absent where the table of identifiers cannot be found. */
  readonly guid?: string;
  /** Of its entry in the store. */
  readonly offset: number;
  /** Of that entry. */
  readonly length: number;
  /** Of the latest value. */
  readonly dataBytes: number;
  /** The value is a store itself: a set of defaults. */
  readonly inside?: NvarStore;
}

export interface NvarStore {
  /** From the first entry to behind the last. */
  readonly usedBytes: number;
  readonly entries: number;
  readonly variables: readonly NvarVariable[];
  /** What does not hold together, for a person who knows the format. */
  readonly defects: readonly { readonly offset: number; readonly what: string }[];
}

interface Entry {
  readonly offset: number;
  readonly length: number;
  readonly next: number;
  readonly attributes: number;
}

export interface StoreOptions {
  /** `bytes` ends where the store does: the table of identifiers can be used, and what follows the entries must be blank. */
  readonly endIsKnown: boolean;
}

/** Undefined where no entry stands at the start of `bytes`. */
export function parseNvarStore(bytes: Uint8Array, options: StoreOptions, nesting = 0): NvarStore | undefined {
  const defects: { offset: number; what: string }[] = [];
  const entries = readEntries(bytes);
  if (entries.length === 0) return undefined;
  const last = entries[entries.length - 1]!;
  const usedBytes = last.offset + last.length;
  const isCutShort = startsWith(bytes, usedBytes, 'NVAR');
  if (isCutShort) defects.push({ offset: usedBytes, what: 'an entry of impossible size' });
  const places = new Map(entries.map((entry) => [entry.offset, entry]));
  const variables: NvarVariable[] = [];
  let highestIndex = -1;
  for (const entry of entries) {
    if ((entry.attributes & flags.valid) === 0 || (entry.attributes & flags.dataOnly) !== 0) continue;
    const head = readHead(bytes, entry, options.endIsKnown);
    if (!head) {
      defects.push({ offset: entry.offset, what: 'an entry whose name does not end' });
      continue;
    }
    highestIndex = Math.max(highestIndex, head.guidIndex ?? -1);
    const latest = followLinks(entry, places);
    if (!latest) defects.push({ offset: entry.offset, what: 'a link to a newer value that is not there' });
    const from = latest && latest !== entry ? latest.offset + HEADER_BYTES : head.dataFrom;
    const end = latest ? latest.offset + latest.length : entry.offset + entry.length;
    const data = bytes.subarray(from, end);
    const inside = nesting < MAX_NESTING ? parseNvarStore(data, { endIsKnown: true }, nesting + 1) : undefined;
    variables.push({
      name: head.name,
      ...(head.guid ? { guid: head.guid } : {}),
      offset: entry.offset,
      length: entry.length,
      dataBytes: data.length,
      ...(inside ? { inside } : {}),
    });
  }
  const tableFrom = bytes.length - 16 * (highestIndex + 1);
  if (options.endIsKnown && !isCutShort) {
    if (tableFrom < usedBytes) defects.push({ offset: usedBytes, what: 'entries reach into the table of identifiers' });
    else if (!isBlank(bytes, usedBytes, tableFrom)) defects.push({ offset: usedBytes, what: 'bytes behind the last entry' });
  }
  return { usedBytes, entries: entries.length, variables, defects };
}

function readEntries(bytes: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; entries.length < MAX_ENTRIES && startsWith(bytes, at, 'NVAR');) {
    const length = u16(bytes, at + 4);
    if (length < HEADER_BYTES || at + length > bytes.length) break;
    entries.push({ offset: at, length, next: u24(bytes, at + 6), attributes: u8(bytes, at + 9) });
    at += length;
  }
  return entries;
}

interface Head {
  readonly name: string;
  readonly guid?: string;
  readonly guidIndex?: number;
  readonly dataFrom: number;
}

function readHead(bytes: Uint8Array, { offset, length, attributes }: Entry, tableIsKnown: boolean): Head | undefined {
  const end = offset + length;
  const isInline = (attributes & flags.inlineGuid) !== 0;
  const guidIndex = isInline ? undefined : u8(bytes, offset + HEADER_BYTES);
  const guidPlace = guidIndex === undefined ? offset + HEADER_BYTES : bytes.length - 16 * (guidIndex + 1);
  const hasGuid = (isInline || tableIsKnown) && guidPlace >= 0 && guidPlace + 16 <= bytes.length;
  const guid = hasGuid ? guidAt(bytes, guidPlace) : undefined;
  const letterBytes = (attributes & flags.asciiName) !== 0 ? 1 : 2;
  let [name, at] = ['', offset + HEADER_BYTES + (isInline ? 16 : 1)];
  for (let letters = 0; letters < MAX_NAME_LETTERS && at + letterBytes <= end; letters++, at += letterBytes) {
    const letter = letterBytes === 1 ? u8(bytes, at) : u16(bytes, at);
    if (letter === 0)
      return { name, dataFrom: at + letterBytes, ...(guid ? { guid } : {}), ...(guidIndex === undefined ? {} : { guidIndex }) };
    name += String.fromCharCode(letter);
  }
  return undefined;
}

/** The entry with the latest value; undefined where the chain leads to no entry. A link goes forward only, so this ends. */
function followLinks(first: Entry, places: ReadonlyMap<number, Entry>): Entry | undefined {
  let entry: Entry = first;
  while (entry.next !== NO_NEXT && entry.next !== 0) {
    const next = places.get(entry.offset + entry.next);
    if (!next || (next.attributes & flags.dataOnly) === 0) return undefined;
    entry = next;
  }
  return entry;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0xff) return false;
  return true;
}

/** Variables with a value, those inside sets of defaults counted instead of their set. */
export const countVariables = ({ variables }: NvarStore): number =>
  variables.reduce((sum, { inside }) => sum + (inside ? countVariables(inside) : 1), 0);
