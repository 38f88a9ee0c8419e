// The sections of a file: leaves are collected, encapsulating ones opened and read on.
import { hex, isFilledWith, u16, u32, u8 } from '../bytes';
import type { StructureNode } from '../report';
import { guidAt, sectionGuids } from './guids';
import { readSectionHeader, sectionType, type SectionHeader } from './section-header';
import { sectionTypeName } from './type-names';
import type { FirmwareSection } from './types';
import { unpackByGuid, unpackCompressed, type Unpacked } from './unpack-section';
import { crc32 } from './volume-sums';
import { offsetIn, type Source, type Walk } from './walk';

/** What a file's sections tell of it. */
export interface FileContent {
  readonly leaves: FirmwareSection[];
  name?: string;
  /** The file's own sum was evaluated and right: what does not fit then was made so. */
  readonly isProven: boolean;
}

const COMPRESSED_FIELDS = 5;
const GUID_FIELDS = 20;
const CRC_BYTES = 4;
const FREEFORM_FIELDS = 16;
const PROCESSING_REQUIRED = 0x01;
const NAME_CHARACTERS = 120;
const notListed: readonly StructureNode[] = [];

/** Sections stand on fours from `from`. */
export function readSections(walk: Walk, source: Source, from: number, to: number, file: FileContent): StructureNode[] {
  const { bytes } = source;
  const nodes: StructureNode[] = [];
  for (let at = from; at + 4 <= to;) {
    const header = readSectionHeader(bytes, at, to);
    if (!header) {
      if (!isFiller(bytes, at, to)) sayMisfit(walk, source, at, to, file);
      break;
    }
    if (++walk.sections > walk.limits.sections) break;
    nodes.push(readSection(walk, source, header, file));
    at = from + ((at - from + header.size + 3) & ~3);
  }
  return nodes;
}

const isFiller = (bytes: Uint8Array, from: number, to: number): boolean =>
  isFilledWith(bytes, 0xff, from, to - from) || isFilledWith(bytes, 0x00, from, to - from);

function sayMisfit(walk: Walk, source: Source, at: number, to: number, file: FileContent): void {
  walk.say(
    file.isProven ? 'note' : 'fail',
    'SECTION_SIZE',
    source,
    at,
    to - at,
    'A section in a file of the BIOS claims a size that does not fit: what stands there cannot be read.',
    { evidence: `size ${hex(u32(source.bytes, at) & 0xffffff)}, room ${hex(to - at)}` },
  );
}

function readSection(walk: Walk, source: Source, header: SectionHeader, file: FileContent): StructureNode {
  const { bytes } = source;
  const { at, type, size, headerBytes } = header;
  const fields = at + headerBytes;
  const end = at + size;
  switch (type) {
    case sectionType.compressed:
      if (size >= headerBytes + COMPRESSED_FIELDS) return readCompressed(walk, source, header, file);
      break;
    case sectionType.guidDefined:
      if (size >= headerBytes + GUID_FIELDS) return readGuidDefined(walk, source, header, file);
      break;
    case sectionType.disposable:
      return node(source, header, { children: openInside(walk, source, header, fields, file) });
    case sectionType.volume:
      return node(source, header, { children: deeper(walk, source, at, () => walk.readNested(walk, inside(source), fields, end)) });
    case sectionType.raw:
      leaf(source, header, fields, file);
      return node(source, header, { children: deeper(walk, source, at, () => walk.readNested(walk, inside(source), fields, end)) });
    case sectionType.freeform:
      if (size >= headerBytes + FREEFORM_FIELDS) {
        const guid = guidAt(bytes, fields);
        leaf(source, header, fields + FREEFORM_FIELDS, file, guid);
        return node(source, header, { guid });
      }
      break;
    case sectionType.name: {
      const name = readName(bytes, fields, end);
      if (name !== '') file.name ??= name;
      leaf(source, header, fields, file);
      return node(source, header, { detail: name });
    }
    case sectionType.pe32:
      walk.pe32Images++;
  }
  leaf(source, header, fields, file);
  return node(source, header, {});
}

function leaf(source: Source, { at, type, size }: SectionHeader, from: number, file: FileContent, guid?: string): void {
  file.leaves.push({ type, content: source.bytes.subarray(from, at + size), ...(guid ? { guid } : {}), ...offsetIn(source, from) });
}

function node(source: Source, { at, type, size }: SectionHeader, more: Partial<StructureNode>): StructureNode {
  const { children = notListed, detail = '', ...rest } = more;
  return {
    kind: 'section',
    name: sectionTypeName(type),
    ...offsetIn(source, at),
    length: size,
    ...rest,
    ...(detail === '' ? {} : { detail }),
    ...(children.length > 0 ? { children } : {}),
  };
}

const inside = (source: Source): Source => ({ ...source, depth: source.depth + 1 });

function deeper(walk: Walk, source: Source, at: number, read: () => StructureNode[]): readonly StructureNode[] {
  if (source.depth < walk.limits.depth) return read();
  walk.say('note', 'SECTION_DEPTH', source, at, 4, 'Sections stand so deep in one another that the innermost were not read.', {
    evidence: `depth ${source.depth}`,
  });
  return notListed;
}

const openInside = (walk: Walk, source: Source, { at, size }: SectionHeader, from: number, file: FileContent): readonly StructureNode[] =>
  deeper(walk, source, at, () => readSections(walk, inside(source), from, at + size, file));

