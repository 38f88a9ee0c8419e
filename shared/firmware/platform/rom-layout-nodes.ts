// The ROM layout table as part of the tree.
import { hex } from '../bytes';
import type { StructureNode } from '../report';
import type { RomLayout } from './rom-layout';

const ROW_BYTES = 24;

export function romLayoutNodes(layout: RomLayout | undefined): StructureNode[] {
  if (!layout) return [];
  const { rows, at } = layout;
  return [
    {
      kind: 'table',
      name: 'ROM layout table',
      ...(at ?? { length: (rows.length + 1) * ROW_BYTES }),
      detail: `${rows.length} areas`,
      children: rows.map(({ name, offset, length }, index) => ({
        kind: 'data',
        name,
        ...(at ? { offset: at.offset + index * ROW_BYTES } : {}),
        length: ROW_BYTES,
        detail: `${hex(offset)}–${hex(offset + length - 1)}`,
      })),
    },
  ];
}
