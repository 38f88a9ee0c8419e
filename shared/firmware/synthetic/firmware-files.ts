// Firmware files of our own make that name the image: ROM layout, firmware id, default variables. Shapes by images.md 5 and 6.
import { guidBytes } from '../volumes/guids';
import { blank, noise, put, putText } from './paint';
import type { SyntheticFile } from './volume';

const FREEFORM = 0x02;
const RAW = 0x01;
const SECTION_FREEFORM = 0x18;
const SECTION_RAW = 0x19;
const ROW_BYTES = 24;

const guids = {
  microcode: '17088572-377F-44EF-8F4E-B09FFF46A070',
  romLayout: '0DCA793A-EA96-42D8-BD7B-DC7F684E38C1',
  romLayoutSection: '88A15A4F-977D-4682-B17C-DA1F316C1F32',
  firmwareId: '3FD1D3A2-99F7-420B-BC69-8BB1D492A332',
  firmwareIdSection: '2EBE0275-6458-4AF9-91ED-D3F4EDB100AA',
  defaults: '9221315B-30BB-46B5-813E-1B1BF4712BD3',
  ownVariables: '5B0E1F34-0D5C-4B57-9A6E-3D1C7E50A0F1',
} as const;

/** Address in the chip, length, and whether it is a volume, as the table of HP's images has them. */
const areas: readonly (readonly [offset: number, length: number, kind: 'volume' | 'other'])[] = [
  [0xee0000, 0x80000, 'volume'],
  [0x580000, 0x880000, 'volume'],
  [0x510000, 0x70000, 'other'],
  [0xec0000, 0x20000, 'other'],
  [0xf60000, 0x80000, 'volume'],
  [0xff0000, 0x10000, 'volume'],
  [0xe00000, 0xc0000, 'volume'],
  [0x5000, 0x50b000, 'other'],
  [0, 0x1000, 'other'],
  [0x1000, 0x2000, 'other'],
  [0x3000, 0x2000, 'other'],
];

function section(type: number, content: Uint8Array, guid?: string): Uint8Array {
  const headerBytes = guid === undefined ? 4 : 20;
  const bytes = new Uint8Array(headerBytes + content.length);
  put(bytes, 0, bytes.length, 3);
  put(bytes, 3, type, 1);
  if (guid !== undefined) bytes.set(guidBytes(guid), 4);
  bytes.set(content, headerBytes);
  return bytes;
}

export const microcodeFile = (body: Uint8Array): SyntheticFile => ({ guid: guids.microcode, type: RAW, body });

export function romLayoutFile(): SyntheticFile {
  const table = new Uint8Array((areas.length + 1) * ROW_BYTES);
  areas.forEach(([offset, length, kind], row) => {
    put(table, row * ROW_BYTES, 0xff000000 + offset, 4);
    put(table, row * ROW_BYTES + 8, offset, 4);
    put(table, row * ROW_BYTES + 12, length, 4);
    put(table, row * ROW_BYTES + 16, kind === 'volume' ? 0 : 1, 4);
  });
  return { guid: guids.romLayout, type: FREEFORM, body: section(SECTION_FREEFORM, table, guids.romLayoutSection) };
}

/** `version` "03.96". */
export function firmwareIdFile({ family, version }: { readonly family: string; readonly version: string }): SyntheticFile {
  const id = blank(0x78);
  const digits = version.replace('.', '');
  id.fill(0, 0, 0x35);
  putText(id, 0, '$FID\x04');
  put(id, 5, id.length, 2);
  putText(id, 7, `${family}${digits}`);
  noise(id, 0x10, 16, 21);
  putText(id, 0x20, `04\x0006\x00${version.replace('.', '\x00')}\x00`);
  put(id, 0x2c, 2024, 2);
  id.set([1, 2, 12, 0, 0], 0x2e);
  putText(id, 0x35, 'PRACTIPRACTICE');
  return { guid: guids.firmwareId, type: FREEFORM, body: section(SECTION_FREEFORM, id, guids.firmwareIdSection) };
}

export interface SyntheticVariable {
  readonly name: string;
  readonly data: Uint8Array;
}

/** Entries with ASCII names, of the identifier that the table at the end of their store has first. */
export function nvarEntries(variables: readonly SyntheticVariable[]): Uint8Array {
  const headBytes = (name: string): number => 11 + name.length + 1;
  const bytes = new Uint8Array(variables.reduce((sum, { name, data }) => sum + headBytes(name) + data.length, 0));
  let at = 0;
  for (const { name, data } of variables) {
    const length = headBytes(name) + data.length;
    putText(bytes, at, 'NVAR');
    put(bytes, at + 4, length, 2);
    put(bytes, at + 6, 0xffffff, 3);
    put(bytes, at + 9, 0x83, 1);
    putText(bytes, at + 11, name);
    bytes.set(data, at + headBytes(name));
    at += length;
  }
  return bytes;
}

/** A whole store: entries, blank space, one identifier. */
export function nvarStore(variables: readonly SyntheticVariable[], freeBytes: number): Uint8Array {
  const entries = nvarEntries(variables);
  const bytes = blank(entries.length + freeBytes + 16);
  bytes.set(entries);
  bytes.set(guidBytes(guids.ownVariables), bytes.length - 16);
  return bytes;
}

/** Default settings as a set: one variable that holds a store. */
export function defaultsFile(): SyntheticFile {
  const setup = new Uint8Array(0x120);
  noise(setup, 0, setup.length, 31);
  const inner = nvarStore(
    [
      { name: 'Setup', data: setup },
      { name: 'Timeout', data: Uint8Array.of(1, 0) },
    ],
    0,
  );
  return { guid: guids.defaults, type: FREEFORM, body: section(SECTION_RAW, nvarStore([{ name: 'StdDefaults', data: inner }], 16)) };
}
