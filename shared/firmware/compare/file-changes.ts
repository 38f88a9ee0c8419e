// Which files of the BIOS were changed, added or removed: two trees matched by identifier, contents compared byte by byte.
import { hex } from '../bytes';
import type { StructureNode } from '../report';
import { readVolumes } from '../volumes/read-volumes';
import type { ByteRange } from '../../model/plan';
import { sameContent } from './tally';
import type { FileChange, FileChanges } from './types';

const MAX_FILES = 20_000;
const PADDING = 0xf0;

interface FoundFile {
  readonly guid: string;
  readonly name?: string;
  /** Start of the volume: the same file stands in several. */
  readonly volume: number;
  readonly inside: string;
  readonly offset?: number;
  readonly content: Uint8Array;
  readonly isSound: boolean;
  /** Files in compressed content, which the tree knows by name only. */
  readonly holdsHidden: boolean;
}

export interface TreeOf {
  readonly bytes: Uint8Array;
  readonly structure: readonly StructureNode[];
  /** Where the volumes are, for what is inside compressed content. */
  readonly area: ByteRange;
}

export interface ChangesFound {
  readonly changes: FileChanges;
  /** Of the changed files of each side: whether all their own sums hold. */
  readonly soundLeft: boolean;
  readonly soundRight: boolean;
}

/** Undefined where one of them holds no files. */
export function fileChanges(left: TreeOf, right: TreeOf): ChangesFound | undefined {
  const [before, after] = [filesOf(left), filesOf(right)];
  if (before.length === 0 || after.length === 0) return undefined;
  const outer = match(before, after);
  const hidden = [...outer.changed.flat(), ...outer.removed, ...outer.added].some(({ holdsHidden }) => holdsHidden);
  const inner = hidden ? match(hiddenFiles(left), hiddenFiles(right)) : undefined;
  const parts = [outer, ...(inner ? [inner] : [])];
  const changed = parts.flatMap((part) => part.changed);
  return {
    changes: {
      changed: changed.map(([was, is]) => ({ ...told(was), lengthBefore: was.content.length, lengthAfter: is.content.length })),
      added: parts.flatMap((part) => part.added.map((file) => ({ ...told(file), lengthAfter: file.content.length }))),
      removed: parts.flatMap((part) => part.removed.map((file) => ({ ...told(file), lengthBefore: file.content.length }))),
      moved: outer.moved,
      equal: parts.reduce((sum, part) => sum + part.equal, 0),
    },
    soundLeft: changed.every(([was]) => was.isSound) && outer.removed.every(({ isSound }) => isSound),
    soundRight: changed.every(([, is]) => is.isSound) && outer.added.every(({ isSound }) => isSound),
  };
}

function told({ guid, name, inside, offset }: FoundFile): FileChange {
  return { guid, inside, ...(name === undefined ? {} : { name }), ...(offset === undefined ? {} : { offset }) };
}

function filesOf({ bytes, structure }: TreeOf): FoundFile[] {
  const found: FoundFile[] = [];
  const walk = (nodes: readonly StructureNode[], volume: number, inside: string): void => {
    for (const node of nodes) {
      const { kind, guid, offset, length, children = [] } = node;
      if (kind === 'file' && guid !== undefined && offset !== undefined && found.length < MAX_FILES) {
        found.push({
          guid,
          ...(node.name === '' ? {} : { name: node.name }),
          volume,
          inside,
          offset,
          content: bytes.subarray(offset, offset + length),
          isSound: node.state !== 'bad',
          holdsHidden: hasHiddenFile(children),
        });
      } else if (kind === 'volume' && offset !== undefined) walk(children, offset, `${node.name} at ${hex(offset)}`);
      else walk(children, volume, inside);
    }
  };
  walk(structure, -1, '');
  return found;
}

const hasHiddenFile = (nodes: readonly StructureNode[]): boolean =>
  nodes.some(({ kind, offset, children = [] }) => (kind === 'file' && offset === undefined) || hasHiddenFile(children));

function hiddenFiles({ bytes, area }: TreeOf): FoundFile[] {
  return readVolumes(bytes, area)
    .files.filter(({ offset, type }) => offset === undefined && type !== PADDING)
    .slice(0, MAX_FILES)
    .map(({ guid, name, body }) => ({
      guid,
      ...(name === undefined ? {} : { name }),
      volume: -1,
      inside: 'compressed content',
      content: body,
      isSound: true,
      holdsHidden: false,
    }));
}

interface Matched {
  readonly changed: [FoundFile, FoundFile][];
  readonly added: FoundFile[];
  readonly removed: FoundFile[];
  moved: number;
  equal: number;
}

/** Equal content first, so that of several files with one identifier only those that changed are told. */
function match(before: readonly FoundFile[], after: readonly FoundFile[]): Matched {
  const result: Matched = { changed: [], added: [], removed: [], moved: 0, equal: 0 };
  const rest = new Map<string, FoundFile[]>();
  for (const file of after) rest.set(file.guid, [...(rest.get(file.guid) ?? []), file]);
  const take = (file: FoundFile, fits: (other: FoundFile) => boolean): FoundFile | undefined => {
    const others = rest.get(file.guid) ?? [];
    const index = others.findIndex(fits);
    return index < 0 ? undefined : others.splice(index, 1)[0];
  };
  const isHere = (file: FoundFile) => (other: FoundFile) => other.volume === file.volume && sameContent(file.content, other.content);
  const second: FoundFile[] = [];
  for (const file of before) {
    const same = take(file, isHere(file));
    if (!same) second.push(file);
    else if (same.offset === file.offset) result.equal++;
    else result.moved++;
  }
  const third: FoundFile[] = [];
  for (const file of second) {
    const other = take(file, ({ volume }) => volume === file.volume);
    if (other) result.changed.push([file, other]);
    else third.push(file);
  }
  for (const file of third) {
    const other = take(file, ({ content }) => sameContent(file.content, content));
    if (other) result.moved++;
    else result.removed.push(file);
  }
  result.added.push(...[...rest.values()].flat());
  return result;
}
