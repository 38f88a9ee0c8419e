// Calls the readers that apply to a file, each for itself: one that fails is told, and the rest goes on.
import type { ImageLayout, Machine } from '../../machines';
import type { ByteRange } from '../../model/plan';
import { note, warn } from '../checks/finding';
import { readDescriptor } from '../descriptor';
import { readGbe } from '../gbe';
import { readMe } from '../me';
import type { InspectTools } from '../hashing';
import { readPlatform } from '../platform/read-platform';
import type { BiosFacts, DescriptorFacts, Finding, GbeFacts, MeFacts, ProofRange, Reading, RegionSpan, StructureNode } from '../report';
import { readVolumes } from '../volumes/read-volumes';
import type { VolumesReading } from '../volumes/types';

export interface Task {
  readonly bytes: Uint8Array;
  readonly regions: readonly RegionSpan[];
  /** Chip offset of the first byte. */
  readonly base: number;
  /** Of the chip. */
  readonly sizeBytes: number;
  /** Only where the image is of this map. */
  readonly layout?: ImageLayout;
  /** The machine it is meant for. */
  readonly machine?: Machine;
  readonly chipJedec?: string;
  /** Where the BIOS is in the file; absent where the file holds none. */
  readonly biosArea?: ByteRange;
  /** A descriptor belongs at the start of the file. */
  readonly hasDescriptor: boolean;
  /** The end of the image is not there: sizes cannot be compared. */
  readonly isCut: boolean;
}

export interface Gathered {
  readonly findings: readonly Finding[];
  readonly structure: readonly StructureNode[];
  readonly proofs: readonly ProofRange[];
  readonly descriptor?: DescriptorFacts;
  readonly me?: MeFacts;
  readonly gbe?: GbeFacts;
  readonly bios?: BiosFacts;
}

export function gather(task: Task, tools: InspectTools): Gathered {
  const findings: Finding[] = [];
  const structure: StructureNode[] = [];
  const proofs: ProofRange[] = [];
  const take = <T extends Reading>(part: string, read: () => T): T | undefined => {
    try {
      const reading = read();
      findings.push(...reading.findings);
      structure.push(...reading.structure);
      for (const proof of reading.proofs) proofs.push(proof);
      return reading;
    } catch (thrown) {
      findings.push(readerFailed(part, thrown));
      return undefined;
    }
  };
  const { bytes, layout, machine } = task;
  const regionOf = (name: string): RegionSpan | undefined =>
    task.regions.find((region) => region.name === name && region.offset < bytes.length && endsInside(region, bytes));
  const cut = ({ offset, length }: ByteRange): Uint8Array => bytes.subarray(offset, offset + length);

  const descriptor = task.hasDescriptor
    ? take('descriptor', () =>
        readDescriptor(bytes, {
          ...(task.isCut ? {} : { sizeBytes: task.sizeBytes }),
          ...(layout ? { layout } : {}),
          ...(task.chipJedec ? { chipJedec: task.chipJedec } : {}),
        }),
      )
    : undefined;
  const gbeRegion = regionOf('gbe');
  const gbe = gbeRegion && take('network region', () => readGbe(cut(gbeRegion), gbeRegion.offset));
  const meRegion = regionOf('me');
  const me = meRegion && take('ME region', () => readMe(cut(meRegion), meRegion.offset, { isC600: isC600(task) }, tools));
  const { biosArea } = task;
  const volumes = biosArea && take('firmware volumes', (): VolumesReading => readVolumes(bytes, biosArea));
  const platform =
    biosArea &&
    take('BIOS', () =>
      readPlatform(
        bytes,
        {
          base: task.base,
          sizeBytes: task.sizeBytes,
          ...(layout ? { layout } : {}),
          files: volumes?.files ?? [],
          volumeFindings: volumes?.findings ?? [],
          ...(descriptor?.facts && !descriptor.findings.some(({ severity }) => severity === 'fail')
            ? { descriptorRegions: descriptor.facts.regions }
            : {}),
          ...(me?.facts.version ? { meVersion: me.facts.version } : {}),
          ...(machine ? { expected: { family: machine.family.value, machine: machine.name } } : {}),
        },
        tools,
      ),
    );
  return {
    findings,
    structure,
    proofs,
    ...(descriptor?.facts ? { descriptor: descriptor.facts } : {}),
    ...(me ? { me: me.facts } : {}),
    ...(gbe?.facts ? { gbe: gbe.facts } : {}),
    ...(volumes && platform
      ? { bios: { ...platform.facts, volumes: volumes.volumes, files: volumes.files.length, pe32Images: volumes.pe32Images } }
      : {}),
  };
}

const endsInside = ({ offset, length }: ByteRange, bytes: Uint8Array): boolean => offset + length <= bytes.length;

/** All machines that are known have the C600 chipset; of others nothing is. */
const isC600 = ({ layout, machine }: Task): boolean => layout !== undefined || machine !== undefined;

/** A fault of this program, told as such: the other findings stand. */
const readerFailed = (part: string, thrown: unknown): Finding =>
  warn('READER_FAILED', `The program could not read the ${part}; this is a fault of the program and says nothing of the file.`, {
    evidence: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'unknown',
    next: 'Please report it; the rest of this report holds.',
  });

/** What one read cannot show (images.md 8.1). */
export function notCovered(programmedBytes: number, coveredBytes: number): Finding[] {
  const left = programmedBytes - coveredBytes;
  if (left <= 0) return [];
  const share = (100 * left) / programmedBytes;
  const percent = share >= 99.95 ? '100' : share < 0.05 ? 'under 0.1' : share.toFixed(1);
  return [
    note(
      'NOT_COVERED',
      `${left.toString().replace(/\B(?=(\d{3})+$)/g, ',')} bytes (${percent} %) of the programmed bytes stand under no checksum: only a second equal read can show an error there.`,
      { evidence: `${coveredBytes} of ${programmedBytes} programmed bytes are covered` },
    ),
  ];
}
