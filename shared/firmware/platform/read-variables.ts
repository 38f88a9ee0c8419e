// Variable stores: AMI's in firmware files and in the machine's variable area, edk2's in volumes of their own. Names, never values.
import { indexOfText, isFilledWith, hex, startsWith } from '../bytes';
import { note, warn } from '../checks/finding';
import type { BiosFacts, Finding, Reading, StructureNode } from '../report';
import type { FirmwareFile } from '../volumes/types';
import type { ByteRange } from '../../model/plan';
import { parseEdk2Store, type Edk2Store } from './edk2-variables';
import { countVariables, parseNvarStore, type NvarStore, type NvarVariable } from './nvar';

const MAX_STORES = 64;
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
/** Of a volume that holds edk2 variables: header with one block map. */
const VOLUME_HEADER_BYTES = 0x48;

export interface VariablesReading extends Reading {
  readonly facts: BiosFacts['variables'];
}

interface FoundStore {
  readonly format: string;
  readonly count: number;
  readonly node: StructureNode;
  readonly findings: readonly Finding[];
}

/** `area`: the machine's variable area in the file, where the machine is known. `volumes`: offsets of edk2 variable volumes. */
export function readVariables(
  bytes: Uint8Array,
  files: readonly FirmwareFile[],
  area: ByteRange | undefined,
  volumes: readonly number[],
): VariablesReading {
  const stores = [
    ...storesInFiles(files),
    ...(area ? storesInArea(bytes.subarray(area.offset, area.offset + area.length), area.offset) : []),
    ...volumes.flatMap((volume) => edk2Store(parseEdk2Store(bytes, volume + VOLUME_HEADER_BYTES))),
  ].slice(0, MAX_STORES);
  const formats = [...new Set(stores.map(({ format }) => format))];
  const count = stores.reduce((sum, store) => sum + store.count, 0);
  return {
    facts: stores.length > 0 ? { format: formats.join(', '), stores: stores.length, count } : undefined,
    findings: [...(area ? checkArea(bytes, area) : []), ...stores.flatMap(({ findings }) => findings)],
    structure: stores.map(({ node }) => node),
    proofs: [],
  };
}

function storesInFiles(files: readonly FirmwareFile[]): FoundStore[] {
  const found: FoundStore[] = [];
  const add = (content: Uint8Array, offset: number | undefined, home: FirmwareFile): void => {
    if (found.length >= MAX_STORES || !startsWith(content, 0, 'NVAR')) return;
    const store = parseNvarStore(content, { endIsKnown: true });
    if (store) found.push(nvarStore(store, offset, content.length, true, home.name ?? home.guid));
  };
  for (const file of files) {
    if (file.sections.length === 0)
      add(file.body, file.offset === undefined ? undefined : file.offset + file.length - file.body.length, file);
    for (const { content, offset } of file.sections) add(content, offset, file);
  }
  return found;
}

/** The area's format is not known: chains of entries are looked for, and what else stands there is left alone. */
function storesInArea(area: Uint8Array, offset: number): FoundStore[] {
  const found: FoundStore[] = [];
  for (let at = indexOfText(area, 'NVAR'); at >= 0 && found.length < MAX_STORES;) {
    const store = parseNvarStore(area.subarray(at), { endIsKnown: false });
    if (store && store.variables.length > 0) found.push(nvarStore(store, offset + at, store.usedBytes, false, 'Variable area'));
    at = indexOfText(area, 'NVAR', at + Math.max(4, store?.usedBytes ?? 4));
  }
  return found;
}

function nvarStore(store: NvarStore, offset: number | undefined, length: number, isCertain: boolean, home: string): FoundStore {
  const [defect] = store.defects;
  const place = offset === undefined ? {} : { offset: offset + (defect?.offset ?? 0), length: Math.max(1, length - (defect?.offset ?? 0)) };
  const evidence = defect ? `${home}: ${defect.what} at ${hex(defect.offset, 4)} of the store` : '';
  const more = { ...place, evidence };
  const broken = isCertain
    ? warn('NVAR_BROKEN', 'A store of default variables does not hold together.', { ...more, next: 'Restore the BIOS code.' })
    : note('NVAR_BROKEN', 'A chain of variables ends in the middle: either it is damaged, or its format is another.', more);
  const node: StructureNode = {
    kind: 'store',
    name: `Variables (NVAR), ${home}`,
    ...(offset === undefined ? {} : { offset }),
    length,
    ...(defect ? { state: 'bad' } : {}),
    detail: counted(countVariables(store), 'variable'),
    children: variableNodes(store.variables, offset),
  };
  return { format: 'NVAR', count: countVariables(store), node, findings: defect ? [broken] : [] };
}

const variableNodes = (variables: readonly NvarVariable[], storeAt: number | undefined): StructureNode[] =>
  variables.map(({ name, guid, offset, length, dataBytes, inside }) => ({
    kind: 'variable',
    name,
    ...(guid ? { guid } : {}),
    ...(storeAt === undefined ? {} : { offset: storeAt + offset }),
    length,
    detail: counted(dataBytes, 'byte'),
    ...(inside ? { children: variableNodes(inside.variables, undefined) } : {}),
  }));

function edk2Store(store: Edk2Store | undefined): FoundStore[] {
  if (!store) return [];
  const { offset, length, format, variables, isFormatted, brokenAt } = store;
  const isGood = isFormatted && brokenAt === undefined;
  const node: StructureNode = {
    kind: 'store',
    name: `Variables (${format})`,
    offset,
    length,
    ...(isGood ? {} : { state: 'bad' }),
    detail: counted(variables.length, 'variable'),
    children: variables.map(({ name, guid, offset: at, length: bytes, dataBytes }) => ({
      kind: 'variable',
      name,
      guid,
      offset: at,
      length: bytes,
      detail: counted(dataBytes, 'byte'),
    })),
  };
  const at = brokenAt ?? offset;
  const broken = warn('VARIABLES_BROKEN', 'A store of variables does not hold together.', {
    offset: at,
    length: Math.max(1, offset + length - at),
    evidence: isFormatted ? `the chain ends at ${hex(at)}` : 'the store is not marked as formatted',
    next: 'Restore the variables from a backup of this board.',
  });
  return [{ format, count: variables.length, node, findings: isGood ? [] : [broken] }];
}

function checkArea(bytes: Uint8Array, { offset, length }: ByteRange): Finding[] {
  const first = bytes[offset];
  if ((first !== 0xff && first !== 0) || !isFilledWith(bytes, first, offset, length)) return [];
  return [
    note('NVRAM_BLANK', 'The variable area is blank: no settings and no serial number are in it.', {
      offset,
      length,
      next: 'Where the board has a backup, take this area from it.',
      evidence: hex(first, 2),
    }),
  ];
}
