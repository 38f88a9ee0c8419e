// Where the identity of a board is, or would be: addresses, serial numbers, keys, settings. Presence and hashes; values only when asked for.
import { indexOfText, isFilledWith } from './bytes';
import { hexOf, type InspectTools } from './hashing';
import type { GbeFacts, IdentityItem, IdentityKind, MeFacts, RegionSpan, StructureNode } from './report';

export interface IdentityInput {
  readonly bytes: Uint8Array;
  readonly regions: readonly RegionSpan[];
  readonly gbe?: GbeFacts;
  readonly me?: MeFacts;
  /** With the variables that were read, if any. */
  readonly structure: readonly StructureNode[];
  readonly withValues: boolean;
}

interface Place {
  readonly kind: IdentityKind;
  readonly title: string;
  readonly offset: number;
  readonly length: number;
  readonly state: IdentityItem['state'];
  /** How a person would write it. */
  readonly show: (bytes: Uint8Array) => string;
}

export function identityItems(input: IdentityInput, tools: InspectTools): IdentityItem[] {
  const { bytes, withValues } = input;
  const hashes = new Map<string, string>();
  const hashOf = ({ offset, length }: Place): string => {
    const key = `${offset}+${length}`;
    const found = hashes.get(key) ?? hexOf(tools.sha256(bytes.subarray(offset, offset + length)));
    hashes.set(key, found);
    return found;
  };
  return [...macPlaces(input), ...variablePlaces(input), ...areaPlaces(input), ...slicPlaces(input, tools)].flatMap(
    (found): IdentityItem[] => {
      const { show, ...place } = found;
      const part = bytes.subarray(place.offset, place.offset + place.length);
      if (part.length === 0) return [];
      const value = withValues && place.state !== 'blank' ? show(part) : '';
      return [{ ...place, sha256: hashOf(found), ...(value ? { value } : {}) }];
    },
  );
}

const MAC_BYTES = 6;
const MAX_COPIES = 16;
const ordinals = ['first', 'second'];
const asMac = (bytes: Uint8Array): string => hexOf(bytes).replace(/..(?=.)/g, '$&:');

function macPlaces({ bytes, regions, gbe, me }: IdentityInput): Place[] {
  const region = regions.find(({ name }) => name === 'gbe');
  const stateOf = { factory: 'present', generated: 'present', placeholder: 'placeholder', blank: 'blank' } as const;
  // A reader's offsets may count from the region or from the file; the halves of the region are where the copies are.
  const own = (gbe?.copies ?? []).map(({ macKind }, index): Place => ({
    kind: 'mac',
    title: `MAC address, ${ordinals[index] ?? 'further'} copy`,
    offset: (region?.offset ?? 0) + index * ((region?.length ?? 0) >>> 1),
    length: MAC_BYTES,
    state: stateOf[macKind],
    show: asMac,
  }));
  const factory = gbe?.copies.findIndex(({ macKind }) => macKind === 'factory') ?? -1;
  const known = own[factory];
  if (!known) return own;
  const mac = bytes.subarray(known.offset, known.offset + MAC_BYTES);
  const copies = dataAreas(regions, me).flatMap(({ title, offset, length }) =>
    placesOf(bytes, mac, offset, Math.min(offset + length, bytes.length)).map((at): Place => ({
      kind: 'mac',
      title: `MAC address, copy in the ${title}`,
      offset: at,
      length: MAC_BYTES,
      state: 'present',
      show: asMac,
    })),
  );
  return [...own, ...copies];
}

/** Where boards keep what they write themselves; by search there, never by fixed places (images.md 7). */
function dataAreas(regions: readonly RegionSpan[], me: MeFacts | undefined): { title: string; offset: number; length: number }[] {
  const data = me?.partitions.find(({ name }) => name === 'EFFS');
  const nvram = regions.find(({ name }) => name === 'nvram');
  return [
    ...(data ? [{ title: 'ME data', offset: data.offset, length: data.length }] : []),
    ...(nvram ? [{ title: 'variable area', offset: nvram.offset, length: nvram.length }] : []),
  ];
}

function placesOf(bytes: Uint8Array, wanted: Uint8Array, from: number, to: number): number[] {
  const found: number[] = [];
  const [first, second, third] = [wanted[0], wanted[1], wanted[2]];
  for (let at = from; at + wanted.length <= to && found.length < MAX_COPIES; at++) {
    if (bytes[at] !== first || bytes[at + 1] !== second || bytes[at + 2] !== third) continue;
    if (wanted.every((byte, index) => bytes[at + index] === byte)) found.push(at);
  }
  return found;
}

/** Names from the BIOS code; the layout inside is not known, so that each is one item. */
const variables: readonly (readonly [name: string, kind: IdentityKind, title: string])[] = [
  ['SystemIds', 'serial', 'Serial number, UUID and asset tag (variable SystemIds)'],
  ['HpMfgData', 'feature-bytes', 'Factory data with feature bytes (variable HpMfgData)'],
  ['MSDigitalMarker', 'licence', 'Windows key (variable MSDigitalMarker)'],
];

