// The file as a tree: what the readers found, hung under the region it stands in.
import type { RegionSpan, StructureNode } from '../report';

const titles: Readonly<Record<string, string>> = {
  fd: 'Descriptor',
  gbe: 'Network (GbE)',
  pdr: 'Platform data (PDR)',
  me: 'Management engine (ME)',
  nvram: 'Variables (NVRAM)',
  bios: 'BIOS code',
  bb: 'Boot block',
};

export const regionTitle = (name: string): string => titles[name] ?? name;

/** Nodes outside every region follow the regions. */
export function structureTree(regions: readonly RegionSpan[], nodes: readonly StructureNode[]): StructureNode[] {
  const children = new Map<RegionSpan, StructureNode[]>();
  const rest: StructureNode[] = [];
  for (const node of nodes) {
    const home = regionAt(regions, node);
    if (home) children.set(home, [...(children.get(home) ?? []), node]);
    else rest.push(node);
  }
  return [...regions.map((region) => regionNode(region, children.get(region) ?? [])), ...rest];
}

/** The smallest region that holds it: on some boards the BIOS region lies over all others. Only the BIOS packs things away. */
function regionAt(regions: readonly RegionSpan[], { offset }: StructureNode): RegionSpan | undefined {
  if (offset === undefined) return regions.find(({ name }) => name === 'bios');
  let home: RegionSpan | undefined;
  for (const region of regions) {
    if (offset < region.offset || offset >= region.offset + region.length) continue;
    if (!home || region.length < home.length) home = region;
  }
  return home;
}

function regionNode({ name, offset, length }: RegionSpan, children: readonly StructureNode[]): StructureNode {
  const sorted = [...children].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
  const states = new Set(sorted.map(({ state }) => state));
  const state = states.has('bad') ? 'bad' : states.has('good') ? 'good' : undefined;
  return {
    kind: 'region',
    name: regionTitle(name),
    offset,
    length,
    ...(state ? { state } : {}),
    ...(sorted.length > 0 ? { children: sorted } : {}),
  };
}
