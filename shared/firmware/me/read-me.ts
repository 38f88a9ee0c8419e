// The ME region for the report: table, partitions, the proof of its code, the state of its data, and what the machine will say.
import { checkMe } from '../checks/check-me';
import { checkMeCode } from '../checks/check-me-code';
import type { InspectTools } from '../hashing';
import type { Finding, MeFacts, Reading, StructureNode } from '../report';
import { checkCode, codeEntries, type CodePartition } from './code-partitions';
import { readDataArea } from './data-area';
import { readSku } from './manifest';
import { predictManufacturingMode } from './manufacturing-mode';
import { codeNode, codeProofs, plainNode, tableNode } from './me-structure';
import { parseMe, type MeRegion } from './parse-me';
import { entryTitle, readTable, type MeEntry, type MeTable } from './partition-table';
import { keyName } from './signing-keys';

/** All modules of the largest region known unpack to under 3 MiB. */
const UNPACK_BUDGET_BYTES = 0x1000000;

export interface MeContext {
  /** The machine is known to be an HP Zx20 with the C600 chipset. */
  readonly isC600?: boolean;
}

/** Structure nodes are table and partitions, without the region around them. */
export interface MeReading extends Reading {
  /** Offsets inside the region. */
  readonly me: MeRegion;
  /** Offsets in the file. */
  readonly facts: MeFacts;
}

/** `region` stands at `offset` of the file. Any bytes of any length, a bare update image too. */
export function readMe(region: Uint8Array, offset: number, { isC600 = false }: MeContext, tools: InspectTools): MeReading {
  const me = parseMe(region);
  if (me.state === 'empty') {
    const facts = { state: me.state, partitions: [], manufacturingMode: predictManufacturingMode(me, isC600) };
    return { me, facts, findings: checkMe(me, offset, region.length, isC600), structure: [], proofs: [] };
  }
  const table = readTable(region);
  const end = offset + region.length;
  const budget = { bytes: UNPACK_BUDGET_BYTES };
  const code = codeEntries(region, table).map((entry) => checkCode(region, entry, budget, tools));
  const nodes = [
    ...(table ? [tableNode(table, offset)] : []),
    ...(table?.entries ?? [])
      .filter((entry) => !code.some((checked) => checked.entry === entry))
      .map((entry) => plainNode(region, entry, offset)),
    ...code.map((checked) => codeNode(checked, offset)),
  ];
  return {
    me,
    facts: meFacts(region, offset, me, table, code, isC600),
    findings: [...checkMe(me, offset, region.length, isC600), ...checkMeCode(region, offset, table, code)].map((finding) =>
      clipped(finding, end),
    ),
    structure: nodes.map((node) => clipped(node, end)).sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0)),
    proofs: [
      ...(table ? [{ offset: offset + table.header.offset, length: table.header.length, by: 'sum' as const }] : []),
      ...code.flatMap((checked) => codeProofs(checked, offset)),
    ].filter((proof) => proof.offset + proof.length <= end),
  };
}

/** What a damaged table names may lie outside: no one is sent to bytes that are not there. */
function clipped<T extends Finding | StructureNode>(item: T, end: number): T {
  const { offset, length } = item;
  const children = 'children' in item ? { children: item.children?.map((child) => clipped(child, end)) } : {};
  if (offset === undefined || length === undefined || offset + length <= end) return { ...item, ...children };
  return { ...item, ...children, offset: Math.min(offset, end), length: Math.max(0, end - offset) };
}

function meFacts(
  region: Uint8Array,
  base: number,
  me: MeRegion,
  table: MeTable | undefined,
  code: readonly CodePartition[],
  isC600: boolean,
): MeFacts {
  const main = code.find(({ entry }) => entry.name === 'FTPR') ?? code[0];
  const manifest = main?.manifest;
  const sku = manifest && readSku(region, manifest.offset);
  const data = table?.entries.find(({ name }) => name === 'EFFS');
  const area = data && readDataArea(region, data.offset, data.length);
  return {
    state: me.state,
    ...(manifest ? { version: manifest.version, generation: manifest.generation } : {}),
    ...(manifest?.date ? { date: manifest.date } : {}),
    ...(sku ? { sku: sku.size, patsburg: sku.patsburg } : {}),
    ...(table ? { tableSumIsGood: table.sumIsGood } : {}),
    partitions: (table?.entries ?? code.map(({ entry }) => entry)).map((entry) => partitionFacts(entry, base, code)),
    ...(me.validMark ? { validMark: me.validMark.value } : {}),
    ...(area ? { eraseCounts: { lowest: area.lowest, highest: area.highest, blocksInUse: area.blocksInUse } } : {}),
    manufacturingMode: predictManufacturingMode(me, isC600),
  };
}

function partitionFacts(entry: MeEntry, base: number, code: readonly CodePartition[]): MeFacts['partitions'][number] {
  const plain = { name: entryTitle(entry.name), offset: base + entry.offset, length: entry.length, type: entry.type };
  const checked = code.find((candidate) => candidate.entry === entry);
  if (!checked) return plain;
  const { signature, modules } = checked;
  const count = (...wanted: string[]): number => modules.filter(({ check }) => wanted.includes(check)).length;
  return {
    ...plain,
    signature: signature.kind === 'good' ? 'good' : signature.kind === 'bad' || signature.kind === 'cut' ? 'bad' : 'none',
    ...(signature.kind === 'good' ? { signedBy: keyName(signature.keyHash) } : {}),
    modules: modules.length,
    hashesGood: count('good'),
    hashesBad: count('bad', 'blank'),
  };
}
