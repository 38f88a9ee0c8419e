// The preconditions of a flash as a list, in the order a person can put them right. Shown before the start, and asked again at it.
import { boardIsSafe } from '../../shared/model/programmer';
import { checklistIds, type ChecklistId, type ProblemCode } from '../../shared/model/recovery';
import type { SessionView } from '../../shared/ipc/views';
import type { ErrorParams } from '../../shared/model/errors';
import type { BackupRecord } from './vault';

export interface PreflightFacts {
  readonly session: SessionView | undefined;
  readonly checklist: readonly ChecklistId[];
  readonly base: BackupRecord | undefined;
  readonly backupOverride: boolean;
  readonly target: { readonly sha256: string; readonly fatalFindings: readonly string[]; readonly warningsRead: boolean } | undefined;
  /** Units of the plan; absent where there is none. */
  readonly planUnits: number | undefined;
  readonly caseWritable: boolean;
}

export interface Check {
  readonly code: ProblemCode;
  readonly ok: boolean;
  readonly params: ErrorParams;
}

export function preflight(facts: PreflightFacts): Check[] {
  const { session, base } = facts;
  const chip = session?.chip;
  const open = checklistIds.filter((id) => !facts.checklist.includes(id));
  const check = (code: ProblemCode, ok: boolean, params: ErrorParams = {}): Check => ({ code, ok, params });
  return [
    check('ADAPTER_MISSING', session?.connection === 'open'),
    check('BOARD_NOT_ANSWERED', session !== undefined && (!session.boardQuestion || boardIsSafe(session.board)), {
      board: session?.board ?? '',
    }),
    check('POWER_CHECKLIST_OPEN', open.length === 0, { open: open.join(', ') }),
    check('CONTACT_NOT_PROVEN', session?.contact?.diagnosis === 'good', { diagnosis: session?.contact?.diagnosis ?? '' }),
    check('CHIP_NOT_IDENTIFIED', chip !== undefined),
    check('CHIP_LOW_VOLTAGE', chip !== undefined && chip.voltage !== '1.8V', { name: chip?.name ?? '' }),
    check('BACKUP_MISSING', base !== undefined || facts.backupOverride),
    // A backup is only ever listed after it was read back; the override has none to read.
    check('BACKUP_NOT_READ_BACK', base !== undefined || facts.backupOverride),
    check('CHIP_NOT_THE_ONE_BACKED_UP', chip !== undefined && (base === undefined ? facts.backupOverride : isSameChip(base.chip, chip)), {
      expected: base ? describeChip(base.chip) : '',
      found: chip ? describeChip(chip) : '',
    }),
    check('TARGET_MISSING', facts.target !== undefined),
    check('TARGET_UNSOUND', facts.target !== undefined && facts.target.fatalFindings.length === 0, {
      codes: facts.target?.fatalFindings.join(', ') ?? '',
    }),
    check('WARNINGS_UNREAD', facts.target !== undefined && facts.target.warningsRead),
    check('PLAN_MISSING', facts.planUnits !== undefined && facts.planUnits > 0),
    check('CASE_NOT_WRITABLE', facts.caseWritable),
  ];
}

interface ChipIdentity {
  readonly jedec: string;
  readonly name: string;
  readonly uniqueId?: string | undefined;
}

/** A part without a unique id is only told by its kind; the write then samples its contents. One that lost its id is another. */
export function isSameChip(a: ChipIdentity, b: ChipIdentity): boolean {
  return a.jedec === b.jedec && a.uniqueId === b.uniqueId;
}

export const describeChip = ({ name, jedec, uniqueId }: ChipIdentity): string => [name, jedec, uniqueId].filter(Boolean).join(' ');
