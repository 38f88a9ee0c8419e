// What is to be read in a file of a certain kind: its regions, its place in the chip, where the BIOS is.
import { machinesOfFamily, type ImageLayout, type Machine } from '../../machines';
import type { ByteRange } from '../../model/plan';
import { startsWith, sum16, u16, u32 } from '../bytes';
import { dumpFinding } from '../checks/check-dump';
import { fail, note, warn } from '../checks/finding';
import { parseDescriptor } from '../descriptor';
import { chipBytesOf } from '../dump/file-size';
import type { DumpDefect } from '../dump-diagnosis';
import { familyIn, type FileKind } from '../identify-file';
import { sizeText } from '../checks/check-dump';
import type { Finding, ImageKind, RegionSpan } from '../report';
import { contentRegions } from './content-regions';
import type { Task } from './gather';
import type { Subject } from './subject';
import { regionTitle } from './structure-tree';

/** A task, what is already known of the file as a whole, and what kind of file it is. */
export interface Assignment extends Omit<Task, 'bytes'> {
  readonly kind: ImageKind;
  readonly findings: readonly Finding[];
  /** Only the first so many bytes are the image. */
  readonly imageBytes?: number;
}

export const spansOf = (layout: ImageLayout): RegionSpan[] => layout.regions.map(({ name, offset, length }) => ({ name, offset, length }));

export const isVolume = (bytes: Uint8Array, at: number): boolean => {
  const header = u16(bytes, at + 0x30);
  return startsWith(bytes, at + 0x28, '_FVH') && header >= 0x48 && u32(bytes, at + 0x24) === 0 && sum16(bytes, at, header) === 0;
};

export function wholeTask(subject: Subject, defects: readonly DumpDefect[]): Assignment {
  const { layout, machine, hints } = subject;
  const size = subject.bytes.length;
  const imageBytes = imageBytesOf(subject, defects);
  const bytes = subject.bytes.subarray(0, imageBytes);
  const isCut = defects.some(({ kind }) => kind === 'truncated');
  const descriptor = parseDescriptor(bytes);
  const isKnown =
    (bytes.length === layout.sizeBytes || (isCut && chipBytesOf(bytes) === layout.sizeBytes)) &&
    (machine !== undefined || isOfThisFamily(bytes, layout));
  const own = (descriptor?.regions ?? []).map(({ name, offset, length }) => ({ name, offset, length }));
  const regions = isKnown ? spansOf(layout) : own.length > 0 ? own : contentRegions(bytes);
  const biosArea = isKnown ? layout.biosRegion : regions.find(({ name }) => name === 'bios');
  return {
    kind: 'full',
    regions,
    base: 0,
    sizeBytes: isKnown ? layout.sizeBytes : isCut ? (chipBytesOf(bytes) ?? bytes.length) : bytes.length,
    ...(isKnown ? { layout } : {}),
    ...(machine ? { machine } : {}),
    ...(hints.chipJedec ? { chipJedec: hints.chipJedec } : {}),
    ...(biosArea ? { biosArea } : {}),
    hasDescriptor: true,
    isCut,
    imageBytes,
    findings: [
      ...defects.map((defect) => withCutRegions(dumpFinding(defect, size), defect, regions, size)),
      ...(isKnown || isCut ? [] : [unknownMachine(machine)]),
    ],
  };
}

/** What stands behind the end of the chip is told, and not read as part of the image. */
function imageBytesOf({ bytes }: Subject, defects: readonly DumpDefect[]): number {
  for (const defect of defects) {
    if (defect.kind === 'padded') return defect.chipBytes;
    if (defect.kind === 'mirrored' && defect.isWhole) return bytes.length / defect.parts;
  }
  return bytes.length;
}

