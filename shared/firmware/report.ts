// The one report that feeds the wizard, the check screen, the command line and the exports. Plain data: it survives JSON.
import type { MacKind } from './gbe';
import type { MeState } from './me';

export type Severity = 'fail' | 'warn' | 'note';

export interface Finding {
  /** Stable, upper case: "ME_FPT_CHECKSUM". */
  readonly code: string;
  readonly severity: Severity;
  /** In the file inspected. */
  readonly offset?: number;
  readonly length?: number;
  /** One plain English sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly next?: string;
  /** Expected and found, for a person who knows the format. */
  readonly evidence?: string;
}

export type Verdict = 'good' | 'usable' | 'damaged' | 'not-an-image';

/** What the file is as a whole. */
export const imageKinds = [
  'full',
  'bios-region',
  'fd',
  'gbe',
  'pdr',
  'me',
  'nvram',
  'bios',
  'bb',
  'volume',
  'microcode',
  'capsule',
  'softpaq',
  'archive',
  'unknown',
] as const;
export type ImageKind = (typeof imageKinds)[number];

export interface RegionSpan {
  /** Short stable name: fd, gbe, pdr, me, nvram, bios, bb. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

export interface ImageReport {
  readonly size: number;
  readonly kind: ImageKind;
  readonly verdict: Verdict;
  /** What this is and whether it is sound, in one sentence that never says more than is known. */
  readonly summary: string;
  /** What it can be used for, or still be used for; whole sentences, best first. Empty where nothing is left. */
  readonly uses: readonly string[];
  readonly machineFamily?: string;
  readonly biosVersion?: string;
  readonly recoveryVersion?: string;
  readonly bootBlockDate?: string;
  readonly bootBlockClass?: '2011' | '2013' | 'other';
  readonly meVersion?: string;
  /** See domain rule: data state of the management engine region. */
  readonly meState?: MeState;
  /** Lower-case hex pairs with colons. Identity: masked before it leaves the program. */
  readonly mac?: string;
  readonly macKind?: MacKind;
  readonly regions: readonly RegionSpan[];
  readonly findings: readonly Finding[];
  /** The file as a tree: regions, in them volumes or partitions, in them files or modules. */
  readonly structure: readonly StructureNode[];
  /** How much of it any checksum, hash or signature could prove. */
  readonly coverage: Coverage;
  readonly descriptor?: DescriptorFacts;
  readonly me?: MeFacts;
  readonly gbe?: GbeFacts;
  readonly bios?: BiosFacts;
  /** Where serial, UUID, addresses and keys are or would be. Values are absent unless asked for. */
  readonly identity: readonly IdentityItem[];
  /** Pieces that equal one of the catalogue, by hash. */
  readonly known: readonly KnownPiece[];
}

export const structureKinds = [
  'region',
  'volume',
  'file',
  'section',
  'partition',
  'module',
  'store',
  'variable',
  'table',
  'microcode',
  'acm',
  'padding',
  'data',
] as const;
export type StructureKind = (typeof structureKinds)[number];

export interface StructureNode {
  readonly kind: StructureKind;
  /** For people: "Main volume", "PE32 image", "FTPR". */
  readonly name: string;
  /** Upper-case canonical form. */
  readonly guid?: string;
  /** In the file inspected; absent for what stands inside compressed content. */
  readonly offset?: number;
  /** Bytes it takes where it stands (of compressed content: unpacked). */
  readonly length: number;
  /** Outcome of its own checks; absent where it has none. */
  readonly state?: 'good' | 'bad';
  /** One line: version, type, sum, who signed. */
  readonly detail?: string;
  readonly children?: readonly StructureNode[];
}

/** A byte range whose content is under a checksum, hash or signature that was evaluated, whatever came out. */
export interface ProofRange {
  readonly offset: number;
  readonly length: number;
  readonly by: 'sum' | 'hash' | 'signature';
}

export interface Coverage {
  /** Bytes that are not FF. */
  readonly programmedBytes: number;
  /** Of these, how many stand under an evaluated checksum, hash or signature. */
  readonly coveredBytes: number;
  readonly regions: readonly { readonly name: string; readonly programmedBytes: number; readonly coveredBytes: number }[];
}

/** What every reader of one structure answers, besides its own facts. Offsets are in the file inspected. */
export interface Reading {
  readonly findings: readonly Finding[];
  readonly structure: readonly StructureNode[];
  readonly proofs: readonly ProofRange[];
}

