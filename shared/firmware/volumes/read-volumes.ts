// The reader of UEFI firmware volumes: finds them in any bytes, reads files and sections, unpacks, checks every sum.
// Does not know machines, variables, microcode or texts in files: others read those from what is answered here.
import type { ByteRange } from '../../model/plan';
import { hex, u16 } from '../bytes';
import type { StructureNode } from '../report';
import { FILE_HEADER_BYTES, readFileHeader, type FileRules } from './file-header';
import { checkFile, sayHeaderSum, sumFile } from './file-sums';
import { VolumeFinder } from './find-volumes';
import { VARIABLE_VOLUME, fileSystems, guidAt } from './guids';
import { readHeadless } from './headless-volume';
import { readFiles } from './read-files';
import { PAD_FILE } from './type-names';
import type { VolumesReading } from './types';
import { readVolumeHeader, type VolumeHeader } from './volume-header';
import { Walk, offsetIn, walkLimits, type Source, type WalkLimits } from './walk';

/** Places that look like a volume and are none; after so many the rest is not looked at. */
const MOST_FALSE_CANDIDATES = 5000;
const restore = 'Read the chip again, or restore the BIOS code.';

/**
 * Everything about the volumes that begin in `area` of `bytes`. `structure` has the volumes found at the top, ascending, with files
 * and sections below. Any bytes, any area: never an exception; time and memory are bounded by the limits.
 */
export function readVolumes(bytes: Uint8Array, area: ByteRange, options: { readonly limits?: Partial<WalkLimits> } = {}): VolumesReading {
  const walk = new Walk({ ...walkLimits, ...options.limits }, readArea);
  const from = clamp(area.offset, bytes.length);
  const structure = readArea(walk, { bytes, base: 0, depth: 0 }, from, clamp(area.offset + area.length, bytes.length));
  walk.close();
  const { findings, proofs, files, volumes, pe32Images } = walk;
  return { findings, structure, proofs, volumes, files, pe32Images };
}

const clamp = (offset: number, length: number): number => (offset > 0 ? Math.min(Math.floor(offset), length) : 0);

function readArea(walk: Walk, source: Source, from: number, to: number): StructureNode[] {
  const nodes: StructureNode[] = [];
  const { bytes } = source;
  const finder = new VolumeFinder(bytes, from, to);
  // A volume of the image may reach over its region's end; one in a file may not.
  const end = source.depth === 0 ? bytes.length : to;
  let failed = 0;
  let behind = from;
  for (let at = finder.next(from); at >= 0 && failed < MOST_FALSE_CANDIDATES;) {
    const header = readVolumeHeader(bytes, at, end);
    if (header) {
      nodes.push(...readGap(walk, source, behind, at), readVolume(walk, source, header, to, end));
      behind = Math.min(at + header.length, end);
      at = finder.next(behind);
    } else {
      failed++;
      at = finder.next(at + 1);
    }
  }
  return [...nodes, ...readGap(walk, source, behind, to)];
}

/** In files of the image vendors keep what they like; only between its volumes do files in a row mean a lost one. */
const readGap = (walk: Walk, source: Source, from: number, to: number): StructureNode[] =>
  source.depth === 0 && from < to ? readHeadless(walk, source, from, to) : [];

function readVolume(walk: Walk, source: Source, header: VolumeHeader, areaEnd: number, bytesEnd: number): StructureNode {
  const { offset, length } = header;
  walk.volumes++;
  walk.prove(source, offset, header.headerBytes);
  sayHeader(walk, source, header, areaEnd, bytesEnd);
  const system = fileSystems.get(header.fileSystem);
  const rules: FileRules = {
    start: offset,
    end: Math.min(offset + length, bytesEnd),
    erased: header.erased,
    revision: header.revision,
    largeFiles: system?.largeFiles ?? false,
  };
  if (system) checkHeaderPadding(walk, source, header, rules);
  const children = system ? readFiles(walk, source, offset + header.firstFile, rules) : [];
  const kind = system?.name ?? (header.fileSystem === VARIABLE_VOLUME ? 'variables' : 'unknown file system');
  return {
    kind: 'volume',
    name: header.fileSystem === VARIABLE_VOLUME ? 'Variable volume' : 'Firmware volume',
    guid: header.nameGuid ?? header.fileSystem,
    ...offsetIn(source, offset),
    length,
    state: header.sum === 0 && header.signatureIsRight && offset + length <= bytesEnd ? 'good' : 'bad',
    detail: `${kind}, revision ${header.revision}`,
    ...(children.length > 0 ? { children } : {}),
  };
}

function sayHeader(walk: Walk, source: Source, header: VolumeHeader, areaEnd: number, bytesEnd: number): void {
  const { offset, length, headerBytes } = header;
  if (!header.signatureIsRight) {
    walk.say('fail', 'VOLUME_SIGNATURE', source, offset + 0x28, 4, 'A volume of the BIOS has lost the mark of its header.', {
      evidence: 'expected _FVH',
      next: restore,
    });
  }
  if (header.sum !== 0) {
    const stored = u16(source.bytes, offset + 0x32);
    walk.say('fail', 'VOLUME_CHECKSUM', source, offset, headerBytes, 'The header of a volume of the BIOS does not match its checksum.', {
      evidence: `expected ${hex((stored - header.sum) & 0xffff, 4)}, found ${hex(stored, 4)}`,
      next: restore,
    });
  }
  if (header.otherLength !== undefined) {
    walk.say('fail', 'VOLUME_LENGTH', source, offset + 0x20, 8, 'The header of a volume of the BIOS names two different lengths.', {
      evidence: `${hex(length)} and ${hex(header.otherLength)}`,
      next: restore,
    });
  }
  if (offset + length > bytesEnd) {
    walk.say(
      'fail',
      'VOLUME_TRUNCATED',
      source,
      offset,
      bytesEnd - offset,
      'A volume of the BIOS goes on behind the end of what is here.',
      {
        evidence: `length ${hex(length)}, here ${hex(bytesEnd - offset)}`,
        next: 'Read the chip again, whole.',
      },
    );
  } else if (offset + length > areaEnd) {
    walk.say('warn', 'VOLUME_OVER_END', source, offset, length, 'A volume of the BIOS goes on behind the end of its region.', {
      evidence: `ends at ${hex(offset + length)}, region at ${hex(areaEnd)}`,
    });
  }
}

/** An extended header hides in a padding file before the first; its header has a sum like any other. */
function checkHeaderPadding(walk: Walk, source: Source, header: VolumeHeader, rules: FileRules): void {
  const at = header.offset + header.headerBytes;
  if (header.nameGuid === undefined || at + FILE_HEADER_BYTES > rules.end) return;
  const file = readFileHeader(source.bytes, at, rules);
  const fills = ((header.headerBytes + file.size + 7) & ~7) === header.firstFile;
  // Of a damaged one at least type or size is right; where neither is, the extended header stands for itself.
  if (file.headerSum !== 0 && (file.type === PAD_FILE || fills)) {
    sumFile(walk, source, file, false);
    sayHeaderSum(walk, source, file, header.firstFile - header.headerBytes);
  } else if (file.type === PAD_FILE && fills) {
    const sum = sumFile(walk, source, file, true);
    checkFile(walk, source, file, rules, { sum, guid: guidAt(source.bytes, at), label: 'a padding file' });
  }
}
