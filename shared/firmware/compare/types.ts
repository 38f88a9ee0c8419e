// What a comparison of images answers. Plain data: it survives JSON, and names no address, serial number or key.
import type { ByteRange } from '../../model/plan';
import type { ImageReport, StructureKind } from '../report';

export interface ComparedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly report: ImageReport;
}

export interface Comparison {
  /** Every file is equal to every other, apart from what was to be ignored. */
  readonly equal: boolean;
  /** Every file is equal to every other, byte for byte. */
  readonly identical: boolean;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Indices of files that are equal byte for byte; together they hold every file once. */
  readonly groups: readonly (readonly number[])[];
  /** The first file against the first of every other group. */
  readonly pairs: readonly PairComparison[];
  /** Only of three or more reads of one chip. */
  readonly majority?: MajorityView;
  /** Best first; never empty. */
  readonly meanings: readonly Meaning[];
  /** Names of what was left out. */
  readonly ignored: readonly string[];
}

export const alignmentKinds = ['same', 'shared-start', 'shared-end', 'part', 'shifted'] as const;
export type AlignmentKind = (typeof alignmentKinds)[number];

/** How the second file was laid over the first. */
export interface Alignment {
  readonly kind: AlignmentKind;
  /** First byte compared, in each file. */
  readonly leftOffset: number;
  readonly rightOffset: number;
  /** Bytes compared. */
  readonly length: number;
  /** Bytes of each file that have no counterpart. */
  readonly onlyLeftBytes: number;
  readonly onlyRightBytes: number;
  /** What has no counterpart is one repeated byte: FF is padding. */
  readonly restFilledWith?: number;
  /** Region that the shorter file is, where it was placed by that. */
  readonly region?: string;
}

/** Counts of what differs. Bits are counted from the first file to the second. */
export interface Totals {
  readonly bytes: number;
  readonly cleared: number;
  readonly set: number;
  readonly blocks4k: number;
  readonly blocks64k: number;
}

export interface RegionDifference extends Totals, ByteRange {
  readonly name: string;
}

export interface StructureDifference extends ByteRange {
  /** From the outside in: "ME", "FTPR". The last is the thing itself. */
  readonly path: readonly string[];
  readonly kind: StructureKind;
  readonly guid?: string;
  readonly bytes: number;
  /** First byte that differs. */
  readonly first: number;
}

export const differenceKinds = [
  'only-left',
  'only-right',
  'ff-left',
  'ff-right',
  '00-left',
  '00-right',
  'bits-cleared',
  'bits-set',
  'replaced',
] as const;
/** What a range of difference looks like, from the first file to the second. */
export type DifferenceKind = (typeof differenceKinds)[number];

export interface DifferenceRange extends ByteRange {
  /** Empty outside all regions. */
  readonly region: string;
  readonly kind: DifferenceKind;
}

export interface Flips {
  readonly cleared: number;
  readonly set: number;
  /** By bit of the byte, 0 the lowest. */
  readonly byBit: readonly { readonly cleared: number; readonly set: number }[];
  /** Share of the differing bytes whose address has the bit set, by address bit from 0. */
  readonly byAddressBit: readonly number[];
  readonly bitsPerByte: number;
  /** Share of the commoner direction, 0.5 to 1. */
  readonly oneWayShare: number;
  /** Differing bytes per byte compared. */
  readonly density: number;
}

/** Regularities that tell a fault of reading from a change of content. */
export interface Patterns {
  /** `share` of the differing places stand at one and the same distance from each other. */
  readonly period?: { readonly bytes: number; readonly share: number };
  /** All differing bytes of one file are those of the address with this bit turned over. */
  readonly addressBit?: { readonly bit: number; readonly file: Side; readonly stuckAt: 0 | 1 };
  /** Units of two times this many bytes have their halves exchanged. */
  readonly exchangedBytes?: number;
  /** From `offset` on one file runs ahead of the other. */
  readonly slip?: { readonly offset: number; readonly byBytes: number; readonly byBits: number };
  /** Differing bytes that are in long runs of FF or 00 in one of the files only. */
  readonly blank?: {
    readonly file: Side;
    readonly value: number;
    readonly runs: number;
    readonly bytes: number;
    /** Every run begins and ends with a block of 4 KiB: what an erase leaves. */
    readonly wholeBlocks: boolean;
  };
  readonly inOneBlock?: { readonly offset: number; readonly length: 4096 | 65536 };
}