export interface DescriptorFacts {
  readonly version: 1 | 2;
  readonly signatureAt: number;
  readonly chips: readonly { readonly densityBytes?: number }[];
  readonly regions: readonly { readonly name: string; readonly offset: number; readonly length: number }[];
  /** Whole sentences: "The host may read and write the ME region." */
  readonly access: readonly string[];
  readonly masters: readonly {
    readonly name: string;
    readonly requesterId: number;
    readonly read: readonly string[];
    readonly write: readonly string[];
  }[];
  readonly clocks: readonly { readonly name: string; readonly mhz: number }[];
  readonly forbiddenOpcodes: readonly number[];
  readonly pchStraps: readonly number[];
  readonly processorStraps: readonly number[];
  readonly meDisabledByStrap: boolean;
  readonly vscc: readonly { readonly jedec: string; readonly name?: string; readonly value: number }[];
  /** Whether the chip that was fitted is in that list; absent where the chip is not known. */
  readonly fittedChipListed?: boolean;
}

export const meGenerations = [6, 7, 8, 9, 10] as const;

export interface MeFacts {
  readonly state: MeState;
  readonly version?: string;
  readonly generation?: number;
  /** ISO day of the code's manifest. */
  readonly date?: string;
  /** "5MB", "1.5MB" */
  readonly sku?: string;
  readonly patsburg?: boolean;
  readonly tableSumIsGood?: boolean;
  readonly partitions: readonly {
    readonly name: string;
    readonly offset: number;
    readonly length: number;
    readonly type: string;
    readonly signature?: 'good' | 'bad' | 'none';
    /** Who signed: "Intel production key (ME 7 and 8)" or "unknown key". */
    readonly signedBy?: string;
    readonly modules?: number;
    readonly hashesGood?: number;
    readonly hashesBad?: number;
  }[];
  /** First byte of the fixed-offset variables. */
  readonly validMark?: number;
  readonly eraseCounts?: { readonly lowest: number; readonly highest: number; readonly blocksInUse: number };
  /** What the machine will say at power on, and how sure that is. */
  readonly manufacturingMode?: { readonly expected: 'yes' | 'no' | 'unknown'; readonly certainty: string; readonly sentence: string };
}

export interface GbeFacts {
  readonly copies: readonly {
    readonly offset: number;
    readonly blank: boolean;
    readonly sumIsGood: boolean;
    readonly markedValid: boolean;
    readonly mac: string;
    readonly macKind: MacKind;
    readonly deviceId: number;
    readonly device?: string;
    readonly subsystemVendor: number;
    readonly imageVersion: string;
  }[];
  /** By the first three bytes of the address. */
  readonly macVendor?: string;
}

export interface BiosFacts {
  readonly family?: string;
  readonly version?: string;
  /** ISO day the release was built, from the firmware id. */
  readonly buildDate?: string;
  readonly recovery?: { readonly version?: string; readonly state: 'good' | 'damaged' | 'blank' | 'missing' };
  readonly bootBlock?: {
    readonly family?: string;
    readonly version?: string;
    readonly date?: string;
    readonly class?: '2011' | '2013' | 'other';
  };
  /** Release that the signature block names; what it covers is not known. */
  readonly signatureBlock?: string;
  readonly volumes: number;
  readonly files: number;
  /** PE32 images, inside compressed sections too. */
  readonly pe32Images: number;
  readonly variables?: { readonly format: string; readonly stores: number; readonly count: number };
  readonly fit?: { readonly offset: number; readonly entries: number };
  readonly microcode: readonly {
    readonly offset: number;
    readonly length: number;
    /** "306E4" */
    readonly cpuid: string;
    readonly revision: number;
    readonly date: string;
    readonly sumIsGood: boolean;
    /** The FIT points at it: the processor loads it before any code. */
    readonly inFit: boolean;
    readonly processor?: string;
  }[];
  readonly acm?: { readonly offset: number; readonly length: number; readonly chipsetId: number; readonly date?: string };
  /** Rows of the ROM layout table: a second witness beside the descriptor. */
  readonly romLayout?: readonly { readonly name: string; readonly offset: number; readonly length: number }[];
}

export const identityKinds = [
  'mac',
  'serial',
  'uuid',
  'asset-tag',
  'feature-bytes',
  'licence',
  'slic',
  'me-data',
  'settings',
  'platform-data',
] as const;
export type IdentityKind = (typeof identityKinds)[number];

export interface IdentityItem {
  readonly kind: IdentityKind;
  /** For people: "MAC address, first copy". */
  readonly title: string;
  readonly offset: number;
  readonly length: number;
  readonly state: 'present' | 'blank' | 'placeholder' | 'unknown';
  /** SHA-256 of the bytes, so that two files can be told to carry the same without showing it. */
  readonly sha256?: string;
  /** Only where the caller asked for values. */
  readonly value?: string;
}

export interface KnownPiece {
  readonly offset: number;
  readonly length: number;
  /** "recovery volume of J61 3.96" */
  readonly name: string;
  /** "confirmed" or "very likely", in words, and by whom. */
  readonly certainty: string;
}
