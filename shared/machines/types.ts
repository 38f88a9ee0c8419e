// The shape of what is known of a machine. Data only: no decision is taken here.
import type { MachineId } from '../model/diagnosis';
import type { Known } from '../model/knowledge';
import type { ByteRange } from '../model/plan';

export const regionIds = ['fd', 'gbe', 'pdr', 'me', 'nvram', 'bios', 'bb'] as const;
export type RegionId = (typeof regionIds)[number];

export interface MachineRegion extends ByteRange {
  readonly name: RegionId;
  /** "Boot block" */
  readonly title: string;
  /** One line for who meets the word for the first time. */
  readonly explanation: string;
  /** Whether it belongs to this one board. */
  readonly perBoard: Known<'yes' | 'maybe' | 'no'>;
  /** Name users' DOS backup script gives the file. */
  readonly backupFile: string;
}

export interface VolumePlace extends ByteRange {
  readonly name: string;
  readonly role: 'main' | 'early' | 'normal-start' | 'recovery' | 'boot-block';
  readonly tag?: 'FLSH' | 'RCRV';
}

/** Offsets of marks in the whole chip. */
export interface MarkPlaces {
  readonly flashTag: number;
  readonly recoveryTag: number;
  readonly crtmText: number;
  readonly bootBlockDate: number;
  readonly signatureBlock: number;
  readonly fitPointer: number;
  readonly resetVector: number;
}

/** What a family of processors needs of the image. */
export interface ProcessorNeeds {
  /** "E5 v2 (Ivy Bridge-EP)" */
  readonly name: string;
  /** Signatures of its steppings; microcode for one of them is needed. */
  readonly cpuids: readonly string[];
  readonly bootBlocks: readonly ('2011' | '2013')[];
  /** "03.50": compares as text. */
  readonly oldestBios?: string;
  readonly oldestMe?: number;
  readonly certainty: Known<string>;
}

export interface ImageLayout {
  readonly sizeBytes: number;
  readonly regions: readonly MachineRegion[];
  /** The descriptor's BIOS region: variables, code and boot block together. */
  readonly biosRegion: ByteRange;
  readonly volumes: readonly VolumePlace[];
  readonly marks: MarkPlaces;
  /** Chipset that the startup ACM names. */
  readonly acmChipsetId: Known<number>;
  readonly processors: readonly ProcessorNeeds[];
  readonly certainty: Known<string>;
}

export interface Jumper {
  readonly id: string;
  readonly name: string;
  readonly form: Known<string>;
  readonly place: Known<string>;
  readonly normal: Known<string>;
  readonly other: Known<string>;
  readonly effect: Known<string>;
}

export interface BiosRelease {
  readonly version: string;
  /** ISO date, year, or undefined where unknown. */
  readonly date?: Known<string>;
  readonly softpaqs: Known<readonly string[]>;
  readonly managementEngine: Known<string>;
  readonly note?: Known<string>;
}

export interface Machine {
  readonly id: MachineId;
  readonly name: string;
  readonly family: Known<'J61' | 'J63'>;
  readonly boardId: Known<string>;
  readonly boardLabel: Known<string>;
  readonly assemblyNumbers: Known<string>;
  readonly flash: {
    readonly part: Known<string>;
    readonly jedec: Known<string>;
    readonly sizeBytes: Known<number>;
    readonly package: Known<'SOIC-16'>;
    readonly place: Known<string>;
    readonly chips: Known<number>;
  };
  readonly layout: ImageLayout;
  readonly jumpers: readonly Jumper[];
  readonly releases: readonly BiosRelease[];
  readonly processorRules: readonly Known<string>[];
  readonly powerRules: readonly Known<string>[];
  readonly clipRules: readonly Known<string>[];
  readonly firstBoot: readonly Known<string>[];
  readonly beeps: readonly { readonly count: number; readonly meaning: Known<string> }[];
}