export type Side = 'left' | 'right';

export interface FileChange {
  readonly guid: string;
  readonly name?: string;
  /** Volume or other structure that holds it. */
  readonly inside: string;
  /** In the first file, of what was added in the second; absent inside compressed content. */
  readonly offset?: number;
  readonly lengthBefore?: number;
  readonly lengthAfter?: number;
}

export interface FileChanges {
  readonly changed: readonly FileChange[];
  readonly added: readonly FileChange[];
  readonly removed: readonly FileChange[];
  /** Same content at another place. */
  readonly moved: number;
  readonly equal: number;
}

export interface PairComparison {
  /** Indices into the files. */
  readonly left: number;
  readonly right: number;
  readonly alignment: Alignment;
  readonly total: Totals;
  /** Differing bytes in what was to be ignored; not in `total`. */
  readonly ignoredBytes: number;
  /** Those that differ, in the order of the image. Offsets are in the first file. */
  readonly regions: readonly RegionDifference[];
  /** Those that differ, most first; `structuresTotal` counts those left out too. */
  readonly structures: readonly StructureDifference[];
  readonly structuresTotal: number;
  /** Ascending; `rangesTotal` counts those left out too. */
  readonly ranges: readonly DifferenceRange[];
  readonly rangesTotal: number;
  readonly flips: Flips;
  readonly patterns: Patterns;
  /** Absent where neither holds files, or none of them changed. */
  readonly files?: FileChanges;
  readonly meanings: readonly Meaning[];
}

export const meaningCodes = [
  'EQUAL',
  'EQUAL_BUT_IGNORED',
  'ODD_ONE_OUT',
  'NO_TWO_AGREE',
  'SHIFTED',
  'PADDED',
  'CUT_OFF',
  'PART_OF_OTHER',
  'UNRELATED',
  'READ_ADDRESS_BIT',
  'ORDER_EXCHANGED',
  'READ_SLIP',
  'READ_BUS_LOST',
  'BLOCKS_BLANK',
  'READ_PERIODIC',
  'READ_SIGNAL',
  'READ_ONE_BLOCK',
  'OTHER_MACHINE',
  'OTHER_BOARD',
  'OTHER_RELEASE',
  'BIOS_MODIFIED',
  'BIOS_DIFFERS',
  'BOOT_BLOCK_EXCHANGED',
  'ME_OTHER_VERSION',
  'ME_DATA_STATE',
  'ME_VALID_MARK',
  'ME_CODE_DIFFERS',
  'MAC_EDITED',
  'MAC_MISSING',
  'GBE_CHANGED',
  'DESCRIPTOR_ACCESS',
  'DESCRIPTOR_MAP',
  'DESCRIPTOR_CHANGED',
  'MACHINE_RAN',
  'REGION_REPLACED',
  'UNEXPLAINED',
] as const;
export type MeaningCode = (typeof meaningCodes)[number];

export const certainties = ['certain', 'likely', 'possible'] as const;
export type Certainty = (typeof certainties)[number];

export interface Meaning {
  readonly code: MeaningCode;
  readonly certainty: Certainty;
  /** One plain English sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly next: string;
  /** The figures it rests on, for a person who knows the format. */
  readonly evidence?: string;
  /** Indices into the files that it is said of. */
  readonly files: readonly number[];
}

export interface MajorityView {
  /** More than half of the files agree at every byte. */
  readonly everywhere: boolean;
  /** By file: bytes in which it stands against the majority. */
  readonly oddBytes: readonly number[];
  readonly undecidedBytes: number;
  /** Ascending; `rangesTotal` counts those left out too. */
  readonly ranges: readonly MajorityRange[];
  readonly rangesTotal: number;
}

export interface MajorityRange extends ByteRange {
  /** Files that stand against the majority; all where there is none. */
  readonly odd: readonly number[];
  readonly decided: boolean;
}
