// The lines of a folded tree, in order. Pure: nodes and what is open in, lines out. A node's path is its place among its siblings at each level.
import type { StructureNode } from '../../../shared/firmware/report';

export interface TreeLine {
  readonly path: string;
  readonly node: StructureNode;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly isOpen: boolean;
  readonly hasChildren: boolean;
}

/** `wanted`: only what matches, with what it stands in, all open. */
export function visibleNodes(nodes: readonly StructureNode[], open: ReadonlySet<string>, wanted = ''): TreeLine[] {
  const needle = wanted.trim().toLowerCase();
  const lines: TreeLine[] = [];
  const walk = (siblings: readonly StructureNode[], level: number, base: string): boolean => {
    let any = false;
    siblings.forEach((node, index) => {
      const path = base === '' ? `${index}` : `${base}.${index}`;
      const children = node.children ?? [];
      const isOpen = needle !== '' || open.has(path);
      const at = lines.length;
      lines.push({
        path,
        node,
        level,
        position: index + 1,
        siblings: siblings.length,
        isOpen: isOpen && children.length > 0,
        hasChildren: children.length > 0,
      });
      const within = isOpen && children.length > 0 && walk(children, level + 1, path);
      if (needle !== '' && !within && !matches(node, needle)) lines.length = at;
      else any = true;
    });
    return any;
  };
  walk(nodes, 1, '');
  return lines;
}

const matches = ({ name, guid, detail }: StructureNode, needle: string): boolean =>
  name.toLowerCase().includes(needle) ||
  (guid?.toLowerCase().includes(needle) ?? false) ||
  (detail?.toLowerCase().includes(needle) ?? false);

export const parentOf = (path: string): string | undefined => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : undefined);

export function countNodes(nodes: readonly StructureNode[]): number {
  let count = 0;
  for (const node of nodes) count += 1 + countNodes(node.children ?? []);
  return count;
}