function readCompressed(walk: Walk, source: Source, header: SectionHeader, file: FileContent): StructureNode {
  const { at, size, headerBytes } = header;
  const { bytes } = source;
  const from = at + headerBytes + COMPRESSED_FIELDS;
  const stated = u32(bytes, at + headerBytes);
  const type = u8(bytes, at + headerBytes + 4);
  if (type === 0) return node(source, header, { detail: 'not packed', children: openInside(walk, source, header, from, file) });
  const unpacked = unpackCompressed(walk, bytes.subarray(from, at + size), type);
  if (!unpacked) {
    leaf(source, header, from, file);
    return node(source, header, { detail: `packed in a way we do not know (type ${type})` });
  }
  return readUnpacked(walk, source, header, unpacked, file, stated);
}

function readUnpacked(
  walk: Walk,
  source: Source,
  header: SectionHeader,
  unpacked: Unpacked,
  file: FileContent,
  statedBytes?: number,
): StructureNode {
  const { at, size } = header;
  if (unpacked.kind !== 'unpacked') {
    leaf(source, header, at + header.headerBytes, file);
    if (unpacked.kind === 'limit') {
      walk.say(
        'warn',
        'SECTION_LIMIT',
        source,
        at,
        size,
        'A packed section was not opened: what is packed in this file is too much in all.',
      );
    } else {
      walk.say('fail', 'SECTION_UNPACK', source, at, size, 'A packed section of the BIOS does not unpack: its content is damaged.', {
        evidence: unpacked.by,
        next: 'Read the chip again, or restore the BIOS code.',
      });
    }
    return node(source, header, { state: 'bad', detail: `does not unpack (${unpacked.by})` });
  }
  const { bytes } = unpacked;
  const isWhole = statedBytes === undefined || statedBytes === bytes.length;
  if (!isWhole) {
    walk.say('fail', 'SECTION_UNPACKED_SIZE', source, at, size, 'A packed section unpacks to another size than it states.', {
      evidence: `expected ${statedBytes}, found ${bytes.length} bytes`,
      next: 'Read the chip again, or restore the BIOS code.',
    });
  }
  const packedIn = source.packedIn ?? { offset: source.base! + at, length: size };
  const children = deeper(walk, source, at, () => readSections(walk, { bytes, packedIn, depth: source.depth + 1 }, 0, bytes.length, file));
  return node(source, header, { state: isWhole ? 'good' : 'bad', detail: `${unpacked.by}, ${bytes.length} bytes unpacked`, children });
}

function readGuidDefined(walk: Walk, source: Source, header: SectionHeader, file: FileContent): StructureNode {
  const { bytes } = source;
  const { at, size, headerBytes } = header;
  const fields = at + headerBytes;
  const guid = guidAt(bytes, fields);
  const dataOffset = u16(bytes, fields + 16);
  const attributes = u16(bytes, fields + 18);
  const from = at + dataOffset;
  if (dataOffset < headerBytes + GUID_FIELDS || dataOffset > size) {
    leaf(source, header, fields + GUID_FIELDS, file, guid);
    sayMisfit(walk, source, at, at + size, file);
    return node(source, header, { guid, state: 'bad' });
  }
  if (guid === sectionGuids.crc32 && dataOffset >= headerBytes + GUID_FIELDS + CRC_BYTES) {
    const isRight = checkCrc(walk, source, header, from);
    return node(source, header, { guid, state: isRight ? 'good' : 'bad', children: openInside(walk, source, header, from, file) });
  }
  const unpacked = unpackByGuid(walk, bytes.subarray(from, at + size), guid);
  if (unpacked) return { ...readUnpacked(walk, source, header, unpacked, file), guid };
  if ((attributes & PROCESSING_REQUIRED) === 0) {
    return node(source, header, { guid, children: openInside(walk, source, header, from, file) });
  }
  leaf(source, header, from, file, guid);
  return node(source, header, { guid, detail: 'packed or signed in a way we do not know' });
}

function checkCrc(walk: Walk, source: Source, { at, size, headerBytes }: SectionHeader, from: number): boolean {
  const stated = u32(source.bytes, at + headerBytes + GUID_FIELDS);
  const found = crc32(source.bytes.subarray(from, at + size));
  walk.prove(source, at + headerBytes + GUID_FIELDS, CRC_BYTES);
  walk.prove(source, from, at + size - from);
  if (found === stated) return true;
  walk.say('fail', 'SECTION_CRC32', source, at, size, 'A section of the BIOS does not match its CRC-32: at least one bit in it is wrong.', {
    evidence: `expected ${hex(stated, 8)}, found ${hex(found, 8)}`,
    next: 'Read the chip again, or restore the BIOS code.',
  });
  return false;
}

/** UTF-16, up to the first zero. */
function readName(bytes: Uint8Array, from: number, to: number): string {
  let name = '';
  for (let at = from; at + 1 < to && name.length < NAME_CHARACTERS; at += 2) {
    const unit = u16(bytes, at);
    if (unit === 0) break;
    const isText = unit >= 0x20 && unit !== 0x7f && (unit < 0xd800 || unit > 0xdfff);
    name += isText ? String.fromCharCode(unit) : '\ufffd';
  }
  return name;
}
