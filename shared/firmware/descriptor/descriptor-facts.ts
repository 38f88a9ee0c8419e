// Everything the descriptor says, as facts and as tables of the structure tree.
import { hex, isFilledWith, u32 } from '../bytes';
import type { DescriptorFacts, StructureNode } from '../report';
import { accessSentences, masterFacts } from './access-text';
import { chipName, jedecText, normalJedec } from './known-chips';
import { DESCRIPTOR_BYTES, dwordsAt, OEM_AREA, type DescriptorMaps } from './maps';
import type { Descriptor } from './parse-descriptor';

const READ_CLOCK_V1: Readonly<Record<number, number>> = { 0: 20, 1: 33, 4: 50 };
const READ_CLOCK_V2: Readonly<Record<number, number>> = { 2: 48, 4: 30, 6: 17 };

/** MHz of a three-bit clock code; undefined where the code is reserved. */
export const clockMhz = (code: number, version: 1 | 2): number | undefined => (version === 2 ? READ_CLOCK_V2 : READ_CLOCK_V1)[code];

/** `chipJedec`: of the fitted chip, where it was read. */
export function descriptorFacts(
  bytes: Uint8Array,
  maps: DescriptorMaps,
  descriptor: Descriptor,
  chipJedec: string | undefined,
): DescriptorFacts {
  const vscc = readVscc(bytes, maps);
  const fitted = chipJedec === undefined ? undefined : normalJedec(chipJedec);
  return {
    version: descriptor.version,
    signatureAt: descriptor.signatureAt,
    chips: [descriptor.densityBytes, ...(descriptor.chips > 1 ? [descriptor.secondDensityBytes] : [])].map((densityBytes) =>
      densityBytes === undefined ? {} : { densityBytes },
    ),
    regions: descriptor.regions.map(({ name, offset, length }) => ({ name, offset, length })),
    access: accessSentences(descriptor),
    masters: masterFacts(descriptor),
    clocks: readClocks(u32(bytes, maps.componentBase), descriptor.version),
    forbiddenOpcodes: forbiddenOpcodes(u32(bytes, maps.componentBase + 4)),
    pchStraps: dwordsAt(bytes, maps.pchStrapBase, maps.pchStraps),
    processorStraps: dwordsAt(bytes, maps.processorStrapBase, maps.processorStraps),
    meDisabledByStrap: descriptor.meDisabledByStrap,
    vscc,
    ...(fitted === undefined || vscc.length === 0 ? {} : { fittedChipListed: vscc.some(({ jedec }) => jedec === fitted) }),
  };
}

function readClocks(component: number, version: 1 | 2): DescriptorFacts['clocks'] {
  const codes = [
    { name: 'read', code: component >>> 17 },
    ...(component & (1 << 20) ? [{ name: 'fast read', code: component >>> 21 }] : []),
    { name: 'write and erase', code: component >>> 24 },
    { name: 'read id and status', code: component >>> 27 },
  ];
  return codes.flatMap(({ name, code }) => {
    const mhz = clockMhz(code & 7, version);
    return mhz === undefined ? [] : [{ name, mhz }];
  });
}

function forbiddenOpcodes(word: number): number[] {
  if (word === 0xffffffff) return [];
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24].filter((opcode) => opcode !== 0);
}

function readVscc(bytes: Uint8Array, maps: DescriptorMaps): DescriptorFacts['vscc'] {
  const words = dwordsAt(bytes, maps.vsccBase, maps.vsccWords);
  const chips: DescriptorFacts['vscc'][number][] = [];
  for (let index = 0; index + 1 < words.length; index += 2) {
    const [id, value] = [words[index]!, words[index + 1]!];
    if (id === 0xffffffff || id === 0) continue;
    const jedec = jedecText(id);
    const name = chipName(jedec);
    chips.push({ jedec, ...(name ? { name } : {}), value });
  }
  return chips;
}

/** Tables of the descriptor in the order of their places; offsets in the file. */
export function descriptorStructure(bytes: Uint8Array, maps: DescriptorMaps, facts: DescriptorFacts): StructureNode[] {
  const table = (name: string, offset: number, length: number, detail: string): StructureNode => ({
    kind: 'table',
    name,
    offset,
    length,
    detail,
  });
  const boundary = (u32(bytes, maps.componentBase + 8) & 0x1fff) << 12;
  const nodes = [
    table('Signature and maps', maps.signatureAt, 16, `version ${facts.version}${maps.signatureAt === 0 ? ', form of ICH8 to ICH10' : ''}`),
    table('Components', maps.componentBase, 12, componentText(facts, boundary)),
    table('Regions', maps.regionBase, 20, facts.regions.map(({ name, offset }) => `${name} at ${hex(offset)}`).join(', ') || 'none'),
    table('Masters', maps.masterBase, 12, facts.access.filter((sentence) => sentence.startsWith('The host')).join(' ')),
    ...(facts.pchStraps.length > 0
      ? [
          table(
            'Chipset straps',
            maps.pchStrapBase,
            facts.pchStraps.length * 4,
            `strap 10: ME ${facts.meDisabledByStrap ? 'switched off' : 'not switched off'}; meaning of the others is not public`,
          ),
        ]
      : []),
    ...(facts.processorStraps.length > 0
      ? [table('Processor straps', maps.processorStrapBase, facts.processorStraps.length * 4, 'raw')]
      : []),
    ...(facts.vscc.length > 0
      ? [table('Chips the ME knows', maps.vsccBase, maps.vsccWords * 4, facts.vscc.map(({ jedec, name }) => name ?? jedec).join(', '))]
      : []),
    ...(bytes.length >= DESCRIPTOR_BYTES
      ? [
          table(
            'Area of the board maker',
            OEM_AREA.offset,
            OEM_AREA.length,
            isFilledWith(bytes, 0xff, OEM_AREA.offset, OEM_AREA.length) ? 'blank' : 'written',
          ),
        ]
      : []),
  ];
  return nodes.sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
}

function componentText(facts: DescriptorFacts, boundary: number): string {
  const sizes = facts.chips.map(({ densityBytes }) => (densityBytes === undefined ? 'unknown size' : `${densityBytes / 0x100000} MiB`));
  const clocks = facts.clocks.map(({ name, mhz }) => `${name} ${mhz} MHz`).join(', ');
  return [
    `${sizes.length === 1 ? 'one chip' : 'two chips'}: ${sizes.join(' and ')}`,
    clocks,
    facts.forbiddenOpcodes.length > 0
      ? `forbidden opcodes ${facts.forbiddenOpcodes.map((opcode) => opcode.toString(16).toUpperCase().padStart(2, '0')).join(' ')}`
      : '',
    boundary === 0 ? '' : `partition boundary ${hex(boundary)}`,
  ]
    .filter(Boolean)
    .join('; ');
}
