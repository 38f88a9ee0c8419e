// The network region for the report: both copies, each with its own sum.
import { checkGbe } from '../checks/check-gbe';
import { hex, u16 } from '../bytes';
import type { GbeFacts, Reading, StructureNode } from '../report';
import { macVendor } from './mac-vendor';
import { macKindOf, parseGbe, SUMMED_BYTES, type Gbe, type GbeCopy } from './parse-gbe';

const devices: Readonly<Record<number, string>> = { 0x1502: '82579LM', 0x1503: '82579V' };

/** Structure nodes are the two copies, without the region around them. */
export interface GbeReading extends Reading {
  /** Offsets inside the region. */
  readonly gbe: Gbe;
  /** Offsets in the file. */
  readonly facts: GbeFacts;
}

/** `region` stands at `offset` of the file. Any bytes of any length. */
export function readGbe(region: Uint8Array, offset: number): GbeReading {
  const gbe = parseGbe(region);
  const vendor = gbe.macKind === 'factory' ? macVendor(gbe.mac) : undefined;
  // A region too short for two copies has nothing to prove.
  const whole = gbe.copies.filter((copy) => copy.offset + SUMMED_BYTES <= region.length && region.length >= SUMMED_BYTES * 2);
  return {
    gbe,
    facts: { copies: gbe.copies.map((copy) => copyFacts(region, copy, offset)), ...(vendor ? { macVendor: vendor } : {}) },
    findings: checkGbe(gbe, offset, region.length),
    structure: whole.map((copy) => copyNode(copy, gbe.copies.indexOf(copy) + 1, offset, region.length >>> 1)),
    // A blank copy has no sum to evaluate.
    proofs: whole.filter(({ blank }) => !blank).map((copy) => ({ offset: offset + copy.offset, length: SUMMED_BYTES, by: 'sum' })),
  };
}

function copyFacts(region: Uint8Array, copy: GbeCopy, base: number): GbeFacts['copies'][number] {
  const device = devices[copy.deviceId];
  return {
    offset: base + copy.offset,
    blank: copy.blank,
    sumIsGood: copy.sumIsGood,
    markedValid: copy.markedValid,
    mac: copy.mac,
    macKind: macKindOf(copy.mac),
    deviceId: copy.deviceId,
    ...(device ? { device } : {}),
    subsystemVendor: u16(region, copy.offset + 0x18),
    imageVersion: imageVersion(u16(region, copy.offset + 0x0a)),
  };
}

/** Next byte major, high nibble minor, low nibble id: "1.3 (2)". */
const imageVersion = (word: number): string => `${word >>> 8}.${(word >>> 4) & 0x0f} (${word & 0x0f})`;

function copyNode(copy: GbeCopy, number: number, base: number, length: number): StructureNode {
  return {
    kind: 'data',
    name: `Copy ${number}`,
    offset: base + copy.offset,
    length,
    state: copy.blank || !copy.sumIsGood ? 'bad' : 'good',
    detail: copy.blank
      ? 'blank'
      : `${devices[copy.deviceId] ?? `device ${hex(copy.deviceId, 4)}`}, checksum ${copy.sumIsGood ? 'good' : 'wrong'}, ${copy.markedValid ? 'marked valid' : 'not marked valid'}`,
  };
}
