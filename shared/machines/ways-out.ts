// The shape of the evidence behind the ways out. Data only; it is weighed in shared/diagnosis.
import type { ChangeId, GuideStep, ItemId, MachineId, SymptomId, WayOutId, WeighedText } from '../model/diagnosis';
import type { Certainty } from '../model/knowledge';

/** All that is given must hold: one of the symptoms, one of the changes, all of `has`, none of `lacks`. */
export interface EvidenceCondition {
  readonly symptoms?: readonly SymptomId[];
  /** None of these was seen. */
  readonly without?: readonly SymptomId[];
  readonly changes?: readonly ChangeId[];
  readonly machines?: readonly MachineId[];
  readonly has?: readonly ItemId[];
  readonly lacks?: readonly ItemId[];
}

export interface Evidence {
  readonly when: EvidenceCondition;
  /** -100 to 100: what it adds to the way's score. */
  readonly weight: number;
  readonly says: WeighedText;
}

export interface WayOutData {
  readonly id: WayOutId;
  readonly title: string;
  readonly certainty: Certainty;
  readonly source: string;
  readonly needs: readonly ItemId[];
  /** Minutes of a person's time. Absent where it cannot be said. */
  readonly timeMinutes?: readonly [min: number, max: number];
  readonly runsHere: boolean;
  /** Makes sense for a machine that is not known to the program. */
  readonly forAnyMachine: boolean;
  readonly evidence: readonly Evidence[];
  readonly risks: readonly WeighedText[];
  readonly guide: readonly GuideStep[];
}
