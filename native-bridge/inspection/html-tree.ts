// The structure of an image as nested, folded lists.
import type { StructureNode } from '../../shared/firmware/report';
import { escaped, hexRange } from './html-text';

/** So many entries of one page: a page of more helps nobody, and may be made of anything. */
const MOST_NODES = 20_000;
const DEEPEST = 40;

export function htmlTree(structure: readonly StructureNode[]): string {
  if (structure.length === 0) return '';
  let left = MOST_NODES;
  const list = (nodes: readonly StructureNode[], depth: number): string => {
    const items: string[] = [];
    for (const node of nodes) {
      if (left-- <= 0) break;
      items.push(`<li>${item(node, depth)}</li>`);
    }
    return `<ul>${items.join('')}</ul>`;
  };
  const item = (node: StructureNode, depth: number): string => {
    const { children = [] } = node;
    return children.length === 0 || depth >= DEEPEST
      ? line(node)
      : `<details${depth === 0 ? ' open' : ''}><summary>${line(node)}</summary>${list(children, depth + 1)}</details>`;
  };
  const tree = list(structure, 0);
  return `<details class="tree"><summary>Structure</summary>${tree}${left < 0 ? `<p>Only ${MOST_NODES} entries are listed.</p>` : ''}</details>`;
}

function line({ name, guid, offset, length, state, detail }: StructureNode): string {
  const place = offset === undefined ? `${length} bytes, unpacked` : hexRange(offset, length);
  const rest = [guid, detail].filter((text) => text !== undefined && text !== '').map((text) => escaped(text!));
  return [
    `<b${state === 'bad' ? ' class="fail"' : ''}>${escaped(name)}</b>`,
    `<code>${place}</code>`,
    ...rest,
    ...(state === 'bad' ? ['<span class="fail">its own check fails</span>'] : []),
  ].join(' ');
}
