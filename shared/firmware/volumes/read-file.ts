// One file of a volume: its content, its name, its place in the tree. Its checks are in file-sums.ts.
import type { StructureNode } from '../report';
import type { FileHeader, FileRules } from './file-header';
import { checkFile, paddingIsBlank, sumFile } from './file-sums';
import { guidAt, knownFiles } from './guids';
import { readSections, type FileContent } from './read-sections';
import { PAD_FILE, fileTypeName, holdsSections } from './type-names';
import type { FirmwareFile } from './types';
import { offsetIn, type Source, type Walk } from './walk';

const pending = {} as FirmwareFile;

/** `size` of the header is how far the file reaches; `isSound` where that is what the header itself says. */
export function readFile(walk: Walk, source: Source, header: FileHeader, rules: FileRules, isSound: boolean): StructureNode {
  const { bytes } = source;
  const { at, size, type } = header;
  const guid = guidAt(bytes, at);
  const bodyFrom = Math.min(at + header.headerBytes, at + size);
  const bodyTo = Math.max(bodyFrom, at + size - (isSound ? header.tailBytes : 0));
  const sum = sumFile(walk, source, header, isSound);

  // Its place among all files, before those that are nested in it.
  const place = walk.files.push(pending) - 1;
  const content: FileContent = { leaves: [], isProven: sum === 0 };
  const children = readBody(walk, source, type, bodyFrom, bodyTo, content);
  const name = content.name ?? knownFiles.get(guid);
  walk.files[place] = {
    guid,
    type,
    ...(name === undefined ? {} : { name }),
    ...offsetIn(source, at),
    length: size,
    body: bytes.subarray(bodyFrom, bodyTo),
    sections: content.leaves,
  };

  const label = type === PAD_FILE ? 'a padding file' : `the file ${name ?? guid}`;
  const isRight = isSound && checkFile(walk, source, header, rules, { sum, guid, label });
  const isBlank = type !== PAD_FILE || !isSound || paddingIsBlank(walk, source, bodyFrom, bodyTo, rules);
  return {
    kind: type === PAD_FILE ? 'padding' : 'file',
    name: type === PAD_FILE ? 'Padding file' : (name ?? fileTypeName(type)),
    guid,
    ...offsetIn(source, at),
    length: size,
    state: isRight && isBlank ? 'good' : 'bad',
    detail: fileTypeName(type),
    ...(children.length > 0 ? { children } : {}),
  };
}

function readBody(walk: Walk, source: Source, type: number, from: number, to: number, content: FileContent): StructureNode[] {
  if (type === PAD_FILE) return [];
  if (holdsSections(type)) return readSections(walk, source, from, to, content);
  return source.depth < walk.limits.depth ? walk.readNested(walk, { ...source, depth: source.depth + 1 }, from, to) : [];
}
