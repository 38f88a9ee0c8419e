// What is asked in the diagnose step, and what it answers: ways out, ranked, each with its weight.
import type { Certainty } from './knowledge';

export const machineIds = ['z420', 'z620', 'z820', 'other'] as const;
export type MachineId = (typeof machineIds)[number];

export const symptomIds = [
  'dark-fans-loud',
  'dark-fans-normal',
  'no-power',
  'boots-to-setup',
  'boot-loop',
  'boot-loop-after-cpu-swap',
  'post-944',
  'me-manufacturing-message',
  'beeps-3',
  'beeps-4',
  'beeps-5',
  'beeps-6',
  'beeps-7',
  'beeps-8',
] as const;
export type SymptomId = (typeof symptomIds)[number];

export const changeIds = ['modded-bios', 'bios-update', 'me-change', 'boot-block-change', 'cpu-swap', 'ram-swap', 'nothing', 'unknown'] as const;
export type ChangeId = (typeof changeIds)[number];

export const itemIds = ['programmer', 'clip', 'usb-stick', 'second-pc', 'own-backup', 'stock-bios-file', 'v1-cpu', 'spare-board'] as const;
export type ItemId = (typeof itemIds)[number];

export const wayOutIds = [
  'boot-internally-backup',
  'me-restore-internal',
  'crisis-recovery',
  'external-flash',
  'cpu-me-jumper',
  'hardware-first',
  'cmos-minimal',
  'board-swap',
] as const;
export type WayOutId = (typeof wayOutIds)[number];

export interface DiagnosisAnswers {
  readonly machineId: MachineId;
  readonly symptoms: readonly SymptomId[];
  readonly lastChange: ChangeId;
  readonly atHand: readonly ItemId[];
}

export interface GuideStep {
  readonly text: string;
  /** How to tell that the step worked, one sentence. */
  readonly check?: string;
  /** What this step may destroy, one sentence. */
  readonly risk?: string;
  readonly certainty: Certainty;
  readonly source: string;
}

export interface RankedWayOut {
  readonly id: WayOutId;
  /** 1 is best. */
  readonly rank: number;
  readonly title: string;
  /** Why it is ranked where it is for these answers, one sentence each. */
  readonly why: readonly string[];
  readonly risks: string;
  readonly certainty: Certainty;
  readonly source: string;
  readonly needs: readonly ItemId[];
  readonly missing: readonly ItemId[];
  readonly timeMinutes?: readonly [number, number];
  /** Only external flashing is done by the program; the rest are guides with checks. */
  readonly runsHere: boolean;
  readonly guide: readonly GuideStep[];
}
