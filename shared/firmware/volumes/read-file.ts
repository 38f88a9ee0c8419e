// One file of a volume: its sums, its state, its content.
import { hex } from '../bytes';
import type { StructureNode } from '../report';
import {
  DATA_CHECKSUM,
  dataSum,
  fixedChecksum,
  isFixedChecksum,
  provenHeaderBytes,
  stateOf,
  STATE,
  type FileHeader,
  type FileRules,
} from './file-header';
import { HP_OLD_FIXED_CHECKSUM, guidAt, knownFiles } from './guids';
import { readSections, type FileContent } from './read-sections';
import { PAD_FILE, fileTypeName, holdsSections } from './type-names';
import type { FirmwareFile } from './types';
import { countOther } from './volume-sums';
import { offsetIn, type Source, type Walk } from './walk';

const restore = 'Read the chip again, or restore the BIOS code.';
/** Fewer deviating bytes than this in padding are errors of reading rather than content. */
const STRAY_BYTES = 16;
const pending = {} as FirmwareFile;

/** `size` of the header is how far the file reaches; `isSound` where that is what the header itself says. */
export function readFile(walk: Walk, source: Source, header: FileHeader, rules: FileRules, isSound: boolean): StructureNode {
  const { bytes } = source;
  const { at, size, type } = header;
  const guid = guidAt(bytes, at);
  const bodyFrom = Math.min(at + header.headerBytes, at + size);
  const bodyTo = Math.max(bodyFrom, at + size - (isSound ? header.tailBytes : 0));
  for (const part of provenHeaderBytes(header)) walk.prove(source, part.at, Math.min(part.length, at + size - part.at));
  const sum = isSound && header.hasDataSum ? dataSum(bytes, header) : undefined;
  if (sum !== undefined) walk.prove(source, at + STATE + 1, size - STATE - 1);

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
  const checks = [
    isSound,
    sum === undefined ? !isSound || fixedIsRight(walk, source, header, rules, guid, label) : dataIsRight(walk, source, header, sum, label),
    !isSound || stateIsRight(walk, source, header, label),
    type !== PAD_FILE || !isSound || paddingIsBlank(walk, source, bodyFrom, bodyTo, rules),
  ];
  return {
    kind: type === PAD_FILE ? 'padding' : 'file',
    name: type === PAD_FILE ? 'Padding file' : (name ?? fileTypeName(type)),
    guid,
    ...offsetIn(source, at),
    length: size,
    state: checks.includes(false) ? 'bad' : 'good',
    detail: fileTypeName(type),
    ...(children.length > 0 ? { children } : {}),
  };
}

function readBody(walk: Walk, source: Source, type: number, from: number, to: number, content: FileContent): StructureNode[] {
  if (type === PAD_FILE) return [];
  if (holdsSections(type)) return readSections(walk, source, from, to, content);
  return source.depth < walk.limits.depth ? walk.readNested(walk, { ...source, depth: source.depth + 1 }, from, to) : [];
}

function dataIsRight(walk: Walk, source: Source, header: FileHeader, sum: number, label: string): boolean {
  if (sum === 0) return true;
  const from = header.at + header.headerBytes;
  walk.say(
    'fail',
    'FILE_DATA_CHECKSUM',
    source,
    from,
    header.at + header.size - from,
    `The content of ${label} does not match its checksum: at least one bit in it is wrong.`,
    { evidence: `expected ${hex((header.dataChecksum - sum) & 0xff, 2)}, found ${hex(header.dataChecksum, 2)}`, next: restore },
  );
  return false;
}

function fixedIsRight(
  walk: Walk,
  source: Source,
  { at, dataChecksum }: FileHeader,
  rules: FileRules,
  guid: string,
  label: string,
): boolean {
  const expected = fixedChecksum(rules.revision);
  if (dataChecksum === expected || guid === HP_OLD_FIXED_CHECKSUM) return true;
  const evidence = `expected ${hex(expected, 2)}, found ${hex(dataChecksum, 2)}`;
  if (isFixedChecksum(dataChecksum)) {
    walk.say(
      'note',
      'FILE_FIXED_CHECKSUM',
      source,
      at + DATA_CHECKSUM,
      1,
      `${sentence(label)} carries the fixed checksum of another revision.`,
      {
        evidence,
      },
    );
    return true;
  }
  walk.say(
    'fail',
    'FILE_FIXED_CHECKSUM',
    source,
    at + DATA_CHECKSUM,
    1,
    `The header of ${label} has a byte that should be fixed and is not.`,
    {
      evidence,
      next: restore,
    },
  );
  return false;
}

function stateIsRight(walk: Walk, source: Source, { at, state }: FileHeader, label: string): boolean {
  const evidence = `expected state 0x07, found ${hex(state, 2)}`;
  switch (stateOf(state)) {
    case 'valid':
      return true;
    case 'updating':
      walk.say('note', 'FILE_UPDATING', source, at + STATE, 1, `${sentence(label)} is marked as being replaced.`, { evidence });
      return true;
    case 'deleted':
      walk.say('warn', 'FILE_DELETED', source, at + STATE, 1, `${sentence(label)} is marked as deleted: the firmware passes over it.`, {
        evidence,
        next: 'Compare with another copy of this BIOS.',
      });
      return true;
    case 'wrong':
      walk.say('fail', 'FILE_STATE', source, at + STATE, 1, `${sentence(label)} is marked neither valid nor deleted.`, {
        evidence,
        next: restore,
      });
      return false;
  }
}

function paddingIsBlank(walk: Walk, source: Source, from: number, to: number, rules: FileRules): boolean {
  const count = countOther(source.bytes, rules.erased, from, to);
  // Vendors put tables of their own into padding; single bytes are none.
  if (count === 0 || count > STRAY_BYTES) return true;
  walk.say('warn', 'FILE_PADDING', source, from, to - from, 'A padding file of the BIOS is blank but for a few bytes.', {
    evidence: `${count} ${count === 1 ? 'byte' : 'bytes'} not ${hex(rules.erased, 2)}`,
    next: 'Read the chip again and compare.',
  });
  return false;
}

const sentence = (label: string): string => label.charAt(0).toUpperCase() + label.slice(1);
