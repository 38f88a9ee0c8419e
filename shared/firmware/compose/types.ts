// The words of composition: what is asked for, what each byte of the result is from, what came of it. No rule is applied here.
import type { Machine } from '../../machines';
import type { ByteRange } from '../../model/plan';
import type { Finding, ImageReport } from '../report';
import type { ComposeRuleId } from './rules';

/** A file that gives bytes. */
export interface SourceInput {
  /** A region's own file, a BIOS region, or a whole image. */
  readonly bytes: Uint8Array;
  /** Name for people: the file's, without its folder. */
  readonly label: string;
  /** The bytes are of this very board: identity in them is wanted. */
  readonly ownBackup?: boolean;
}

export type RegionChoice =
  | { readonly kind: 'keep' }
  | (SourceInput & {
      readonly kind: 'source';
      /** Only for `me`: `declare-valid` sets the first byte of its fixed-offset variables to 01. Default: as in the file. */
      readonly meData?: MeDataPolicy;
    })
  /** Declares the settings of the ME that is there valid: byte 0x400 of its region becomes 01. Only for `me`. */
  | { readonly kind: 'declare-valid' };

export type MeDataPolicy = 'keep' | 'declare-valid';

/** By name of the region. Regions not named are kept. */
export type RegionChoices = Readonly<Record<string, RegionChoice>>;

export interface PlacedRegion extends ByteRange {
  readonly name: string;
  readonly title: string;
  readonly perBoard: 'yes' | 'maybe' | 'no';
}

/** Where the regions of the base are. */
export interface Placement {
  readonly sizeBytes: number;
  readonly regions: readonly PlacedRegion[];
  /** The base's own descriptor, or the map of the machine because the base has none that agrees with it. */
  readonly by: 'descriptor' | 'map';
}

export interface ComposeEdits {
  /** Six hex pairs with colons or dashes. Written to both copies, each with its sum. */
  readonly mac?: string;
  /** Sets the strap that switches the ME off. */
  readonly meOff?: boolean;
  /** Lets the host read and write every region. */
  readonly hostAccess?: 'open';
}

export interface ComposeRequest {
  /** What the chip holds: the newest good backup of the board. */
  readonly base: Uint8Array;
  /** Name for people. */
  readonly baseLabel?: string;
  readonly machine?: Machine;
  /** Default: `placementFor(base, machine)`. */
  readonly placement?: Placement;
  readonly choices: RegionChoices;
  /** The crisis-recovery volume where the BIOS code is replaced: `keep` leaves the base's; a file gives its own. Default: with the code. */
  readonly recovery?: 'keep' | SourceInput;
  readonly edits?: ComposeEdits;
  /** An ME that has run belongs to its board. `unknown-owner`: taken where nothing says that it is another's. Default: `refuse`. */
  readonly foreignMe?: 'refuse' | 'unknown-owner' | 'any';
  /** The base is no good backup of this board, and the person knows that its identity is lost. */
  readonly rebuild?: boolean;
}

/** One act of the composer. A later step outranks an earlier one where they overlap. */
export type ComposeStep = ByteRange & {
  readonly rule: ComposeRuleId;
} & (
    | { readonly kind: 'copy'; /** Index in `inputs`. */ readonly input: number; /** In that input. */ readonly from: number }
    | { readonly kind: 'edit'; readonly bytes: readonly number[] }
  );

export interface ComposeInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The bytes before anyone judged them. */
export interface PlacedTarget {
  /** Whole chip. */
  readonly target: Uint8Array;
  readonly placement: Placement;
  /** The base first, then the files in the order of their regions; each once. */
  readonly inputs: readonly ComposeInput[];
  readonly steps: readonly ComposeStep[];
  /** Regions that differ from the base now. */
  readonly changedRegions: readonly string[];
  /** Regions that were chosen to be replaced or edited: the ranges of the plan, changed or not. */
  readonly chosenRanges: readonly ByteRange[];
  /** Of the choices, not of the bytes. */
  readonly findings: readonly Finding[];
}

/** A part of the result, and why it holds what it holds. */
export interface ExplainedRange extends ByteRange {
  /** Name of the region it lies in; empty between regions. */
  readonly region: string;
  readonly rule: ComposeRuleId;
  /** Name of the input; absent for an edit and for what nothing explains. */
  readonly from?: string;
  /** Bytes in it that the base has otherwise. */
  readonly changedBytes: number;
}

/** Failures told apart by whether the base had them. */
export interface FaultLedger {
  readonly introduced: readonly Finding[];
  readonly remaining: readonly Finding[];
  readonly mended: readonly Finding[];
}

export interface Composition extends PlacedTarget {
  /** Of the target, of the choices, and of the explanation; worst first. */
  readonly findings: readonly Finding[];
  /** Of the target alone. */
  readonly report: ImageReport;
  /** The whole chip, ascending, without gap. */
  readonly explained: readonly ExplainedRange[];
  readonly faults: FaultLedger;
  /** What of this board's identity the result no longer carries; for people. */
  readonly identityLost: readonly string[];
}