function withCutRegions(finding: Finding, defect: DumpDefect, regions: readonly RegionSpan[], size: number): Finding {
  if (defect.kind !== 'truncated') return finding;
  const missing = regions.filter(({ offset }) => offset >= size).map(({ name }) => regionTitle(name));
  const cut = regions.filter(({ offset, length }) => offset < size && offset + length > size).map(({ name }) => regionTitle(name));
  const parts = [
    ...(cut.length > 0 ? [`${cut.join(' and ')} not whole`] : []),
    ...(missing.length > 0 ? [`${missing.join(' and ')} missing`] : []),
  ];
  return parts.length === 0 ? finding : { ...finding, message: finding.message.replace(/\.$/, `: ${parts.join(', ')}.`) };
}

const unknownMachine = (machine: Machine | undefined): Finding =>
  machine
    ? fail('OTHER_MACHINE', `This image is not of the ${machine.name}: its size is another.`, { next: 'Do not write it to this board.' })
    : warn('MACHINE_UNKNOWN', 'This is no machine the program knows: only what the descriptor names was checked.');

/** A mark in its place says so, or the descriptor's BIOS region is where theirs is. */
function isOfThisFamily(bytes: Uint8Array, layout: ImageLayout): boolean {
  const family = familyIn(bytes, layout, 0);
  if (family !== undefined && machinesOfFamily(family).length > 0) return true;
  const bios = parseDescriptor(bytes)?.regions.find(({ name }) => name === 'bios');
  return bios?.offset === layout.biosRegion.offset && bios.length === layout.biosRegion.length;
}

const partTitle: Record<Exclude<FileKind, 'full'>, string> = {
  fd: 'a descriptor',
  gbe: 'a network (GbE) region',
  pdr: 'a platform data (PDR) region',
  me: 'an ME region',
  nvram: 'a variable area',
  bios: 'BIOS code',
  bb: 'a boot block',
  'bios-region': 'a BIOS region',
};
const biosParts: readonly FileKind[] = ['bios', 'bb', 'bios-region', 'nvram'];

export function partTask(subject: Subject, kind: Exclude<FileKind, 'full'>, base: number, fits: boolean): Assignment {
  const { bytes, layout, machine, hints } = subject;
  const whole: ByteRange = { offset: 0, length: bytes.length };
  const regions =
    kind === 'bios-region'
      ? spansOf(layout)
          .filter(({ offset }) => offset >= base)
          .map((span) => ({ ...span, offset: span.offset - base }))
      : [{ name: kind, ...whole }];
  const size = warn('PART_OTHER_SIZE', `This is ${partTitle[kind]}, but of another size than that of the machines known.`, {
    evidence: `${sizeText(bytes.length)} here`,
  });
  const isBios = biosParts.includes(kind);
  const isOwn = fits && (machine !== undefined || isBios);
  return {
    kind,
    regions,
    base,
    sizeBytes: layout.sizeBytes,
    ...(isOwn ? { layout } : {}),
    ...(machine ? { machine } : {}),
    ...(hints.chipJedec ? { chipJedec: hints.chipJedec } : {}),
    ...(isBios ? { biosArea: whole } : {}),
    hasDescriptor: kind === 'fd',
    isCut: true,
    findings: [note('FILE_IS_PART', `This file is ${partTitle[kind]} alone, not a whole image.`), ...(machine && !fits ? [size] : [])],
  };
}

/** A file of which nothing says where it belongs: what its content shows. */
export function unplacedTask({ bytes, machine }: Subject): Assignment {
  const isOneVolume = isVolume(bytes, 0);
  const regions = isOneVolume ? [] : contentRegions(bytes);
  const bios = regions.find(({ name }) => name === 'bios');
  return {
    kind: 'unknown',
    regions,
    base: 0,
    sizeBytes: bytes.length,
    ...(machine ? { machine } : {}),
    ...(bios ? { biosArea: bios } : { biosArea: { offset: 0, length: bytes.length } }),
    hasDescriptor: false,
    isCut: true,
    findings: [],
  };
}