function variablePlaces({ bytes, regions, structure }: IdentityInput): Place[] {
  const area = regions.find(({ name }) => name === 'nvram');
  if (!area) return [];
  const isBlank = isFilledWith(bytes, 0xff, area.offset, area.length) || isFilledWith(bytes, 0, area.offset, area.length);
  const named = variableNodes(structure, area);
  return variables.flatMap(([name, kind, title]): Place[] => {
    const item = { kind, title, show: printable };
    if (isBlank) return [{ ...item, offset: area.offset, length: area.length, state: 'blank' }];
    const nodes = named.filter((node) => node.name === name && node.offset !== undefined);
    if (nodes.length > 0)
      return nodes.map((node) => ({
        ...item,
        offset: node.offset!,
        length: node.length,
        state: isEmptyVariable(bytes, node) ? 'blank' : 'present',
      }));
    return [name, [...name].join('\0')].flatMap((text) => {
      const at = indexOfText(bytes, text, area.offset, area.offset + area.length);
      return at < 0 ? [] : [{ ...item, offset: at, length: text.length, state: 'unknown' as const }];
    });
  });
}

function variableNodes(nodes: readonly StructureNode[], { offset, length }: RegionSpan): StructureNode[] {
  return nodes.flatMap((node) => {
    const inArea = node.offset === undefined || (node.offset >= offset && node.offset < offset + length);
    return [
      ...(node.kind === 'variable' && node.offset !== undefined && inArea ? [node] : []),
      ...(node.children && (node.kind === 'store' || node.kind === 'region' || node.kind === 'variable')
        ? variableNodes(node.children, { name: '', offset, length })
        : []),
    ];
  });
}

/** Zeros behind header and name: the variable is there and holds nothing. */
function isEmptyVariable(bytes: Uint8Array, { offset = 0, length, name }: StructureNode): boolean {
  const head = 32 + 2 * name.length;
  return length > head + 16 && isFilledWith(bytes, 0, offset + head, length - head);
}

const isBlankPart = (bytes: Uint8Array, { offset, length }: { offset: number; length: number }): boolean =>
  isFilledWith(bytes, 0xff, offset, length) || isFilledWith(bytes, 0, offset, length);

function areaPlaces({ bytes, regions, me }: IdentityInput): Place[] {
  const area = (name: string, kind: IdentityKind, title: string): Place[] =>
    regions
      .filter((region) => region.name === name)
      .map((region) => ({
        kind,
        title,
        offset: region.offset,
        length: region.length,
        state: isBlankPart(bytes, region) ? 'blank' : 'present',
        show: () => '',
      }));
  const data = me?.partitions.find(({ name }) => name === 'EFFS');
  return [
    ...(data && data.length > 0
      ? [
          {
            kind: 'me-data' as const,
            title: 'Data of the management engine (EFFS)',
            offset: data.offset,
            length: data.length,
            // What an image builder made is the same for every board.
            state: me?.state === 'initialised' ? ('present' as const) : ('placeholder' as const),
            show: () => '',
          },
        ]
      : []),
    ...area('nvram', 'settings', 'Settings, passwords and event log (variable area)'),
    ...area('pdr', 'platform-data', 'Platform data (PDR)'),
  ];
}

const SLIC_WINDOW_BYTES = 64;
const SLIC_MAKER = 'HPQOEM';
const MAX_MAKERS = 64;

/** OEM and table identifier of HP's firmware id; the same on all boards, no key in it (images.md 7). */
function slicPlaces({ bytes, regions }: IdentityInput, { indexOfText: find = indexOfText }: InspectTools): Place[] {
  const bios = regions.find(({ name }) => name === 'bios');
  if (!bios) return [];
  const end = Math.min(bios.offset + bios.length, bytes.length);
  const next = (from: number): number => find(bytes, SLIC_MAKER, from, end);
  for (let at = next(bios.offset), tries = 0; at >= 0 && tries < MAX_MAKERS; at = next(at + 1), tries++) {
    const table = indexOfText(bytes, 'SLIC-', at, at + SLIC_WINDOW_BYTES);
    if (table < 0) continue;
    const length = table + 8 - at;
    return [{ kind: 'slic', title: 'SLIC marker (the same on all boards)', offset: at, length, state: 'present', show: printable }];
  }
  return [];
}

const MAX_SHOWN = 400;

/** Runs of at least three letters or digits, one-byte or two-byte, as a person would look for them. */
function printable(bytes: Uint8Array): string {
  let [text, run] = ['', ''];
  const end = (): void => {
    if (run.length >= 3) text += (text ? ' · ' : '') + run;
    run = '';
  };
  for (let at = 0; at < bytes.length && text.length < MAX_SHOWN; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x20 && byte < 0x7f) run += String.fromCharCode(byte);
    else if (byte !== 0 || bytes[at - 1] === 0) end();
  }
  end();
  return text.slice(0, MAX_SHOWN);
}
