// What is known of the flash chip on the clip. Every fact says where it is from.

export interface EraseType {
  readonly sizeBytes: number;
  readonly opcode: number;
  readonly typicalMs: number;
  readonly maxMs: number;
}

/** Where a fact about a chip is from. `assumed` means no source was found and a cautious default is used. */
export type ChipFactSource = 'rdid' | 'rems' | 'sfdp' | 'table' | 'assumed';

export interface ChipProfile {
  /** Lower-case hex, three bytes: "ef4018". */
  readonly jedec: string;
  /** Common name of the parts behind this id: "W25Q128". */
  readonly name: string;
  readonly manufacturer: string;
  /** Parts that share this id. */
  readonly candidates: readonly string[];
  readonly sizeBytes: number;
  readonly pageBytes: number;
  readonly pageTypicalMs: number;
  readonly pageMaxMs: number;
  /** Ascending by size; only those common to all candidates. Never holds a whole-chip erase. */
  readonly eraseTypes: readonly EraseType[];
  readonly voltage: '3.3V' | '1.8V' | 'unknown';
  /** More than 16 MiB needs 4-byte addresses. */
  readonly addressBytes: 3 | 4;
  readonly fourByte?: 'opcodes' | 'enter' | 'enter-with-write-enable';
  /** How status registers are laid out and written. */
  readonly statusStyle: 'winbond' | 'macronix' | 'micron' | 'spansion' | 'generic';
  /** Volatile status write with 50h. */
  readonly volatileStatus: boolean;
  readonly hasSfdp: boolean;
  readonly uniqueIdOpcode?: number;
  readonly sources: Readonly<Record<'size' | 'erase' | 'times' | 'voltage', ChipFactSource>>;
}

export interface StatusRegisters {
  readonly sr1: number;
  readonly sr2?: number;
  readonly sr3?: number;
}

export interface Protection {
  readonly registers: StatusRegisters;
  /** Byte ranges that block protection covers now. `undetermined` where the chip's rule is not known. */
  readonly ranges: readonly { readonly offset: number; readonly length: number }[];
  readonly undetermined: boolean;
  /** Status registers frozen by SRP/SRWD: `pin` depends on WP#, `power` until power cycle, `forever` one-time. */
  readonly lock: 'none' | 'pin' | 'power' | 'forever';
}

export interface ChipInfo extends ChipProfile {
  /** Lower-case hex; absent where the part has none or it reads FF/00. */
  readonly uniqueId?: string;
  readonly protection: Protection;
}
