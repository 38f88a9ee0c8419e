import { expect, test } from 'vitest';
import type { StructureNode } from '../../../shared/firmware/report';
import { countNodes, parentOf, visibleNodes } from './visible-nodes';

const leaf = (name: string, guid?: string): StructureNode => ({ kind: 'file', name, length: 1, ...(guid ? { guid } : {}) });
const tree: StructureNode[] = [
  { kind: 'region', name: 'ME', length: 4, children: [leaf('FTPR'), leaf('NFTP')] },
  { kind: 'region', name: 'BIOS', length: 9, children: [{ kind: 'volume', name: 'Main', length: 5, children: [leaf('Setup', 'ABCD-1')] }] },
];
const shown = (open: string[], wanted = '') => visibleNodes(tree, new Set(open), wanted).map(({ node, level }) => `${level} ${node.name}`);

test('a folded tree shows its first level, an opened one what is in it', () => {
  expect(shown([])).toEqual(['1 ME', '1 BIOS']);
  expect(shown(['0', '1'])).toEqual(['1 ME', '2 FTPR', '2 NFTP', '1 BIOS', '2 Main']);
});
test('searching opens the way to what matches, by name or GUID, and hides the rest', () => {
  expect(shown([], 'setup')).toEqual(['1 BIOS', '2 Main', '3 Setup']);
  expect(shown([], 'abcd')).toEqual(['1 BIOS', '2 Main', '3 Setup']);
  expect(shown([], 'nothing')).toEqual([]);
});
test('each line knows its place among its siblings', () => {
  expect(visibleNodes(tree, new Set(['0']))[2]).toMatchObject({ path: '0.1', position: 2, siblings: 2, hasChildren: false });
  expect([parentOf('0.1'), parentOf('0'), countNodes(tree)]).toEqual(['0', undefined, 6]);
});
