// The files of one volume, one behind the other; goes on behind damage at the next place where a file surely begins.
import { firstOther, hex } from '../bytes';
import type { StructureNode } from '../report';
import {
  FILE_HEADER_BYTES,
  alignFile,
  isErased,
  mayFollow,
  nextFile,
  readFileHeader,
  repairedSize,
  type FileHeader,
  type FileRules,
} from './file-header';
import { sayHeaderSum } from './file-sums';
import { readFile } from './read-file';
import { isKnownFileType } from './type-names';
import { countOther, withoutTail } from './volume-sums';
import { offsetIn, type Source, type Walk } from './walk';

const restore = 'Read the chip again, or restore the BIOS code.';

/** From `first`, which stands on an eight from the volume's start. */
export function readFiles(walk: Walk, source: Source, first: number, rules: FileRules): StructureNode[] {
  const { bytes } = source;
  const nodes: StructureNode[] = [];
  let at = first;
  while (at + FILE_HEADER_BYTES <= rules.end && walk.files.length < walk.limits.files) {
    if (isErased(bytes, at, at + FILE_HEADER_BYTES, rules)) {
      const next = readBlank(walk, source, at, rules, nodes);
      if (next === undefined) return nodes;
      at = next;
      continue;
    }
    const header = readFileHeader(bytes, at, rules);
    const isSound = header.headerSum === 0 && header.sizeFits;
    const size = isSound ? header.size : sizeOfDamaged(walk, source, header, rules);
    nodes.push(readFile(walk, source, { ...header, size }, rules, isSound));
    at = alignFile(at + size, rules);
  }
  if (at < rules.end && walk.files.length < walk.limits.files && !isErased(bytes, at, rules.end, rules)) {
    sayRest(walk, source, at, rules);
  }
  return nodes;
}

/** Blank space: the end of the files, or a hole behind which they go on; then where. */
function readBlank(walk: Walk, source: Source, at: number, rules: FileRules, nodes: StructureNode[]): number | undefined {
  const { bytes } = source;
  const other = firstOther(bytes, rules.erased, at, rules.end);
  const next = other < rules.end ? nextFile(walk, bytes, Math.max(at, other - 16), rules) : undefined;
  const end = next ?? rules.end;
  nodes.push({ kind: 'padding', name: 'Free space', ...offsetIn(source, at), length: end - at, ...(other < end ? { state: 'bad' } : {}) });
  if (next !== undefined) {
    walk.say('fail', 'VOLUME_GAP', source, at, next - at, 'Inside a volume of the BIOS, blank space stands where files should be.', {
      evidence: `${next - at} bytes before the next file at ${hex(next + (source.base ?? 0))}`,
      next: restore,
    });
  } else if (other < rules.end) {
    sayRest(walk, source, other, rules);
  }
  return next;
}

function sayRest(walk: Walk, source: Source, at: number, rules: FileRules): void {
  const end = withoutTail(source.bytes, rules.erased, at, rules.end);
  const count = countOther(source.bytes, rules.erased, at, end);
  walk.say('warn', 'VOLUME_FREE_SPACE', source, at, end - at, 'The free space behind the files of a volume of the BIOS is not blank.', {
    evidence: `${count} ${count === 1 ? 'byte' : 'bytes'} of ${hex(rules.end - at)} not ${hex(rules.erased, 2)}`,
    next: 'Read the chip again and compare.',
  });
}

/** How far the file with this header reaches, as well as can be told. Says what is wrong with the header. */
function sizeOfDamaged(walk: Walk, source: Source, header: FileHeader, rules: FileRules): number {
  const { bytes } = source;
  const { at } = header;
  const stated = alignFile(at + header.size, rules);
  const statedHolds = header.sizeFits && mayFollow(bytes, stated, rules);
  const next = statedHolds ? stated : nextFile(walk, bytes, at + 8, rules);
  const size = statedHolds
    ? header.size
    : next === undefined
      ? lastSize(source, header, rules)
      : (repairedSize(bytes, header, next) ?? next - at);
  if (header.headerSum !== 0) {
    sayHeaderSum(walk, source, header, size);
  } else {
    walk.say('fail', 'FILE_SIZE', source, at, size, sizeSentence(header), {
      evidence: `stated size ${hex(header.size)}, room ${hex(rules.end - at)}`,
      next: restore,
    });
  }
  return size;
}

/** Of a damaged file that no other follows. */
function lastSize({ bytes }: Source, header: FileHeader, rules: FileRules): number {
  const end = withoutTail(bytes, rules.erased, header.at + header.headerBytes, rules.end);
  const stated = header.at + header.size;
  return header.sizeFits && stated >= end ? header.size : Math.max(end - header.at, FILE_HEADER_BYTES);
}

const sizeSentence = ({ type, size }: FileHeader): string =>
  isKnownFileType(type) && size > FILE_HEADER_BYTES
    ? 'A file of the BIOS goes on behind the end of its volume.'
    : 'Where a file of the BIOS should begin stands something else.';
