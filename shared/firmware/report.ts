// The one report that feeds the wizard, the check screen, the command line and the exports.

export type Severity = 'fail' | 'warn' | 'note';

export interface Finding {
  /** Stable, upper case: "ME_FPT_CHECKSUM". */
  readonly code: string;
  readonly severity: Severity;
  readonly offset?: number;
  readonly length?: number;
  /** One plain English sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly next?: string;
  readonly evidence?: string;
}

export type Verdict = 'good' | 'usable' | 'damaged' | 'not-an-image';

export interface RegionSpan {
  /** Short stable name: fd, gbe, pdr, me, nvram, bios, bb. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

export interface ImageReport {
  readonly size: number;
  readonly verdict: Verdict;
  readonly machineFamily?: string;
  readonly biosVersion?: string;
  readonly recoveryVersion?: string;
  readonly bootBlockDate?: string;
  readonly bootBlockClass?: '2011' | '2013' | 'other';
  readonly meVersion?: string;
  /** See domain rule: data state of the management engine region. */
  readonly meState?: 'empty' | 'damaged' | 'not-declared-valid' | 'configured' | 'initialised';
  /** Lower-case hex pairs with colons. Identity: masked before it leaves the program. */
  readonly mac?: string;
  readonly macKind?: 'factory' | 'placeholder' | 'generated' | 'blank';
  readonly regions: readonly RegionSpan[];
  readonly findings: readonly Finding[];
}
