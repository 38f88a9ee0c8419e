// The descriptor for the report: facts, findings and structure of one file. Nothing in it is under a checksum, so nothing is proven.
import type { ImageLayout } from '../../machines';
import { checkDescriptor, checkVscc } from '../checks/check-descriptor';
import type { DescriptorFacts, Reading } from '../report';
import { descriptorFacts, descriptorStructure } from './descriptor-facts';
import { readMaps } from './maps';
import { descriptorAt, type Descriptor } from './parse-descriptor';

export interface DescriptorContext {
  /** Of the whole image; absent for a descriptor alone, or where the file is cut. */
  readonly sizeBytes?: number;
  /** Only where the machine is known. */
  readonly layout?: ImageLayout;
  /** JEDEC id of the fitted chip, "EF 40 18", where it was read. */
  readonly chipJedec?: string;
}

/** Structure nodes are the descriptor's tables, without the region around them. */
export interface DescriptorReading extends Reading {
  /** Absent where there is no signature. */
  readonly descriptor?: Descriptor;
  readonly facts?: DescriptorFacts;
}

/** `bytes`: the image, or the descriptor's region alone; it starts at offset 0 of the chip. Any bytes of any length. */
export function readDescriptor(bytes: Uint8Array, context: DescriptorContext = {}): DescriptorReading {
  const maps = readMaps(bytes);
  if (!maps) return { findings: checkDescriptor(undefined, context.sizeBytes, context.layout), structure: [], proofs: [] };
  const descriptor = descriptorAt(bytes, maps);
  const facts = descriptorFacts(bytes, maps, descriptor, context.chipJedec);
  return {
    descriptor,
    facts,
    findings: [
      ...checkDescriptor(descriptor, context.sizeBytes, context.layout, { bytes, maps }),
      ...checkVscc(facts, maps, context.chipJedec),
    ],
    structure: descriptorStructure(bytes, maps, facts),
    proofs: [],
  };
}
