// The ME region as a tree and as proven ranges. `base`: where the region stands in the file.
import type { ProofRange, StructureNode } from '../report';
import type { CodePartition } from './code-partitions';
import { readDataArea } from './data-area';
import { entryTitle, type MeEntry, type MeTable } from './partition-table';
import { keyName } from './signing-keys';

export function tableNode(table: MeTable, base: number): StructureNode {
  return {
    kind: 'table',
    name: 'Partition table',
    offset: base + table.header.offset,
    length: table.header.length + table.entryCount * 32,
    state: table.sumIsGood ? 'good' : 'bad',
    detail: `${table.entryCount} entries, checksum ${table.sumIsGood ? 'good' : 'wrong'}`,
  };
}

export function plainNode(region: Uint8Array, entry: MeEntry, base: number): StructureNode {
  const node = { kind: 'partition', name: entryTitle(entry.name), offset: base + entry.offset, length: entry.length } as const;
  if (entry.name === 'FOVD') {
    const mark = region[entry.offset];
    return { ...node, detail: mark === 0x01 ? 'settings declared valid' : mark === 0xff ? 'settings not declared valid' : 'unusual mark' };
  }
  if (entry.type !== 'EFFS') return { ...node, detail: entry.type };
  const area = readDataArea(region, entry.offset, entry.length);
  return {
    ...node,
    detail: `data file system, ${area.blocksInUse} of ${area.blocks} blocks in use, erase counts ${area.lowest} to ${area.highest}`,
  };
}

export function codeNode({ entry, manifest, signature, modules }: CodePartition, base: number): StructureNode {
  const bad = signature.kind === 'bad' || signature.kind === 'cut' || signature.kind === 'none' || modules.some(isBad);
  return {
    kind: 'partition',
    name: entryTitle(entry.name),
    offset: base + entry.offset,
    length: entry.length,
    ...(bad ? { state: 'bad' as const } : signature.kind === 'good' ? { state: 'good' as const } : {}),
    detail: manifest ? `code ${manifest.version}, ${signatureText(signature)}` : 'code without a manifest',
    ...(manifest
      ? {
          children: [
            {
              kind: 'table' as const,
              name: 'Manifest',
              offset: base + manifest.offset,
              length: manifest.length,
              ...(signature.kind === 'good'
                ? { state: 'good' as const }
                : signature.kind === 'unsupported'
                  ? {}
                  : { state: 'bad' as const }),
              detail: signatureText(signature),
            },
            ...modules.map((item) => moduleNode(item, base)),
          ],
        }
      : {}),
  };
}

const isBad = ({ check }: CodePartition['modules'][number]): boolean => check === 'bad' || check === 'blank';

function signatureText(signature: CodePartition['signature']): string {
  switch (signature.kind) {
    case 'good':
      return `signed by ${keyName(signature.keyHash)}`;
    case 'bad':
      return 'signature wrong';
    case 'cut':
      return 'length wrong';
    case 'unsupported':
      return 'signed in a way that is not checked here';
    case 'none':
      return 'not signed';
  }
}

const packingText = { none: 'not packed', huffman: 'Huffman', lzma: 'LZMA', unknown: 'packed in an unknown way' } as const;

function moduleNode({ module, check }: CodePartition['modules'][number], base: number): StructureNode {
  const outcome = {
    good: 'hash good',
    bad: 'hash wrong',
    blank: 'blank',
    'not-checkable': 'its hash cannot be checked here',
  }[check];
  return {
    kind: 'module',
    name: module.name,
    // Huffman modules share one block: none of them has a place of its own.
    ...(module.packing === 'huffman' ? {} : { offset: base + module.offset }),
    length: module.storedBytes,
    ...(check === 'good' ? { state: 'good' as const } : check === 'not-checkable' ? {} : { state: 'bad' as const }),
    detail: `${packingText[module.packing]}, ${outcome}`,
  };
}

export function codeProofs({ manifest, signature, modules }: CodePartition, base: number): ProofRange[] {
  if (!manifest) return [];
  return [
    ...(signature.kind === 'good' || signature.kind === 'bad'
      ? [{ offset: base + manifest.offset, length: manifest.length, by: 'signature' as const }]
      : []),
    ...modules
      .filter(({ check }) => check === 'good' || check === 'bad')
      .map(({ module }) => ({ offset: base + module.offset, length: module.storedBytes, by: 'hash' as const })),
  ];
}
