// All microcode of a file: found where the FIT points, in its own firmware file, and by its header; each with its sum checked.
import { hex } from '../bytes';
import { fail, warn, type FindingMore } from '../checks/finding';
import type { BiosFacts, Finding, Reading, StructureNode } from '../report';
import type { FirmwareFile } from '../volumes/types';
import { parseMicrocode, type MicrocodeUpdate } from './microcode';
import { processorName } from './processors';

/** AMI's file of all updates (images.md 6.6). */
export const MICROCODE_FILE = '17088572-377F-44EF-8F4E-B09FFF46A070';
const MAX_UPDATES = 256;

/** Sorted by place, none twice; an update inside another is not one. */
export function findMicrocode(bytes: Uint8Array, pointedAt: readonly number[], candidates: readonly number[]): MicrocodeUpdate[] {
  const places = [...new Set([...pointedAt, ...candidates])].sort((left, right) => left - right);
  const found: MicrocodeUpdate[] = [];
  let end = 0;
  for (const place of places) {
    if (found.length >= MAX_UPDATES) break;
    if (place < end && !pointedAt.includes(place)) continue;
    const update = parseMicrocode(bytes, place);
    if (!update) continue;
    found.push(update);
    end = place + update.length;
  }
  return found;
}

export interface MicrocodeReading extends Reading {
  readonly facts: BiosFacts['microcode'];
}

export function readMicrocode(
  updates: readonly MicrocodeUpdate[],
  pointedAt: readonly number[],
  files: readonly FirmwareFile[],
): MicrocodeReading {
  const homes = files.filter(({ guid, offset }) => guid === MICROCODE_FILE && offset !== undefined);
  const isAtHome = ({ offset, length }: MicrocodeUpdate): boolean =>
    homes.some((file) => offset >= file.offset! && offset + length <= file.offset! + file.length);
  const facts = updates.map(({ offset, length, cpuid, revision, date, sumIsGood }) => {
    const processor = processorName(cpuid);
    const inFit = pointedAt.includes(offset);
    return { offset, length, cpuid, revision, date, sumIsGood, inFit, ...(processor ? { processor } : {}) };
  });
  return {
    facts,
    findings: updates.flatMap((update) => checkSum(update, pointedAt.includes(update.offset) || isAtHome(update))),
    structure: updates.map((update): StructureNode => node(update, pointedAt.includes(update.offset))),
    proofs: updates.map(({ offset, length }) => ({ offset, length, by: 'sum' })),
  };
}

function checkSum({ offset, length, cpuid, revision, sumIsGood }: MicrocodeUpdate, isCertain: boolean): Finding[] {
  if (sumIsGood) return [];
  const more: FindingMore = {
    offset,
    length,
    evidence: `processor ${cpuid}, revision ${hex(revision, 1)}`,
    next: 'Restore the BIOS code.',
  };
  return [
    isCertain
      ? fail('MICROCODE_CHECKSUM', `The checksum of the microcode for processor ${cpuid} is wrong: bytes in it have changed.`, more)
      : warn('MICROCODE_CHECKSUM', `What looks like microcode for processor ${cpuid} has a wrong checksum.`, more),
  ];
}

function node({ offset, length, cpuid, moreCpuids, revision, date, sumIsGood }: MicrocodeUpdate, inFit: boolean): StructureNode {
  const processor = processorName(cpuid);
  const detail = [
    `revision ${hex(revision, 1)}`,
    date,
    ...(processor ? [processor] : []),
    ...(moreCpuids.length > 0 ? [`also ${moreCpuids.join(', ')}`] : []),
    inFit ? 'in the FIT' : 'not in the FIT',
  ].join(', ');
  return { kind: 'microcode', name: `Microcode ${cpuid}`, offset, length, state: sumIsGood ? 'good' : 'bad', detail };
}
