// What one reading of firmware volumes gathers on its way, and the bounds that any bytes must keep it to.
import type { ByteRange } from '../../model/plan';
import { fail, note, warn, type FindingMore } from '../checks/finding';
import type { Finding, ProofRange, StructureNode } from '../report';
import type { FirmwareFile } from './types';

/** Bytes that are read: the image itself, or what was unpacked from a section of it. */
export interface Source {
  readonly bytes: Uint8Array;
  /** Of `bytes[0]` in the file inspected; absent in unpacked content. */
  readonly base?: number;
  /** Of unpacked content: the outermost packed section. Findings inside can be located no closer. */
  readonly packedIn?: ByteRange;
  readonly depth: number;
}

export interface WalkLimits {
  /** Of everything that is unpacked, together. */
  readonly unpackedBytes: number;
  /** Of volumes, files and encapsulating sections in one another. */
  readonly depth: number;
  readonly files: number;
  readonly sections: number;
  readonly findings: number;
}

export const walkLimits: WalkLimits = { unpackedBytes: 96 << 20, depth: 12, files: 20_000, sections: 100_000, findings: 400 };

const severities = { fail, warn, note };
/** Guessing at damaged headers may sum up this much content. */
const GUESS_BYTES = 64 << 20;

export class Walk {
  readonly findings: Finding[] = [];
  readonly proofs: ProofRange[] = [];
  readonly files: FirmwareFile[] = [];
  volumes = 0;
  pe32Images = 0;
  sections = 0;
  guessBytesLeft = GUESS_BYTES;
  private unpackedBytes = 0;
  private unsaid = 0;

  constructor(
    readonly limits: WalkLimits,
    /** Volumes inside [from, to) of a source: handed in, because they contain what contains them. */
    readonly readNested: (walk: Walk, source: Source, from: number, to: number) => StructureNode[],
  ) {}

  get unpackedBytesLeft(): number {
    return this.limits.unpackedBytes - this.unpackedBytes;
  }

  spend(unpackedBytes: number): void {
    this.unpackedBytes += unpackedBytes;
  }

  say(
    severity: Finding['severity'],
    code: string,
    source: Source,
    at: number,
    length: number,
    message: string,
    more: Pick<FindingMore, 'evidence' | 'next'> = {},
  ): void {
    if (this.findings.length >= this.limits.findings) this.unsaid++;
    else this.findings.push(severities[severity](code, message, { ...this.place(source, at, length), ...more }));
  }

  /** After the last: findings above the limit are counted, not lost in silence. */
  close(): void {
    if (this.unsaid === 0) return;
    this.findings.push(
      note('VOLUMES_MORE_FINDINGS', `The firmware volumes have ${this.unsaid} more findings than are listed.`, {
        evidence: `limit ${this.limits.findings}`,
      }),
    );
  }

  /** [at, at + length) is under a sum that was evaluated. Unpacked content has no place in the file to prove. */
  prove(source: Source, at: number, length: number): void {
    if (source.base !== undefined && length > 0) this.proofs.push({ offset: source.base + at, length, by: 'sum' });
  }

  private place(source: Source, at: number, length: number): ByteRange | undefined {
    return source.base === undefined ? source.packedIn : { offset: source.base + at, length };
  }
}

/** Where `at` stands in the file inspected, if it does. */
export const offsetIn = (source: Source, at: number): { offset?: number } =>
  source.base === undefined ? {} : { offset: source.base + at };
