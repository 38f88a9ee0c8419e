// A write plan: exactly what a write will do. The run follows it and nothing else.

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export type PlanStep =
  | { readonly op: 'erase'; readonly offset: number; readonly length: number }
  | { readonly op: 'program'; readonly offset: number; readonly length: number };

/** One act of the journal: at most one erase block, its pages, and the proof of it by reading it back. */
export interface PlanUnit {
  readonly range: ByteRange;
  /** Absent where only 1→0 changes are needed. `length` is an erase type of the chip. */
  readonly erase?: ByteRange;
  /** Page-aligned runs to program, ascending; blank pages are left out. */
  readonly program: readonly ByteRange[];
  /** Parts of `range` outside the chosen regions whose content is put back after the erase. */
  readonly preserve: readonly ByteRange[];
}

export interface WritePlan {
  /** In the order they run: boot block last. */
  readonly units: readonly PlanUnit[];
  readonly regions: readonly string[];
  readonly bytesErased: number;
  readonly bytesProgrammed: number;
  /** Bytes whose content changes, before erase-block rounding. */
  readonly bytesChanged: number;
  readonly predicted: {
    readonly eraseMs: number;
    readonly programMs: number;
    readonly proofMs: number;
    readonly checkMs: number;
    readonly fullVerifyMs: number;
  };
}

/** What stands in the public JSON as `steps`. */
export function planSteps(plan: WritePlan): PlanStep[] {
  return plan.units.flatMap((unit): PlanStep[] => [
    ...(unit.erase ? [{ op: 'erase' as const, offset: unit.erase.offset, length: unit.erase.length }] : []),
    ...unit.program.map((run) => ({ op: 'program' as const, offset: run.offset, length: run.length })),
  ]);
}

/** Without the optional full verify. */
export function predictedWriteMs(plan: WritePlan): number {
  const { eraseMs, programMs, proofMs, checkMs } = plan.predicted;
  return eraseMs + programMs + proofMs + checkMs;
}
